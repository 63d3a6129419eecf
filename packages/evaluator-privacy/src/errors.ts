import { type VerisimError, verisimError } from '@verisim/core';

/** `evaluator-privacy/no-rows`: one of the tables is empty. */
export const noRows = (which: 'real' | 'synthetic'): VerisimError =>
  verisimError(
    'evaluator-privacy/no-rows',
    `The ${which} table has no rows, so nothing can be said of copies.`,
    'Give the rows that the generator was fitted to and the rows that it made, at least one each.',
    { kind: 'usage' },
  );

/** `evaluator-privacy/nothing-in-common`: no column can be compared. */
export const nothingInCommon = (real: readonly string[], synthetic: readonly string[]): VerisimError =>
  verisimError(
    'evaluator-privacy/nothing-in-common',
    `The real and the synthetic table have no column in common that can be compared (real: ${listed(real)}; synthetic: ${listed(synthetic)}).`,
    'Compare tables whose columns bear the same names and kinds; id columns and columns of the role ignore are not compared.',
    { kind: 'usage' },
  );

/** `evaluator-privacy/bad-canaries`: such canaries cannot be drawn. */
export const badCanaries = (why: string): VerisimError =>
  verisimError(
    'evaluator-privacy/bad-canaries',
    `These canaries cannot be made: ${why}.`,
    'Give a template with {} in it, one canary and one reference or more, and digits enough for twice as many secrets.',
    { kind: 'usage' },
  );

/** Up to ten names in quotes. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, 10).map((name) => `"${name}"`);
  return (shown.join(', ') || 'none') + (names.length > 10 ? ` and ${names.length - 10} more` : '');
}

/** `evaluator-privacy/bad-canary`: an audit of differential privacy plants one row. */
export const badCanary = (rows: number): VerisimError =>
  verisimError(
    'evaluator-privacy/bad-canary',
    `The canary has ${rows} rows, and differential privacy is about one.`,
    'Give a table of a single row with the columns of the data.',
    { kind: 'usage' },
  );

/** `evaluator-privacy/few-trials`: too few runs to say anything. */
export const fewTrials = (trials: number, fewest: number): VerisimError =>
  verisimError(
    'evaluator-privacy/few-trials',
    `An audit of ${trials} trials says nothing of epsilon.`,
    `Ask for ${fewest} trials or more; 1,000 can show an epsilon of about 4.`,
    { kind: 'usage' },
  );

/** `evaluator-privacy/bad-dp-claim`: JSON that is no claim of differential privacy. */
export const badDpClaim = (name: string, why: string): VerisimError =>
  verisimError(
    'evaluator-privacy/bad-dp-claim',
    `${name} is no claim of differential privacy (${why}).`,
    'State epsilon, delta, unit, neighbours and mechanism, and the ledger of what was spent if there is one: { "epsilon": 1, "delta": 1e-9, "unit": "row", "neighbours": "add or remove one row", "mechanism": "..." }.',
    { kind: 'usage' },
  );
