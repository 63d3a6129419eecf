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
