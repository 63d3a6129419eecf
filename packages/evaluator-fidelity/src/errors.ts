import { type VerisimError, verisimError } from '@verisim/core';

/** `evaluator-fidelity/no-rows`: one of the tables is empty. */
export const noRows = (which: 'real' | 'synthetic'): VerisimError =>
  verisimError(
    'evaluator-fidelity/no-rows',
    `The ${which} table has no rows, so there is nothing to compare.`,
    'Give two tables with at least one row each.',
    { kind: 'usage' },
  );

/** `evaluator-fidelity/nothing-in-common`: no column can be compared. */
export const nothingInCommon = (real: readonly string[], synthetic: readonly string[]): VerisimError =>
  verisimError(
    'evaluator-fidelity/nothing-in-common',
    `The real and the synthetic table have no column in common that can be compared (real: ${listed(real)}; synthetic: ${listed(synthetic)}).`,
    'Compare tables whose numeric, datetime, category, boolean or text columns bear the same names; id columns are not compared.',
    { kind: 'usage' },
  );

/** `evaluator-fidelity/storage-differs`: a column's two versions are not of one kind. */
export const storageDiffers = (column: string, real: string, synthetic: string): VerisimError =>
  verisimError(
    'evaluator-fidelity/storage-differs',
    `Column "${column}" is stored ${real} in the real table and ${synthetic} in the synthetic one.`,
    'Read the synthetic table with the column kinds of the real one.',
    { kind: 'usage' },
  );

function listed(names: readonly string[]): string {
  return names.slice(0, 10).join(', ') + (names.length > 10 ? ` and ${names.length - 10} more` : '');
}
