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

/** `cli/unknown-setting`: an option that none of the generators knows which are chosen from. */
export const unknownSetting = (name: string, generators: readonly string[], known: readonly string[]): VerisimError => {
  const near = closest(name, known);
  return verisimError(
    'cli/unknown-setting',
    `None of ${generators.join(', ')} has an option "${name}".`,
    `${near ? `Did you mean "${near}"? ` : ''}Options: ${known.join(', ')}.`,
    { kind: 'usage' },
  );
};

/** `cli/needs-output`: JSON and rows cannot both go to stdout. */
export const needsOutput = (): VerisimError =>
  verisimError('cli/needs-output', 'With --json the rows cannot go to stdout as well.', 'Name a file with -o.', {
    kind: 'usage',
  });

/** `cli/needs-rows`: how many rows a file has is not for everybody to know. */
export const needsRows = (generator: string): VerisimError =>
  verisimError(
    'cli/needs-rows',
    `${generator} promises differential privacy, and as many rows as the file has would tell how many that is.`,
    'Say how many rows to make with -n.',
    { kind: 'usage' },
  );

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

/** `cli/bad-column-option`: a `--kinds` or `--formats` that does not say which column. */
export const badColumnOption = (flag: string, given: string): VerisimError =>
  verisimError(
    'cli/bad-column-option',
    `${flag} ${given} is not of the form column=${flag === '--kinds' ? 'kind' : 'format'}.`,
    flag === '--kinds'
      ? 'Write --kinds age=number,when=datetime; put a name that holds "=" or "," in double quotes.'
      : 'Write --formats when=%d/%m/%Y; put a name that holds "=" or "," in double quotes.',
    { kind: 'usage' },
  );

/** `cli/cannot-print`: stdout refused what was written to it. */
export const cannotPrint = (cause: NodeJS.ErrnoException): VerisimError =>
  verisimError(
    'cli/cannot-print',
    `The output could not be written (${cause.code ?? cause.message}).`,
    'Make room where the output goes, or send it elsewhere; then run the command again.',
    { cause },
  );

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

/** `cli/locked-already`: another holdout of the same rows would leak into the training part of the first. */
export const lockedAlready = (file: string, lock: string): VerisimError =>
  verisimError(
    'cli/locked-already',
    `${file} is locked already, in another way (${lock}): a second holdout of the same rows would lie in the training part of the first.`,
    'Go on with the lock that there is, or move the .verisim folder away and begin anew.',
    { kind: 'usage' },
  );

/** `cli/not-locked`: the locked holdout is asked for, and there is none, or more than one. */
export const notLocked = (what: string, next: string): VerisimError =>
  verisimError('cli/not-locked', what, next, { kind: 'usage' });

/** `cli/holds-holdout`: the training file is the whole file that the holdout was taken from. */
export const holdsHoldout = (file: string, training: string): VerisimError =>
  verisimError(
    'cli/holds-holdout',
    `${file} is the whole file that the holdout was taken from: the holdout rows are among its rows.`,
    `Give the training part, ${training}, and synthetic rows made from that alone.`,
    { kind: 'usage' },
  );

/** `cli/unknown-run`: no finished run of that name, and no such file. */
export const unknownRun = (name: string, known: readonly string[]): VerisimError => {
  const near = closest(name, known);
  const runs = known.length > 0 ? `Finished runs: ${known.slice(-10).join(', ')}.` : 'This folder has no finished run.';
  return verisimError(
    'cli/unknown-run',
    `There is no finished run "${name}", and no such file.`,
    `${near ? `Did you mean "${near}"? ` : ''}${runs}`,
    { kind: 'usage' },
  );
};

/** `cli/not-a-report`: a file that holds no report. */
export const notAReport = (file: string, why: string): VerisimError =>
  verisimError(
    'cli/not-a-report',
    `${file} holds no report: ${why.replace(/\.$/, '')}.`,
    'Name a run, or the report.json that a run wrote.',
    {
      kind: 'usage',
    },
  );

/** `cli/unknown-choice`: an option that takes one of a few words. */
export const unknownChoice = (flag: string, given: string, known: readonly string[]): VerisimError => {
  const near = closest(given, known);
  return verisimError(
    'cli/unknown-choice',
    `${flag} ${given} is not known.`,
    `${near ? `Did you mean "${near}"? ` : ''}Choices: ${known.join(', ')}.`,
    { kind: 'usage' },
  );
};

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

/** `cli/not-html`: a report is one HTML file. */
export const notHtml = (path: string): VerisimError =>
  verisimError(
    'cli/not-html',
    `A report is written as HTML; ${path} does not end in .html.`,
    'Name a file such as report.html.',
    { kind: 'usage' },
  );

