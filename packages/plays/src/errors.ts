import { type VerisimError, verisimError } from '@verisim/core';

/** `plays/bad-plan`: a plan that leaves open what has to be said beforehand. */
export const badPlan = (what: string, next: string): VerisimError =>
  verisimError('plays/bad-plan', what, next, { kind: 'usage' });

/** `plays/empty-gap`: no real row lies in the gap, so nothing can be learned about it from data. */
export const emptyGap = (gap: string): VerisimError =>
  verisimError(
    'plays/empty-gap',
    `No training row meets the condition of the gap (${gap}).`,
    'Widen the condition, or bring in rows from rules or simulation: a model can only learn what it has seen.',
  );

/** `plays/too-few-rows`: cross-validation needs rows of every class in every fold. */
export const tooFewRows = (rows: number, folds: number, target: string): VerisimError =>
  verisimError(
    'plays/too-few-rows',
    `The rarest class of "${target}" has ${rows} training rows, fewer than the ${folds} folds of the cross-validation.`,
    'Label more rows of it, or ask for fewer folds.',
  );

/** `plays/no-rungs`: a choice between no generators. */
export const noRungs = (): VerisimError =>
  verisimError(
    'plays/no-rungs',
    'There is no generator to choose from.',
    'Give at least one rung, the simplest first.',
    {
      kind: 'usage',
    },
  );

/** `plays/bad-review`: a review that cannot be drawn or read back. */
export const badReview = (what: string, next: string): VerisimError =>
  verisimError('plays/bad-review', what, next, { kind: 'usage' });

/** `plays/unknown-review`: answers to a review that this workspace did not draw. */
export const unknownReview = (review: string): VerisimError =>
  verisimError(
    'plays/unknown-review',
    `This workspace drew no review "${review}".`,
    'Run the command in the folder that the review was drawn in, or draw a new one with verisim review.',
    { kind: 'usage' },
  );

/** `plays/no-sources`: an attribution without a synthetic row. */
export const noSources = (): VerisimError =>
  verisimError(
    'plays/no-sources',
    'There is no synthetic source to attribute anything to.',
    'Give one table per source, or a table with a lineage that has synthetic rows.',
    { kind: 'usage' },
  );

/** `plays/repeated-source`: two sources of one name. */
export const repeatedSource = (name: string): VerisimError =>
  verisimError('plays/repeated-source', `Two synthetic sources are named "${name}".`, 'Give each a name of its own.', {
    kind: 'usage',
  });

/** `plays/bad-signature`: a signature that does not say who signs what. */
export const badSignature = (what: string): VerisimError =>
  verisimError(
    'plays/bad-signature',
    what,
    'Sign with verisim sign RUN --name "Ada Lovelace" --role lead --as baseline.',
    { kind: 'usage' },
  );

/** `plays/role-may-not-sign`: a subject that another role answers for. */
export const roleMayNotSign = (role: string, subject: string, needed: string): VerisimError =>
  verisimError(
    'plays/role-may-not-sign',
    `The ${role} may not sign the ${subject}: the ${needed} answers for it.`,
    `Let the ${needed} sign it.`,
    { kind: 'usage' },
  );

/** `plays/wrong-run`: a run that does not hold what is to be signed. */
export const wrongRun = (place: string, name: string, subject: string): VerisimError =>
  verisimError(
    'plays/wrong-run',
    `The run ${place} is a run of "${name}": the ${subject} cannot be signed of it.`,
    `Name the run that does; verisim status lists the runs.`,
    { kind: 'usage' },
  );

/** `plays/slice-of-one-class`: the metric compares classes, and the rows of the gap's slice are all of one. */
export const sliceOfOneClass = (metric: string, rows: number): VerisimError =>
  verisimError(
    'plays/slice-of-one-class',
    `${metric} cannot be computed: the ${rows} training rows that meet the gap's conditions on features are all of one class.`,
    'Widen the condition, or take log-loss as the metric.',
  );

/** `plays/nothing-to-monitor`: tables that cannot be compared for drift. */
export const nothingToMonitor = (what: string, next: string): VerisimError =>
  verisimError('plays/nothing-to-monitor', what, next, { kind: 'usage' });

/** `plays/bad-teacher`: answers of a teacher that cannot be used. */
export const badTeacher = (what: string, next: string): VerisimError =>
  verisimError('plays/bad-teacher', what, next, { kind: 'usage' });

/** `plays/bad-day`: a text that is no day of the calendar. */
export const badDay = (what: string, given: string): VerisimError =>
  verisimError('plays/bad-day', `${what} "${given}" is no day of the calendar.`, 'Write it as 2027-03-31.', {
    kind: 'usage',
  });

/** `plays/cold-start-needs-rows`: a generator that learns from real rows, or lacks its schema. */
export const coldStartNeedsRows = (generator: string, schema = false): VerisimError =>
  verisimError(
    'plays/cold-start-needs-rows',
    schema
      ? `${generator} needs to be told the columns.`
      : `${generator} learns from real rows, and a cold start has none.`,
    schema
      ? 'Give a schema: --schema columns.json.'
      : 'Give rows that rules or a language model wrote (--rows written.csv), or a generator that needs none (-g NAME).',
    { kind: 'usage' },
  );

/** `plays/model-expired`: a disposable model after its last day. */
export const modelExpired = (expires: string, today: string): VerisimError =>
  verisimError(
    'plays/model-expired',
    `This disposable model expired on ${expires}, and today is ${today}.`,
    'Bring in real rows with verisim replace, or make a new cold start whose expiry somebody answers for.',
  );

/** `plays/model-differs`: a manifest and what it is said to describe do not belong together. */
export const modelDiffers = (what: string): VerisimError =>
  verisimError(
    'plays/model-differs',
    `This is not the model of the manifest: ${what}.`,
    'Take the rows of its own run.',
  );

/** `plays/no-cold-start`: no run of that name is a cold start, or there are several. */
export const noColdStart = (what: string, next: string): VerisimError =>
  verisimError('plays/no-cold-start', what, next, { kind: 'usage' });

/** `plays/bad-arrival`: real rows that cannot be taken in. */
export const badArrival = (what: string, next: string): VerisimError =>
  verisimError('plays/bad-arrival', what, next, { kind: 'usage' });
