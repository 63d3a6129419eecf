import { type VerisimError, verisimError } from '@verisim/core';

/** `generator-tabular/empty-table`: a table without rows or columns teaches nothing. */
export const emptyTable = (generator: string): VerisimError =>
  verisimError(
    'generator-tabular/empty-table',
    `The table that ${generator} should learn from has no rows.`,
    'Give it at least one row.',
    { kind: 'usage' },
  );

/** `generator-tabular/bad-state`: a saved model that another generator or version made. */
export const badState = (generator: string, found: string): VerisimError =>
  verisimError(
    'generator-tabular/bad-state',
    `This saved model was made by ${found}; ${generator} cannot load it.`,
    'Load it with the generator and version that saved it, or fit again.',
  );
