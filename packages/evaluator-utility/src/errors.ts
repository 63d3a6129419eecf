import { closest, type VerisimError, verisimError } from '@verisim/core';

/** `evaluator-utility/unknown-metric`: a metric name that is not in the table. */
export const unknownMetric = (name: string, known: readonly string[]): VerisimError => {
  const near = closest(name, known);
  return verisimError(
    'evaluator-utility/unknown-metric',
    `There is no metric "${name}".`,
    `${near === null ? '' : `Did you mean "${near}"? `}Metrics: ${known.join(', ')}.`,
    { kind: 'usage' },
  );
};

/** `evaluator-utility/target-missing`: a table without the target column. */
export const targetMissing = (which: string, target: string, columns: readonly string[]): VerisimError => {
  const near = closest(target, columns);
  return verisimError(
    'evaluator-utility/target-missing',
    `The ${which} table has no column "${target}" to predict.`,
    `${near === null ? '' : `Did you mean "${near}"? `}Its columns: ${columns.slice(0, 20).join(', ')}.`,
    { kind: 'usage' },
  );
};

/** `evaluator-utility/target-not-classes`: a target that is not a small set of classes. */
export const targetNotClasses = (target: string, what: string): VerisimError =>
  verisimError(
    'evaluator-utility/target-not-classes',
    `Column "${target}" cannot be a target: ${what}. Regression is not supported yet.`,
    'Choose a category, a boolean or an integer of at most 20 values, or bin the column into classes first.',
    { kind: 'usage' },
  );

/** `evaluator-utility/one-class`: a table in which every target value is the same. */
export const oneClass = (which: string, target: string, level: string | null): VerisimError =>
  verisimError(
    'evaluator-utility/one-class',
    level === null
      ? `No row of the ${which} table has a value in the target column "${target}".`
      : `Every row of the ${which} table has the value "${level}" in the target column "${target}".`,
    'A classifier needs rows of at least two classes: add rows of another class, or choose another target.',
    { kind: 'usage' },
  );

/** `evaluator-utility/rare-class`: too few rows of a class to learn or to measure anything. */
export const rareClass = (which: string, target: string, level: string, rows: number): VerisimError =>
  verisimError(
    'evaluator-utility/rare-class',
    `The ${which} table has ${rows} row${rows === 1 ? '' : 's'} with "${target}" = "${level}".`,
    'Two rows of at least two classes are the least that can be compared: add rows of this class.',
    { kind: 'usage' },
  );

/** `evaluator-utility/column-missing`: a table lacks a column that the real table has. */
export const columnMissing = (which: string, column: string, columns: readonly string[]): VerisimError => {
  const near = closest(column, columns);
  return verisimError(
    'evaluator-utility/column-missing',
    `The ${which} table has no column "${column}", which the real table has.`,
    `${near === null ? '' : `It has "${near}": rename it. Else: `}Give both tables the same columns, or drop "${column}" from the real table.`,
    { kind: 'usage' },
  );
};

/** `evaluator-utility/column-mismatch`: one column is stored differently in two tables. */
export const columnMismatch = (which: string, column: string, kind: string, realKind: string): VerisimError =>
  verisimError(
    'evaluator-utility/column-mismatch',
    `Column "${column}" is ${kind} in the ${which} table and ${realKind} in the real table.`,
    'Read both files with the same schema, or correct the values that made the column be read differently.',
    { kind: 'usage' },
  );

/** `evaluator-utility/no-features`: a table in which nothing is left to predict from. */
export const noFeatures = (target: string): VerisimError =>
  verisimError(
    'evaluator-utility/no-features',
    `No column is left to predict "${target}" from: ids, ignored and constant columns do not count, nor do texts for a learner that does not read them.`,
    'Add a column that varies, learn texts by text-regression, or declare another kind for a column that is there.',
    { kind: 'usage' },
  );

/** `evaluator-utility/bad-weights`: row weights that do not belong to the rows. */
export const badWeights = (what: string): VerisimError =>
  verisimError(
    'evaluator-utility/bad-weights',
    `These row weights cannot be used: ${what}.`,
    'Give one finite weight >= 0 per row.',
    {
      kind: 'usage',
    },
  );

/** `evaluator-utility/bad-count`: a number of seeds or resamples that makes no sense. */
export const badCount = (name: string, value: number, least: number): VerisimError =>
  verisimError(
    'evaluator-utility/bad-count',
    `${name} is ${value}, not a whole number from ${least} on.`,
    `Leave ${name} out for the default, or give a whole number of at least ${least}.`,
    { kind: 'usage' },
  );

/** `evaluator-utility/too-large`: a training table whose encoding does not fit into the memory of the backend. */
export const tooLarge = (rows: number, width: number, most: number): VerisimError =>
  verisimError(
    'evaluator-utility/too-large',
    `${rows} training rows become ${width} columns each, which does not fit into the 4 GB of TensorFlow.js's wasm backend.`,
    `Train on a random sample of at most ${most} rows, or leave out columns with many levels.`,
  );

/** `evaluator-utility/unknown-classes`: no synthetic row has a target value that a real row has. */
export const unknownClasses = (target: string, found: readonly string[], known: readonly string[]): VerisimError =>
  verisimError(
    'evaluator-utility/unknown-classes',
    `The synthetic rows have "${target}" = ${listed(found)}, the real rows ${listed(known)}: no class is shared.`,
    'Write the target in the same way in both files.',
    { kind: 'usage' },
  );

function listed(levels: readonly string[]): string {
  return levels
    .slice(0, 5)
    .map((level) => `"${level}"`)
    .join(', ');
}

/** `evaluator-utility/slice-undefined`: the rows of a gap's slice hold too few classes for the metric. */
export const sliceUndefined = (metric: string, which: string, rows: number): VerisimError =>
  verisimError(
    'evaluator-utility/slice-undefined',
    `${metric} cannot be computed on the ${rows} ${which} rows that meet the gap's conditions on features: they are not of two classes.`,
    'Widen the condition, lock a larger holdout, or take log-loss as the metric.',
  );

/** `evaluator-utility/too-much-text`: more text than a learner holds in memory. */
export const tooMuchText = (columns: readonly string[], characters: number, most: number): VerisimError =>
  verisimError(
    'evaluator-utility/too-much-text',
    `The text ${columns.length === 1 ? 'column' : 'columns'} ${listed(columns)} of the training rows hold ${characters} characters, more than 8 million.`,
    `Train on a random sample of at most ${most} rows, or give a column of long texts the role ignore.`,
  );
