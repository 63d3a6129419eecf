import { isVerisimError } from '@verisim/core';

const CODE = /^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/;

/** What keeps something thrown from being an error that a user can act on, as a phrase, or `null`. */
export function refusalFault(error: unknown): string | null {
  const { message } = (error ?? {}) as { message?: unknown };
  const shown = `"${message ?? error}"`;
  if (!isVerisimError(error)) return `throws ${shown}, which is no VerisimError: make it with verisimError(...)`;
  if (!CODE.test(error.code)) return `throws ${shown} with the code "${error.code}", which is not package/kebab-case`;
  if (typeof message !== 'string' || message.trim() === '') return `throws "${error.code}" without a message`;
  if (typeof error.next !== 'string' || error.next.trim() === '')
    return `throws ${shown} without saying what to do next`;
  return ['usage', 'failure'].includes(error.kind) ? null : `throws ${shown} of the unknown kind "${error.kind}"`;
}
