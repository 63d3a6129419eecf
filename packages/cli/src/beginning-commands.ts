import type { CommandEntry } from './command-entry.ts';
import { htmlFlag, learnerFlag, liftFlags, readFlags, targetFlag } from './shared-options.ts';

/** Commands that come before anything is generated. */
export const beginningCommands: readonly CommandEntry[] = [
  {
    name: 'demo',
    arguments: '',
    summary: 'the main job on real FAA bird-strike reports: does synthetic data help to predict rare damage?',
    options: [
      ['--folder <folder>', 'where the .verisim folder is made', '.'],
      ['--text', 'sort support tickets by topic instead: texts, made without a language model'],
      ['--force', 'go on after a failed check; recorded in the report'],
    ],
    examples: ['verisim demo', 'verisim demo --text', 'verisim demo --seed 7 --json > demo.json'],
    load: () => import('./commands/demo.ts'),
  },
  {
    name: 'init',
    arguments: '[file]',
    summary: 'begin a project: asks for the gap, target, metric, threshold and owners; writes verisim.config.ts',
    options: [
      ['--gap <sentence>', 'which rows are too few, and why that matters'],
      ['--where <condition>', 'which rows these are'],
      targetFlag,
      ['--metric <name>', liftFlags[0][1]],
      ['--threshold <number>', liftFlags[1][1]],
      liftFlags[2],
      ['--owner <name...>', 'who answers for the data and the decision; may be repeated'],
      ['--format <format>', 'ts or json', 'ts'],
      ['-y, --yes', 'ask nothing: the usual metric and threshold where none is given'],
      ['--force', 'replace the config that is there'],
      ...readFlags,
    ],
    examples: [
      'verisim init',
      'verisim init patients.csv --yes --target died --gap "Too few young patients who died." --owner "Ada Lovelace"',
    ],
    load: () => import('./commands/init.ts'),
  },
  {
    name: 'lock',
    arguments: '[file]',
    summary: 'lock a holdout of real rows away before anything is generated; the training part comes back',
    options: [
      targetFlag,
      ['--share <share>', 'what to lock: a share such as 0.2, or a number of rows', '0.2'],
      ['--group <columns...>', 'rows with the same cell in one of these stay on one side: person,household'],
      ['--time <column>', 'lock the latest rows by this column instead of rows at random'],
      ['--duplicates <what>', 'copies of a row: together (on one side), keep (where they fall), refuse', 'together'],
      ['--lineage <file>', 'where the rows come from: rows with a common ancestor stay on one side'],
      ...readFlags,
    ],
    examples: [
      'verisim lock',
      'verisim lock patients.csv --target died --share 0.25',
      'verisim lock visits.csv --target died --group person',
      'verisim lock sales.csv --time day --share 500',
    ],
    data: 'argument',
    wholeData: true,
    load: () => import('./commands/lock.ts'),
  },
  {
    name: 'gap',
    arguments: '[file]',
    summary:
      'which rows are too few: where the real-only model fails, rare classes and intersections, thin tails, missing combinations',
    options: [
      targetFlag,
      liftFlags[0],
      liftFlags[1],
      learnerFlag('boosted-trees'),
      ['--folds <number>', 'folds of the cross-validation', '5'],
      htmlFlag,
      ...readFlags,
    ],
    examples: ['verisim gap', 'verisim gap patients.csv --target died --json > gaps.json'],
    data: 'argument',
    load: () => import('./commands/gap.ts'),
  },
  {
    name: 'baseline',
    arguments: '[file]',
    summary: 'how far real rows alone go, and the smallest lift that the holdout can show; the holdout stays closed',
    options: [
      targetFlag,
      ...liftFlags,
      learnerFlag('logistic-regression'),
      ['--folds <number>', 'folds of the cross-validation', '5'],
      ['--repeats <number>', 'how often it is repeated with other folds', '3'],
      htmlFlag,
      ...readFlags,
    ],
    examples: ['verisim baseline', 'verisim baseline patients.csv --target died --requirement 0.8'],
    data: 'argument',
    load: () => import('./commands/baseline.ts'),
  },
];