/** `cli/bad-constraints`: a file that should hold a list of constraints. */
export const badConstraints = (file: string, what: string, cause?: unknown): VerisimError =>
  verisimError(
    'cli/bad-constraints',
    `${file} ${what.replace(/\.$/, '')}.`,
    'Write a JSON list such as [{ "rule": "inequality", "columns": ["start", "end"] }]; docs/guide/constraints.md has every rule.',
    { kind: 'usage', cause },
  );

/** `cli/bad-lineage`: a lineage file that holds no judge's verdicts. */
export const badLineage = (file: string): VerisimError =>
  verisimError(
    'cli/bad-lineage',
    `${file} has no column "judge".`,
    'Give the lineage of the synthetic rows, one line per row in their order, its column judge saying accept or reject.',
    { kind: 'usage' },
  );

/** `cli/nothing-to-sign`: no finished run holds what is to be signed. */
export const nothingToSign = (subject: string): VerisimError =>
  verisimError(
    'cli/nothing-to-sign',
    `This folder has no finished run of which the ${subject} could be signed.`,
    'Make it first (verisim status says how), or name a run.',
    { kind: 'usage' },
  );

/** `cli/unpaired-lineage`: as many lineage files as synthetic ones, in the same order. */
export const unpairedLineage = (files: number, lineages: number): VerisimError =>
  verisimError(
    'cli/unpaired-lineage',
    `There are ${lineages} lineage files for ${files} synthetic files.`,
    'Name one --lineage file for each --synthetic file, in the same order, or none.',
    { kind: 'usage' },
  );

/** `cli/no-sweep`: there is none to show. */
export const noSweepYet = (): VerisimError =>
  verisimError('cli/no-sweep', 'No sweep of this training part is kept here.', 'Run verisim sweep without --show.', {
    kind: 'usage',
  });

/** `cli/no-baseline`: a play that stands on a baseline, and none was finished on this data. */
export const noBaseline = (play: string, target: string, file: string): VerisimError =>
  verisimError(
    'cli/no-baseline',
    `The ${play} play needs a finished baseline of "${target}" on this training part, with its error analysis, and there is none.`,
    `Run verisim baseline ${file} --target ${target} first; with --force the play goes on without one, which ledger and report say.`,
    { kind: 'usage' },
  );

/** `cli/lineage-differs`: a lineage that is not that of the rows. */
export const lineageDiffers = (file: string, why: string): VerisimError =>
  verisimError(
    'cli/lineage-differs',
    `${file} ${why}.`,
    'Give the lineage that was written together with the rows: one row for each, with the columns id and parents.',
    { kind: 'usage' },
  );

/** `cli/training-changed`: the training part of a lock was edited. */
export const trainingEdited = (file: string): VerisimError =>
  verisimError(
    'cli/training-changed',
    `${file} is not the training part any more that verisim lock wrote.`,
    'Move it away and run verisim lock again in the same way: the same rows are written anew. Keep edited rows under another name.',
    { kind: 'usage' },
  );

/** `cli/other-play`: a play that has a command of its own, or none yet. */
export const otherPlay = (name: string, command: string): VerisimError => {
  const own = !command.startsWith('verisim play');
  return verisimError(
    'cli/other-play',
    own ? `The ${name} play has a command of its own.` : `The ${name} play is not part of this version yet.`,
    own ? `Run ${command}.` : 'Run verisim play to see those that are.',
    { kind: 'usage' },
  );
};

/** `cli/unknown-learner`: a learner that there is not. */
export const unknownLearner = (name: string, known: readonly string[]): VerisimError =>
  verisimError('cli/unknown-learner', `There is no learner "${name}".`, `Learners: ${known.join(', ')}.`, {
    kind: 'usage',
  });

/** `cli/stopped`: a play that may not start, by the stop rules. */
export const stopped = (play: string, stops: readonly { readonly message: string }[]): VerisimError =>
  verisimError(
    'cli/stopped',
    `The ${play} play does not start. ${stops.map(({ message }) => message).join(' ')}`,
    'verisim status shows where the project stands; with --force the play goes on, which ledger and report say.',
    { kind: 'usage' },
  );

/** `cli/bad-claim`: the file of `--dp` holds none that can be read. */
export const badClaim = (file: string, why: string, cause?: unknown): VerisimError =>
  verisimError(
    'cli/bad-claim',
    `${file} holds no claim of differential privacy: ${why}.`,
    'Give what verisim generate -g dp-marginals --json printed, or the claim itself: { "epsilon": 1, "delta": 1e-9, "unit": "row", "neighbours": "add or remove one row", "mechanism": "..." }.',
    { kind: 'usage', cause },
  );

