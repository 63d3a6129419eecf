import type { CommandEntry } from './command-entry.ts';
import { htmlFlag, liftFlags, readFlags, targetFlag } from './shared-options.ts';

/** Commands that make rows and judge them. */
export const makingCommands: readonly CommandEntry[] = [
  {
    name: 'generate',
    arguments: '[file]',
    summary: 'fit a generator to a file and sample rows',
    options: [
      ['-g, --generator <name>', 'a generator, or auto: the simplest that passes on a validation split', 'trees'],
      ['-n, --rows <number>', 'rows to make; as many as the file has when left out'],
      ['--target <column>', 'the column that matters most, modelled first'],
      ['--where <condition>', 'only rows like these: names with spaces in double quotes, text in single quotes'],
      ['--set <option=value...>', 'an option of the generator; may be repeated'],
      ['--constraints <file>', 'rules that every row meets, a JSON list: docs/guide/constraints.md'],
      ['--workers <number>', 'worker threads; the rows do not depend on it', '1'],
      ['--lineage <file>', 'where each row comes from, as .csv or .parquet'],
      ['--source-lineage <file>', 'the lineage of the file to learn from, where some of its rows were made'],
      ['-o, --output <file>', '.csv or .parquet; CSV on stdout when left out'],
      ...readFlags,
    ],
    examples: [
      'verisim generate patients.csv -o synthetic.csv',
      'verisim generate patients.csv -g trees -n 1000 --seed 1 --target died --set minLeaf=20 -o synthetic.parquet',
      'verisim generate patients.csv -g auto --target died -o synthetic.csv',
      `verisim generate flights.csv -n 500 --where "\\"Phase of flight\\" in ('Climb','Approach') and age between 20 and 30" -o rare.csv`,
    ],
    data: 'argument',
    document: ({ output }) => output === undefined,
    load: () => import('./commands/generate.ts'),
  },
  {
    name: 'inspect',
    arguments: '<file>',
    summary: 'what is in a file: kinds of columns and why, missing values, examples; or how it differs from another',
    options: [['--against <file>', 'a real file to compare with'], ...readFlags],
    examples: ['verisim inspect patients.csv', 'verisim inspect synthetic.csv --against patients.csv'],
    config: true,
    load: () => import('./commands/inspect.ts'),
  },
  {
    name: 'dedup',
    arguments: '<file>',
    summary:
      'take exact and near-duplicate texts out of a file made by anything: which rows go, because of which, how alike',
    options: [
      ['--column <name>', 'the column of text; the only one when left out'],
      ['--threshold <share>', 'how much of their character 5-grams two texts must share (Jaccard), 0.1 to 1', '0.8'],
      ['-o, --output <file>', 'where the rows that stay are written: .csv, .jsonl, .parquet'],
      ...readFlags,
    ],
    examples: [
      'verisim dedup tickets.csv --column text -o kept.csv',
      'verisim dedup made.jsonl --column text --threshold 0.9 -o kept.jsonl --json > dropped.json',
    ],
    load: () => import('./commands/dedup.ts'),
  },
  {
    name: 'evaluate',
    arguments: '',
    summary: 'how good synthetic data is: fidelity, copies, and with a holdout and a target whether it helps',
    options: [
      ['--real <file>', 'the real rows that the generator saw'],
      ['--synthetic <file>', 'the synthetic rows'],
      ['--holdout <file>', 'real rows that the generator did not see; "locked" opens the locked ones'],
      targetFlag,
      ...liftFlags,
      htmlFlag,
      ...readFlags,
    ],
    examples: [
      'verisim evaluate --real train.csv --synthetic synthetic.csv',
      'verisim evaluate --real train.csv --synthetic synthetic.csv --holdout test.csv --target died --html report.html',
    ],
    data: 'real',
    load: () => import('./commands/evaluate.ts'),
  },
  {
    name: 'lift',
    arguments: '',
    summary: 'does training on real + synthetic beat real alone? Judges synthetic data made by anything',
    options: [
      ['--real <file>', 'the real training rows'],
      ['--synthetic <file>', 'the synthetic rows, made by anything'],
      ['--holdout <file>', 'real rows that nothing was fitted to; "locked" opens the locked ones, which is recorded'],
      targetFlag,
      ...liftFlags,
      htmlFlag,
      ...readFlags,
    ],
    examples: [
      'verisim lift --real train.csv --synthetic sdv.csv --holdout test.csv --target died --metric roc-auc --threshold 0.01',
      'verisim lift --synthetic synthetic.csv --holdout locked',
    ],
    data: 'real',
    load: () => import('./commands/lift.ts'),
  },
  {
    name: 'privacy',
    arguments: '',
    summary:
      'does synthetic data, made by anything, give real rows away? Copies, attacks with a control, an audit document',
    options: [
      ['--real <file>', 'the real rows that the generator saw'],
      ['--synthetic <file>', 'the synthetic rows, made by anything'],
      ['--holdout <file>', 'real rows that it did not see; "locked" opens the locked ones; most attacks need them'],
      ['--sensitive <columns...>', 'what an attacker wants to learn: disease,income'],
      ['--unit <text>', 'for the document: whose privacy a row is, such as one person'],
      ['--release <text>', 'for the document: who receives the rows and what they may know'],
      ['--made-by <text>', 'for the document: generator, version, settings, seed'],
      ['--dp <file>', 'a claim of differential privacy as JSON, or what verisim generate --json printed'],
      ['--no-power', 'plant no leaks: a fifth of the time, and nobody knows what would have been caught'],
      ['--html <file>', 'write the audit document, and the same as JSON beside it'],
      ...readFlags,
    ],
    examples: [
      'verisim privacy --real train.csv --holdout test.csv --synthetic any.csv --sensitive disease,income',
      'verisim privacy --real train.csv --holdout test.csv --synthetic any.csv --html audit.html --json > attacks.json',
    ],
    data: 'real',
    load: () => import('./commands/privacy.ts'),
  },
];
