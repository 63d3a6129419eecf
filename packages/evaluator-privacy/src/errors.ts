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

/** Up to ten names in quotes. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, 10).map((name) => `"${name}"`);
  return (shown.join(', ') || 'none') + (names.length > 10 ? ` and ${names.length - 10} more` : '');
}
