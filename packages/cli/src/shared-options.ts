import type { OptionEntry } from './command-entry.ts';
import { collectFormats, collectKinds, collectMissing } from './read-options.ts';

const METRICS = 'roc-auc, average-precision, macro-f1 or log-loss';

/** How files are read, on every command that reads one. */
export const readFlags: readonly OptionEntry[] = [
  ['--kinds <column=kind...>', 'kinds of columns: age=number,when=datetime', undefined, collectKinds],
  ['--formats <column=format...>', 'how dates are written: when=%d/%m/%Y', undefined, collectFormats],
  ['--missing <text...>', 'texts that mean missing: NA,?', undefined, collectMissing],
];

/** What a lift is judged by. */
export const liftFlags: readonly OptionEntry[] = [
  ['--metric <name>', METRICS, 'roc-auc'],
  ['--threshold <number>', 'the smallest lift worth having', '0.01'],
  ['--requirement <number>', 'what a model must reach on the metric to be of use at all'],
];

/** The folder of the workspace. */
export const folderFlag: OptionEntry = ['--folder <folder>', 'where the .verisim folder is', '.'];

/** The column to predict. */
export const targetFlag: OptionEntry = ['--target <column>', 'the column to predict'];

/** A report with plots. */
export const htmlFlag: OptionEntry = ['--html <file>', 'write a report with plots'];

/** What a sweep of the ratio tries. */
export const sweepFlags: readonly OptionEntry[] = [
  ['-g, --generator <name>', 'a generator; verisim plugins lists them', 'trees'],
  ['--set <option=value...>', 'an option of the generator; may be repeated'],
  ['--ratios <shares>', 'synthetic / (synthetic + real) within the gap', '0,0.25,0.5,0.75'],
  ['--folds <number>', 'folds of the cross-validation', '5'],
  ['--seeds <number>', 'how often, with other folds and draws', '3'],
];

/** What a model of real rows is. */
export const learnerFlag = (otherwise: string): OptionEntry => [
  '--learner <name>',
  `boosted-trees, logistic-regression or text-regression (default: text-regression for a table of texts, else ${otherwise})`,
];
