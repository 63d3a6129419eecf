import type { CommandModule } from './call.ts';

/** A command as the help shows it; its code loads when it is called. */
export interface CommandEntry {
  readonly name: string;
  readonly arguments: string;
  readonly summary: string;
  /** Flags, text and default. */
  readonly options: readonly (readonly [flags: string, text: string, fallback?: string])[];
  readonly examples: readonly string[];
  load(): Promise<CommandModule>;
}

const METRICS = 'roc-auc, average-precision, macro-f1 or log-loss';

/** The commands, in the order of the help. */
export const commandTable: readonly CommandEntry[] = [
  {
    name: 'demo',
    arguments: '',
    summary: 'the main job on real FAA bird-strike reports: does synthetic data help to predict rare damage?',
    options: [
      ['--folder <folder>', 'where the .verisim folder is made', '.'],
      ['--force', 'go on after a failed check; recorded in the report'],
    ],
    examples: ['verisim demo', 'verisim demo --seed 7 --json > demo.json'],
    load: () => import('./commands/demo.ts'),
  },
  {
    name: 'generate',
    arguments: '[file]',
    summary: 'fit a generator to a file and sample rows',
    options: [
      ['-g, --generator <name>', 'trees or marginals', 'trees'],
      ['-n, --rows <number>', 'rows to make; as many as the file has when left out'],
      ['--target <column>', 'the column that matters most, modelled first'],
      ['--where <condition>', 'only rows like these: names with spaces in double quotes, text in single quotes'],
      ['--set <option=value...>', 'an option of the generator; may be repeated'],
      ['--workers <number>', 'worker threads; the rows do not depend on it', '1'],
      ['--lineage <file>', 'where each row comes from, as .csv or .parquet'],
      ['-o, --output <file>', '.csv or .parquet; CSV on stdout when left out'],
    ],
    examples: [
      'verisim generate patients.csv -o synthetic.csv',
      'verisim generate patients.csv -g trees -n 1000 --seed 1 --target died --set minLeaf=20 -o synthetic.parquet',
      `verisim generate flights.csv -n 500 --where "\\"Phase of flight\\" in ('Climb','Approach') and age between 20 and 30" -o rare.csv`,
    ],
    load: () => import('./commands/generate.ts'),
  },
  {
    name: 'inspect',
    arguments: '<file>',
    summary: 'what is in a file: kinds of columns and why, missing values, examples; or how it differs from another',
    options: [['--against <file>', 'a real file to compare with']],
    examples: ['verisim inspect patients.csv', 'verisim inspect synthetic.csv --against patients.csv'],
    load: () => import('./commands/inspect.ts'),
  },
  {
    name: 'evaluate',
    arguments: '',
    summary: 'how good synthetic data is: fidelity, copies, and with a holdout and a target whether it helps',
    options: [
      ['--real <file>', 'the real rows that the generator saw'],
      ['--synthetic <file>', 'the synthetic rows'],
      ['--holdout <file>', 'real rows that the generator did not see'],
      ['--target <column>', 'the column to predict'],
      ['--metric <name>', METRICS, 'roc-auc'],
      ['--threshold <number>', 'the smallest lift worth having', '0.01'],
      ['--html <file>', 'write a report with plots'],
    ],
    examples: [
      'verisim evaluate --real train.csv --synthetic synthetic.csv',
      'verisim evaluate --real train.csv --synthetic synthetic.csv --holdout test.csv --target died --html report.html',
    ],
    load: () => import('./commands/evaluate.ts'),
  },
  {
    name: 'lift',
    arguments: '',
    summary: 'does training on real + synthetic beat real alone? Judges synthetic data made by anything',
    options: [
      ['--real <file>', 'the real training rows'],
      ['--synthetic <file>', 'the synthetic rows, made by anything'],
      ['--holdout <file>', 'real rows that nothing was fitted to'],
      ['--target <column>', 'the column to predict'],
      ['--metric <name>', METRICS, 'roc-auc'],
      ['--threshold <number>', 'the smallest lift worth having', '0.01'],
      ['--requirement <number>', 'what a model must reach on the metric to be of use at all'],
      ['--html <file>', 'write a report with plots'],
    ],
    examples: [
      'verisim lift --real train.csv --synthetic sdv.csv --holdout test.csv --target died --metric roc-auc --threshold 0.01',
    ],
    load: () => import('./commands/lift.ts'),
  },
];
