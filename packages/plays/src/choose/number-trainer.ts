import {
  type ColumnSpec,
  type Context,
  columnIndex,
  createTable,
  type Learner,
  type NumericColumn,
  type Table,
  takeRows,
} from '@verisim/core';
import type { Scorer } from '@verisim/evaluator-utility';
import type { ChoiceParts } from './choice-split.ts';
import { leastRows } from './criterion.ts';
import type { Trainer } from './training-criterion.ts';

/** The target is cut to these quantiles of the real rows: one outlier must not decide how well a model predicts. */
const CUT = [0.01, 0.99] as const;

/** Trains models of the mean of a numeric target and scores their R2 on the validation part; or says why not. */
export function numberTrainer(parts: ChoiceParts, target: string, learner: Learner): Trainer | string {
  const fit = present(parts.fit, target);
  const known = present(parts.validation, target);
  if (known.rows < leastRows.learned) return `"${target}" has ${known.rows} values in the validation part`;
  const range = rangeOf(valuesOf(fit, target));
  if (range === null) return `"${target}" does not vary`;
  const truth = valuesOf(known, target).map((value) => clamp(value, range));
  return {
    metric: 'tstr-r2',
    chance: 0,
    range: [Number.NEGATIVE_INFINITY, 1],
    strata: new Int32Array(known.rows),
    async train(rows, ctx) {
      const labelled = present(rows, target);
      if (rangeOf(valuesOf(labelled, target)) === null) return null;
      const predicted = await predictMean(labelled, known, { target, range, learner }, ctx);
      return (weights) => r2(truth, predicted, weights);
    },
  };
}

/**
 * Means by a classifier: a value at share u of the range is a row of the upper class with weight u and one of the lower class with weight
 * 1 - u, and the probability of the upper class is the mean (fractional logit; Papke & Wooldridge 1996, Journal of Applied
 * Econometrics 11). So any learner of classes serves.
 */
async function predictMean(
  train: Table,
  rows: Table,
  task: { readonly target: string; readonly range: readonly [number, number]; readonly learner: Learner },
  ctx: Context,
): Promise<Float64Array> {
  const { target, range, learner } = task;
  const [low, high] = range;
  const shares = valuesOf(train, target).map((value) => (clamp(value, range) - low) / (high - low));
  const twice = Int32Array.from({ length: 2 * train.rows }, (_, i) => i % train.rows);
  const upper = Int32Array.from(twice, (_, i) => Number(i >= train.rows));
  const weights = Float64Array.from(twice, (row, i) => (upper[i] === 1 ? shares[row] : 1 - shares[row]));
  const doubled = withClasses(takeRows(train, twice), target, upper);
  const request = { target, weights, random: ctx.random.fork('learner'), signal: ctx.signal };
  const classifier = await learner.fit(doubled, request);
  try {
    const width = classifier.classes.length;
    const place = classifier.classes.indexOf(LEVELS[1]);
    const found = classifier.predict(withClasses(rows, target, new Int32Array(rows.rows)));
    return Float64Array.from({ length: rows.rows }, (_, i) => low + (high - low) * found[i * width + place]);
  } finally {
    classifier.dispose();
  }
}

const LEVELS = ['lower', 'upper'] as const;

function withClasses(table: Table, target: string, codes: Int32Array): Table {
  const at = columnIndex(table.spec, target);
  const spec: ColumnSpec = { name: target, kind: 'category', nullable: false, role: 'target' };
  const column = { storage: 'coded', codes, levels: LEVELS } as const;
  return createTable(table.spec.columns.with(at, spec), table.columns.with(at, column));
}

/** The share of the variance that is predicted, in (-infinity, 1]. */
function r2(truth: Float64Array, predicted: Float64Array, weights?: Parameters<Scorer>[0]): number {
  const weight = (i: number) => (weights ? weights[i] : 1);
  let total = 0;
  let mean = 0;
  for (let i = 0; i < truth.length; i++) {
    total += weight(i);
    mean += weight(i) * truth[i];
  }
  mean /= total;
  let error = 0;
  let spread = 0;
  for (let i = 0; i < truth.length; i++) {
    error += weight(i) * (truth[i] - predicted[i]) ** 2;
    spread += weight(i) * (truth[i] - mean) ** 2;
  }
  return spread === 0 ? Number.NaN : 1 - error / spread;
}

function rangeOf(values: Float64Array): readonly [number, number] | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted();
  const at = (q: number) => sorted[Math.round(q * (sorted.length - 1))];
  const [low, high] = CUT.map(at);
  if (low < high) return [low, high];
  return at(0) < at(1) ? [at(0), at(1)] : null;
}

const clamp = (value: number, [low, high]: readonly [number, number]): number => Math.min(high, Math.max(low, value));

function valuesOf(table: Table, target: string): Float64Array {
  return (table.columns[columnIndex(table.spec, target)] as NumericColumn).values;
}

/** The rows that have a target value. */
function present(table: Table, target: string): Table {
  const values = valuesOf(table, target);
  const rows = [...values.keys()].filter((row) => !Number.isNaN(values[row]));
  return rows.length === table.rows ? table : takeRows(table, rows);
}
