import { type VerisimError, verisimError } from '@verisim/core';

/** `conformance/broken-contract`: a check found a plugin that breaks its contract. */
export const brokenContract = (
  plugin: { readonly kind: string; readonly name: string },
  what: string,
  cause?: unknown,
): VerisimError =>
  verisimError(
    'conformance/broken-contract',
    `The ${plugin.kind} "${plugin.name}" ${what}.`,
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

/** `conformance/bad-import-probe`: the hook that imports a plugin in a process of its own gave no answer. */
export const badImportProbe = (module: string, what: string, cause?: unknown): VerisimError =>
  verisimError(
    'conformance/bad-import-probe',
    `"${module}" could not be imported in a process of its own: ${what}.`,
    'See that `imports.run` runs the program as a JavaScript module and resolves to what it wrote, and that `imports.module` can be imported by it.',
    { kind: 'usage', cause },
  );

/** `conformance/bad-fault-rule`: a rule of the double's fault plan that can never be meant. */
export const badFaultRule = (what: string, known: readonly string[] = []): VerisimError =>
  verisimError(
    'conformance/bad-fault-rule',
    `A rule of the fault plan cannot be used: ${what}.`,
    known.length > 0 ? `Faults: ${known.join(', ')}.` : 'Mend the rule: docs/guide/openai-double.md shows one of each.',
    { kind: 'usage' },
  );

/** `conformance/bad-double-option`: an option of the double of the OpenAI API. */
export const badDoubleOption = (option: string, what: string): VerisimError =>
  verisimError(
    'conformance/bad-double-option',
    `The option \`${option}\` of startOpenAiDouble ${what}.`,
    'Give it as docs/guide/openai-double.md says.',
    { kind: 'usage' },
  );
