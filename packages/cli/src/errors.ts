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

/** `cli/unpaired-lineage`: as many lineage files as synthetic ones, in the same order. */
export const unpairedLineage = (files: number, lineages: number): VerisimError =>
  verisimError(
    'cli/unpaired-lineage',
    `There are ${lineages} lineage files for ${files} synthetic files.`,
    'Name one --lineage file for each --synthetic file, in the same order, or none.',
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

/** `cli/unknown-learner`: a learner that there is not. */
export const unknownLearner = (name: string, known: readonly string[]): VerisimError =>
  verisimError('cli/unknown-learner', `There is no learner "${name}".`, `Learners: ${known.join(', ')}.`, {
    kind: 'usage',
  });

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

/** `cli/unreadable-sample`: the file of real rows that a simulation takes its rates from. */
export const unreadableSample = (file: string, what: string): VerisimError =>
  verisimError(
    'cli/unreadable-sample',
    `The sample ${file} ${what}.`,
    'Name a small file of real rows as text in UTF-8; some thousand rows are enough for rates.',
    { kind: 'usage' },
  );

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

/** `cli/which-taught-text`: a teacher reads one column of text. */
export const whichTaughtText = (asked: string | undefined, texts: readonly string[]): VerisimError =>
  verisimError(
    'cli/which-taught-text',
    asked === undefined
      ? `A language model labels one column of text, and the rows have ${texts.length === 0 ? 'none' : `${texts.length}: ${texts.join(', ')}`}.`
      : `There is no column "${asked}" of text to label among the features.`,
    texts.length === 0
      ? 'Say which column is text: --kinds COLUMN=text.'
      : `Name one: --set 'task={"name":"labelling","text":"${texts[0]}"}'.`,
    { kind: 'usage' },
  );

/** `cli/pool-needs-teacher`: rows to label, and nobody who could. */
export const poolNeedsTeacher = (generator: string): VerisimError =>
  verisimError(
    'cli/pool-needs-teacher',
    `--pool names rows to label, and "${generator}" labels nothing.`,
    'Give -g llm with --set model=..., or the answers that a teacher gave in a file: --teacher FILE --samples first,second.',
    { kind: 'usage' },
  );

/** `cli/two-sources`: rows cannot come from two places. */
export const twoSources = (one: string, other: string): VerisimError =>
  verisimError(
    'cli/two-sources',
    `Rows would come from ${one} and from ${other}.`,
    'Name one of them: rows that are written (--rows FILE), rules (--rules FILE), or another generator (-g NAME --rows NUMBER).',
    { kind: 'usage' },
  );