/** `cli/real-rows-in-card`: rows that would be released though they are real. */
export const realRowsInCard = (name: string, role: string): VerisimError =>
  verisimError(
    'cli/real-rows-in-card',
    role === 'blend'
      ? `${name} holds real rows among synthetic ones, and which are which is not given.`
      : `${name} holds real rows alone${role === 'holdout' ? ', those of a holdout' : ''}: a card would put them beside itself.`,
    role === 'holdout'
      ? 'A holdout is to judge by and is never released. Give a file of synthetic rows.'
      : 'Give the lineage with --lineage, so that the synthetic rows are taken; or say --with-real if the real ones may be released.',
    { kind: 'usage' },
  );

/** `cli/not-a-card-folder`: a folder with files that a card would overwrite. */
export const notACardFolder = (folder: string, name: string): VerisimError =>
  verisimError(
    'cli/not-a-card-folder',
    `${folder} holds a ${name} that verisim card did not write.`,
    'Name an empty folder with -o, or one that a card was written to before.',
    { kind: 'usage' },
  );

/** `cli/no-prediction-column`: a file of answers without the column of that name. */
export const noPredictionColumn = (file: string): VerisimError =>
  verisimError(
    'cli/no-prediction-column',
    `${file} has no column "prediction".`,
    'Name the column with what the model answered "prediction"; one row per case, in the order of the suite.',
    { kind: 'usage' },
  );

/** `cli/which-text-column`: no column is named, or one that there is not, where texts are compared. */
export const whichTextColumn = (file: string, names: readonly string[], asked?: string): VerisimError =>
  verisimError(
    'cli/which-text-column',
    asked === undefined
      ? `${file} does not have one column of text alone, so it must be said which is meant.`
      : `${file} has no column "${asked}".`,
    `Name it with --column: ${names
      .slice(0, 20)
      .map((name) => `"${name}"`)
      .join(', ')}.`,
    { kind: 'usage' },
  );

/** `cli/column-not-text`: texts are compared, and the column holds numbers. */
export const columnNotText = (file: string, column: string, kind: string): VerisimError =>
  verisimError(
    'cli/column-not-text',
    `Column "${column}" of ${file} was read as ${kind}, which holds no text.`,
    `Name another column, or read it as text: --kinds "${column}=text".`,
    { kind: 'usage' },
  );

/** `cli/unreadable-rules`: the file that a generator reads its rules from. */
export const unreadableRules = (file: string, what: string): VerisimError =>
  verisimError('cli/unreadable-rules', `The rules file ${file} ${what}.`, 'Name a YAML file of rules in UTF-8.', {
    kind: 'usage',
  });

/** `cli/rows-unsaid`: a generator that learns from no rows has no number of rows to go by. */
export const rowsUnsaid = (generator: string): VerisimError =>
  verisimError(
    'cli/rows-unsaid',
    `${generator} learns from no rows, so nothing says how many to make.`,
    'Say it with -n.',
    { kind: 'usage' },
  );

/** `cli/folder-needed`: several tables do not go into one file. */
export const folderNeeded = (output: string, tables: readonly string[]): VerisimError =>
  verisimError(
    'cli/folder-needed',
    `${tables.length} tables (${tables.slice(0, 5).join(', ')}) do not go into ${output}.`,
    'Name a folder: -o made/ writes CSV, -o "made/{table}.parquet" another format.',
    { kind: 'usage' },
  );

/** `cli/no-api-key`: an endpoint that wants a key, and none in the environment. */
export const noApiKey = (name: string, endpoint: string): VerisimError =>
  verisimError(
    'cli/no-api-key',
    `${endpoint} needs a key, and the environment has no ${name}.`,
    `Set it for this command alone: ${name}=... verisim generate ... A server that takes any key gets ${name}=none.`,
    { kind: 'usage' },
  );

/** `cli/no-budget`: calls that cost money without a limit. */
export const noBudget = (model: string): VerisimError =>
  verisimError(
    'cli/no-budget',
    `Calls to "${model}" cost money, and no budget says how much may be spent.`,
    'Give one in the currency of the prices: --set budget=0.50 (at another endpoint the judge has its own: judge.budget).',
    { kind: 'usage' },
  );

/** `cli/judge-is-generator`: a judge that is of the generator's own family. */
export const judgeIsGenerator = (model: string, judge: string, family: string): VerisimError =>
  verisimError(
    'cli/judge-is-generator',
    `The judge "${judge}" and the generator "${model}" are both of the family "${family}": a model likes what its own family writes.`,
    `Take a judge of another family, or write that this is meant: --set 'judge={"model":"${judge}","sameFamily":true}'; the report then says it too.`,
    { kind: 'usage' },
  );

/** `cli/paid-needs-output`: paid answers with no place to keep them beside. */
export const paidNeedsOutput = (): VerisimError =>
  verisimError(
    'cli/paid-needs-output',
    'Paid answers are kept beside the output, and no output is named.',
    'Name a file with -o: -o out.jsonl keeps them in out.jsonl.answers.',
    { kind: 'usage' },
  );
