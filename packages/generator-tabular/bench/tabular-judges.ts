import {
  type CodedColumn,
  type Column,
  type ColumnSpec,
  columnOf,
  concatTables,
  createTable,
  type NumericColumn,
  type Random,
  shuffle,
  type Table,
  takeRows,
} from '@verisim/core';
import { type BoostOptions, boostedPredictions, boostTrees } from '@verisim/decision-trees';
import { asClassTarget, featuresOf, fitFeatureBins, metrics } from '@verisim/evaluator-utility';
import type { DataInfo } from './tabular-data.ts';

const BOOST = { rounds: 100, leaves: 63, learningRate: 0.1 } as const;
const BINS = 255;
const DETECTOR_ROWS = 10_000;
const FOLDS = 3;

/** ROC AUC of a boosted detector of synthetic among training rows, at most 10,000 of each, every row scored by a model that did not see it. */
export function detectorAuc(real: Table, synthetic: Table, random: Random): number {
  const size = Math.min(DETECTOR_ROWS, real.rows, synthetic.rows);
  const some = (table: Table, label: string) =>
    asFeatures(takeRows(table, drawn(table.rows, size, random.fork(label))));
  const both = concatTables([some(real, 'real'), some(synthetic, 'synthetic')]);
  const labels = Int32Array.from({ length: both.rows }, (_, row) => Number(row >= size));
  // Real and synthetic rows alike are spread over the folds, in an order of chance.
  const foldOf = Int32Array.from(labels, (_, row) => (row % size) % FOLDS);
  const probabilities = new Float64Array(2 * both.rows);
  for (let fold = 0; fold < FOLDS; fold++) {
    const rows = [...foldOf.keys()];
    const train = rows.filter((row) => foldOf[row] !== fold);
    const rest = rows.filter((row) => foldOf[row] === fold);
    const table = takeRows(both, train);
    const coding = fitFeatureBins(table, '', BINS);
    const options = { loss: 'logistic', ...BOOST } as const;
    const response = train.map((row) => labels[row]);
    const model = boostTrees(featuresOf(coding, table), response, options);
    const found = boostedPredictions(model, coding.encode(takeRows(both, rest)), rest.length);
    for (const [i, row] of rest.entries()) probabilities.set(found.subarray(2 * i, 2 * i + 2), 2 * row);
  }
  return metrics['roc-auc'].compute(probabilities, labels, 2);
}

/** Trained on `train`, scored on real test rows: ROC AUC (mean of one against the rest), or RMSE of a number. */
export function testScore(train: Table, test: Table, { target, task }: DataInfo): number {
  return task === 'regression' ? rmse(train, test, target) : auc(train, test, target);
}

function rmse(train: Table, test: Table, target: string): number {
  const known = present(train, target);
  const predicted = predict(known, test, target, numbers(known, target), { loss: 'squared', ...BOOST });
  const truth = numbers(test, target);
  let [sum, count] = [0, 0];
  for (let row = 0; row < test.rows; row++) {
    if (Number.isNaN(truth[row])) continue;
    sum += (truth[row] - predicted[row]) ** 2;
    count++;
  }
  return Math.sqrt(sum / count);
}

function auc(train: Table, test: Table, target: string): number {
  const known = asClassTarget(train, target, 'training');
  const { codes, levels } = columnOf(known, target) as CodedColumn;
  const labelled = takeRows(
    known,
    [...codes.keys()].filter((row) => codes[row] >= 0),
  );
  const labels = (columnOf(labelled, target) as CodedColumn).codes;
  const classes = levels.length;
  const options: BoostOptions = { loss: classes === 2 ? 'logistic' : 'softmax', classes, ...BOOST };
  const probabilities = predict(labelled, test, target, labels, options);
  const found = columnOf(asClassTarget(test, target, 'test'), target) as CodedColumn;
  const truth = found.codes.map((code) => (code < 0 ? -1 : levels.indexOf(found.levels[code])));
  return metrics['roc-auc'].compute(probabilities, truth, classes);
}

function predict(train: Table, test: Table, target: string, response: ArrayLike<number>, options: BoostOptions) {
  const coding = fitFeatureBins(train, target, BINS);
  const model = boostTrees(featuresOf(coding, train), response, options);
  return boostedPredictions(model, coding.encode(test), test.rows);
}

/** Row numbers drawn without replacement, in an order of chance. */
export function drawn(rows: number, count: number, random: Random): Int32Array {
  const all = Int32Array.from({ length: rows }, (_, row) => row);
  return shuffle(all, random).subarray(0, count);
}

function asFeatures(table: Table): Table {
  const feature = (spec: ColumnSpec): ColumnSpec => (spec.role === 'target' ? { ...spec, role: 'feature' } : spec);
  return createTable(table.spec.columns.map(feature), table.columns as readonly Column[]);
}

const numbers = (table: Table, name: string): Float64Array => (columnOf(table, name) as NumericColumn).values;

function present(table: Table, target: string): Table {
  const values = numbers(table, target);
  return takeRows(
    table,
    [...values.keys()].filter((row) => !Number.isNaN(values[row])),
  );
}
