import { type VerisimError, verisimError } from '@verisim/core';

/** `cli/two-configs`: more than one config in the folder, and none that wins. */
export const twoConfigs = (files: readonly string[]): VerisimError =>
  verisimError(
    'cli/two-configs',
    `This folder has more than one config: ${files.join(', ')}.`,
    'Keep one of them, or pass --no-config.',
    { kind: 'usage' },
  );

/** `cli/config-unreadable`: a config that cannot be parsed, throws, or never ends; with the line where that is known. */
export const configUnreadable = (file: string, line: number | null, what: string, cause?: unknown): VerisimError =>
  verisimError(
    'cli/config-unreadable',
    `${file}${line === null ? '' : `, line ${line}`}: ${what.replace(/\.$/, '')}.`,
    'Mend the file, or pass --no-config to go on without it.',
    { kind: 'usage', cause },
  );

/** `cli/config-wrong`: a config that loads and does not describe a project; each entry that does not fit is named. */
export const configWrong = (file: string, what: string): VerisimError =>
  verisimError(
    'cli/config-wrong',
    `${file} does not describe a project: ${what}.`,
    'Mend the file, write a new one with verisim init --force, or pass --no-config to go on without it.',
    { kind: 'usage' },
  );

/** `cli/config-exists`: `init` does not write over a config. */
export const configExists = (file: string): VerisimError =>
  verisimError('cli/config-exists', `${file} is there already.`, 'Change it by hand, or pass --force to replace it.', {
    kind: 'usage',
  });

/** `cli/answers-missing`: `init` may not ask, and needs to know more. */
export const answersMissing = (flags: readonly string[], defaulted: boolean): VerisimError =>
  verisimError(
    'cli/answers-missing',
    `verisim init cannot ask here (${defaulted ? '--yes was given' : 'this is not a terminal'}) and still needs ${flags.join(', ')}.`,
    defaulted || !flags.some((flag) => /metric|threshold/.test(flag))
      ? 'Give each as a flag, or run it in a terminal and answer its questions.'
      : 'Give each as a flag, add --yes to take the usual metric and threshold, or run it in a terminal.',
    { kind: 'usage' },
  );

/** `cli/bad-answer`: an answer to `init` that does not fit the data. */
export const badAnswer = (flag: string, what: string, next: string): VerisimError =>
  verisimError('cli/bad-answer', `${flag}: ${what}`, next, { kind: 'usage' });

/** `cli/bad-package-name`: a plugin is named by the package that holds it, never by a path or URL, nor by a name made to be mistaken. */
export const badPackageName = (name: string, why: string): VerisimError =>
  verisimError('cli/bad-package-name', `"${name}" is not taken for a plugin package: ${why}.`, 'Name an npm package.', {
    kind: 'usage',
  });

/** `cli/plugin-not-installed`: a package that a config names and that the project does not have. */
export const pluginNotInstalled = (name: string, cause?: unknown): VerisimError =>
  verisimError(
    'cli/plugin-not-installed',
    `The plugin package ${name} is not installed in this project.`,
    `Run npm install ${name}, or take it out of the config.`,
    { kind: 'usage', cause },
  );

/** `cli/plugin-broken`: a package that a config names does not load, or exports no plugin. */
export const pluginBroken = (name: string, why: string, cause?: unknown): VerisimError =>
  verisimError(
    'cli/plugin-broken',
    `The plugin package ${name} ${why}.`,
    'This is a fault of the package: tell its authors, or take it out of the config.',
    { cause },
  );
