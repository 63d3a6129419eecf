import { type VerisimError, verisimError } from '@verisim/core';

/** `validator-table/bad-constraint`: a declared constraint that cannot be read or does not fit its columns. */
export const badConstraint = (label: string, what: string, rules: readonly string[] = []): VerisimError =>
  verisimError(
    'validator-table/bad-constraint',
    `The constraint ${label} ${what}.`,
    rules.length > 0 ? `Rules: ${rules.join(', ')}.` : 'Mend it, or take it out of the constraints of the schema.',
    { kind: 'usage' },
  );
