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

/** `cli/overwrites-input`: one file is named for two things, and the second would replace the first. */
export const overwritesInput = (file: string): VerisimError =>
  verisimError(
    'cli/overwrites-input',
    `${file} is named twice: writing it would destroy what it holds.`,
    'Name another output file.',
    {
      kind: 'usage',
    },
  );

/** `cli/cannot-write`: a report or text file that cannot be made where it was asked for. */
export const cannotWriteReport = (path: string, cause: unknown): VerisimError =>
  verisimError(
    'cli/cannot-write',
    `${path} cannot be written (${(cause as NodeJS.ErrnoException).code ?? cause}).`,
    'Name a file in a folder that exists and that you may write to.',
    { cause },
  );

/** `cli/empty-option`: an option that is given and empty. */
export const emptyOption = (flag: string): VerisimError =>
  verisimError('cli/empty-option', `${flag} is given and empty.`, 'Give it a value, or leave it out.', {
    kind: 'usage',
  });

/** `cli/not-html`: a report is one HTML file. */
export const notHtml = (path: string): VerisimError =>
  verisimError(
    'cli/not-html',
    `A report is written as HTML; ${path} does not end in .html.`,
    'Name a file such as report.html.',
    { kind: 'usage' },
  );
