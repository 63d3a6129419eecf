import { type VerisimError, verisimError } from '@verisim/core';

/** `conformance/broken-contract`: a check found a plugin that breaks its contract. */
export const brokenContract = (plugin: string, what: string, cause?: unknown): VerisimError =>
  verisimError(
    'conformance/broken-contract',
    `The generator "${plugin}" ${what}.`,
    'Mend the plugin, or list the check under `exceptions` with the reason why it cannot hold.',
    { cause },
  );

/** `conformance/exception-passes`: a check that was listed as an exception holds. */
export const exceptionPasses = (plugin: string, check: string, reason: string): VerisimError =>
  verisimError(
    'conformance/exception-passes',
    `The check "${check}" is listed as an exception of "${plugin}" (${reason}), but it passes.`,
    'Take it off the list of exceptions.',
  );

/** `conformance/bad-exception`: an exception without a reason, or for a check that does not exist. */
export const badException = (check: string, what: string, known: readonly string[]): VerisimError =>
  verisimError('conformance/bad-exception', `The exception "${check}" ${what}.`, `Checks: ${known.join(', ')}.`, {
    kind: 'usage',
  });
