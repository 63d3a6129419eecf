import { closest, type VerisimError, verisimError } from '@verisim/core';

/** `cli/missing-option`: a command cannot run without it. */
export const missingOption = (flag: string, command: string): VerisimError =>
  verisimError(
    'cli/missing-option',
    `verisim ${command} needs ${flag}.`,
    `Run verisim ${command} --help for an example.`,
    { kind: 'usage' },
  );

/** `cli/bad-number`: an option that must be a number, and which numbers it takes. */
export const badNumber = (flag: string, given: string, wanted: string): VerisimError =>
  verisimError('cli/bad-number', `${flag} ${given} is not ${wanted}.`, `Give ${flag} ${wanted}.`, { kind: 'usage' });

/** `cli/unknown-generator`: a name that no first-party generator has. */
export const unknownGenerator = (name: string, known: readonly string[]): VerisimError => {
  const near = closest(name, known);
  return verisimError(
    'cli/unknown-generator',
    `There is no generator "${name}".`,
    `${near ? `Did you mean "${near}"? ` : ''}Generators: ${known.join(', ')}.`,
    { kind: 'usage' },
  );
};

/** `cli/bad-setting`: a `--set` without a name and a value. */
export const badSetting = (given: string): VerisimError =>
  verisimError('cli/bad-setting', `--set ${given} is not of the form name=value.`, 'Write --set minLeaf=20.', {
    kind: 'usage',
  });

/** `cli/needs-output`: JSON and rows cannot both go to stdout. */
export const needsOutput = (): VerisimError =>
  verisimError('cli/needs-output', 'With --json the rows cannot go to stdout as well.', 'Name a file with -o.', {
    kind: 'usage',
  });

/** `cli/overwrites-input`: the output would replace a file that is read. */
export const overwritesInput = (file: string): VerisimError =>
  verisimError('cli/overwrites-input', `${file} is both read and written.`, 'Name another output file.', {
    kind: 'usage',
  });

/** `cli/cannot-write`: a report or text file that cannot be made where it was asked for. */
export const cannotWriteReport = (path: string, cause: unknown): VerisimError =>
  verisimError(
    'cli/cannot-write',
    `${path} cannot be written (${(cause as NodeJS.ErrnoException).code ?? cause}).`,
    'Name a file in a folder that exists and that you may write to.',
    { cause },
  );
