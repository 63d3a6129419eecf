import { isVerisimError } from '@verisim/core';

/** What is wrong with a part: an error code of this package, and a sentence that names the file. */
export interface PartProblem {
  readonly code: string;
  readonly message: string;
}

/** A part of a workspace, as it was found. */
export interface CheckedPart {
  readonly part: 'ledger' | 'holdout' | 'training part' | 'versions' | 'run' | 'sign-off' | 'review' | 'synthetic rows';
  readonly name: string;
  /** `unfinished`: a kill or an error ended it, which is no damage. `not recorded`: there is nothing on record that it could be held against. */
  readonly state: 'whole' | 'damaged' | 'unfinished' | 'not recorded';
  readonly problems: readonly PartProblem[];
}

/** A part with its state. */
export function checked(part: CheckedPart['part'], name: string, problems: readonly PartProblem[]): CheckedPart {
  return { part, name, state: problems.length > 0 ? 'damaged' : 'whole', problems };
}

/** Runs a check and returns what it threw as problems. Throws what is no error of ours. */
export async function problemsOf(check: () => Promise<unknown>): Promise<readonly PartProblem[]> {
  try {
    await check();
    return [];
  } catch (error) {
    if (!isVerisimError(error)) throw error;
    return [{ code: error.code, message: error.message }];
  }
}
