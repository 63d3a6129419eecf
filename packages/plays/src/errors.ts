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

/** `plays/bad-suite`: an evaluation suite that cannot be added or answered. */
export const badSuite = (what: string, next: string): VerisimError =>
  verisimError('plays/bad-suite', what, next, { kind: 'usage' });

/** `plays/no-real-evaluation`: a synthetic suite before there is a real evaluation set. */
export const noRealEvaluation = (): VerisimError =>
  verisimError(
    'plays/no-real-evaluation',
    'There is no real evaluation set in this project yet, so no synthetic suite can be added.',
    'Real first, no exceptions: run verisim lock on real rows, then add the suite.',
    { kind: 'usage' },
  );

/** `plays/suite-by-family`: a suite by the model under test, or by one of its family. */
export const suiteByFamily = (suite: string, model: string, maker: string, family: string): VerisimError =>
  verisimError(
    'plays/suite-by-family',
    `The suite "${suite}" was made by ${maker}, which is of the family of the model under test, ${model} (${family}).`,
    'A model passes what its own kind thinks of. Have the cases written by people or by a model of another family, and add them under another name.',
    { kind: 'usage' },
  );

/** `plays/unknown-suite`: a suite that the ledger does not tell of. */
export const unknownSuite = (name: string, known: readonly string[]): VerisimError =>
  verisimError(
    'plays/unknown-suite',
    `There is no suite "${name}".`,
    known.length === 0 ? 'Add one with verisim suite add.' : `Suites: ${known.join(', ')}.`,
    { kind: 'usage' },
  );

/** `plays/suite-changed`: a suite that is not what was added. */
export const suiteChanged = (name: string, file: string): VerisimError =>
  verisimError(
    'plays/suite-changed',
    `${file} of the suite "${name}" is not what was added: it was changed or is gone.`,
    'Restore it from a copy, or add the cases under another name.',
    { kind: 'usage' },
  );

/** `plays/real-rows-exist`: a cold start is for where there are none. */
export const realRowsExist = (file: string): VerisimError =>
  verisimError(
    'plays/real-rows-exist',
    `There are real rows here (${file} is locked): a cold start is for where there are none.`,
    'Run verisim baseline, then verisim play coverage-gap; with --force the cold start is made all the same, which ledger and report say.',
    { kind: 'usage' },
  );

/** `plays/bad-schema-file`: a file that should hold the columns of a table. */
export const badSchemaFile = (file: string, what: string): VerisimError =>
  verisimError(
    'plays/bad-schema-file',
    `${file} ${what.replace(/\.$/, '')}.`,
    'Write { "columns": [{ "name": "age", "kind": "integer", "bounds": [0, 120] }, { "name": "plan", "kind": "category", "levels": ["free", "paid"] }] }.',
    { kind: 'usage' },
  );

/** `plays/cannot-align`: a generator that learns from no rows makes other columns than the real ones. */
export const cannotAlign = (generator: string, what: string, columns: readonly string[]): VerisimError =>
  verisimError(
    'plays/cannot-align',
    `The generator "${generator}" ${what}${columns.length === 0 ? '' : ` of the real rows: ${columns.join(', ')}`}.`,
    columns.length === 0
      ? 'Let both be of the same kind: in the rules with kind, in the real file with --kinds.'
      : 'Name the columns in the rules as they are named in the real file.',
    { kind: 'usage' },
  );
