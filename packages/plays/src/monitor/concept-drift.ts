import {
  type CodedColumn,
  type Context,
  columnOf,
  forkContext,
  isVerisimError,
  type Table,
  takeRows,
} from '@verisim/core';
import { boostedTrees, metrics, type Scorer } from '@verisim/evaluator-utility';
import { crossPredictions } from '../baseline/baseline-folds.ts';
import { stratifiedFolds } from '../folds.ts';
import { labelledUnion } from '../review/labelled-union.ts';
import type { RawMeasure } from './drift-measure.ts';

/** Whether what was learned from the old rows still holds of the new ones. */
export interface ConceptDrift {
  /** ROC AUC on old rows that the model did not see. */
  readonly old: number;
  /** The same, old rows weighted so that their features are those of the new rows: what to expect if only the features moved. */
  readonly expected: number;
  /** ROC AUC of the same models on the new rows. */
  readonly now: number;
  /** `expected - now`: what is lost beyond the features' own drift. */
  readonly drop: number;
  readonly error: number;
  readonly logLoss: { readonly old: number; readonly now: number };
  /** Share of each class in the new rows, and what the models foretell for them. */
  readonly classes: readonly { readonly level: string; readonly observed: number; readonly foretold: number }[];
}

const FOLDS = 5;
const RESAMPLES = 200;
/** Old rows that look like new ones count more, but none more than this times the mean. */
const MOST_WEIGHT = 10;

/**
 * Trains boosted trees on folds of the old rows and scores them on the old rows left out and, each by itself, on all new rows, so that both
 * scores are those of models of one size. `null` when the old rows have too few of a class to be cut into folds or the new rows hold one class alone.
 *
 * @param target a coded column of both tables
 */
export async function conceptDrift(old: Table, now: Table, target: string, ctx: Context): Promise<ConceptDrift | null> {
  const [before, after] = [labelled(old, target), labelled(now, target)];
  const { levels } = columnOf(before, target) as CodedColumn;
  const truth = classesOf(after, target, levels);
  if (new Set(truth.filter((k) => k >= 0)).size < 2) return null;
  try {
    const { held, fresh } = await foldPredictions(before, after, target, ctx);
    const weights = await weightsLikeNew(before, after, target, ctx);
    return compare({ before, truth, levels, target, held, fresh, weights }, ctx);
  } catch (error) {
    if (isVerisimError(error) && error.code === 'plays/too-few-rows') return null;
    throw error;
  }
}

/** What is lost as an effect: a difference of Gini's 2 AUC - 1. */
export function conceptMeasure({ drop, error }: ConceptDrift): RawMeasure {
  const effect = Math.max(0, 2 * drop);
  return {
    check: 'concept',
    column: null,
    metric: 'auc-drop-gini',
    effect,
    error: 2 * error,
    errorIfDrifted: 2 * error,
    expected: 0,
    signed: false,
  };
}

interface Compared {
  readonly before: Table;
  readonly truth: Int32Array;
  readonly levels: readonly string[];
  readonly target: string;
  readonly held: Float64Array;
  /** One per fold. */
  readonly fresh: readonly Float64Array[];
  readonly weights: Float64Array;
}

function compare({ before, truth, levels, target, held, fresh, weights }: Compared, ctx: Context): ConceptDrift {
  const classes = (columnOf(before, target) as CodedColumn).codes;
  const known = Int32Array.from(truth.keys()).filter((row) => truth[row] >= 0);
  const classCount = levels.length;
  const oldData = { probabilities: held, classes, classCount };
  const newData = fresh.map((probabilities) => ({ probabilities, classes: truth, classCount, subset: known }));
  const oldAuc = metrics['roc-auc'].prepare(oldData);
  const newAuc = meanScorer(newData.map((data) => metrics['roc-auc'].prepare(data)));
  const newLoss = meanScorer(newData.map((data) => metrics['log-loss'].prepare(data)));
  const expected = oldAuc(weights);
  const now = newAuc();
  return {
    old: oldAuc(),
    expected,
    now,
    drop: expected - now,
    error: dropError({ oldAuc, newAuc, weights, rows: truth.length }, ctx),
    logLoss: { old: metrics['log-loss'].prepare(oldData)(), now: newLoss() },
    classes: levels.map((level, k) => ({
      level,
      observed: truth.filter((found) => found === k).length / Math.max(1, truth.length),
      foretold: fresh.reduce((sum, one) => sum + meanOf(one, k, classCount), 0) / fresh.length,
    })),
  };
}

function dropError(
  { oldAuc, newAuc, weights, rows }: { oldAuc: Scorer; newAuc: Scorer; weights: Float64Array; rows: number },
  ctx: Context,
): number {
  const random = ctx.random.fork('concept-rows');
  const drops: number[] = [];
  const draw = (length: number) => {
    const counts = new Float64Array(length);
    for (let i = 0; i < length; i++) counts[random.int(0, length)]++;
    return counts;
  };
  for (let r = 0; r < RESAMPLES; r++) {
    ctx.signal.throwIfAborted();
    const counts = draw(weights.length).map((count, row) => count * weights[row]);
    const drop = oldAuc(counts) - newAuc(draw(rows));
    if (!Number.isNaN(drop)) drops.push(drop);
  }
  const mean = drops.reduce((sum, drop) => sum + drop, 0) / drops.length;
  return Math.sqrt(drops.reduce((sum, drop) => sum + (drop - mean) ** 2, 0) / Math.max(1, drops.length - 1));
}

function meanScorer(scorers: readonly Scorer[]): Scorer {
  return (weights) => scorers.reduce((sum, scorer) => sum + scorer(weights), 0) / scorers.length;
}

/** Probabilities of the old rows by models that did not see them, and of the new rows by each of the same models. */
async function foldPredictions(
  before: Table,
  after: Table,
  target: string,
  ctx: Context,
): Promise<{ readonly held: Float64Array; readonly fresh: readonly Float64Array[] }> {
  const { levels } = columnOf(before, target) as CodedColumn;
  const held = new Float64Array(before.rows * levels.length);
  const fresh: Float64Array[] = [];
  const folds = stratifiedFolds(before, target, FOLDS, ctx.random.fork('folds'));
  for (const [index, fold] of folds.entries()) {
    ctx.signal.throwIfAborted();
    ctx.progress({ done: index, total: FOLDS, note: 'does what was learned still hold' });
    const { random, signal } = forkContext(ctx, `fold:${index}`);
    const model = await boostedTrees().fit(takeRows(before, fold.train), { target, random, signal });
    const places = model.classes.map((level) => levels.indexOf(level));
    const width = places.length;
    const own = model.predict(takeRows(before, fold.validation));
    const other = model.predict(after);
    model.dispose();
    const foreseen = new Float64Array(after.rows * levels.length);
    for (const [k, place] of places.entries()) {
      for (const [i, row] of fold.validation.entries()) held[row * levels.length + place] = own[i * width + k];
      for (let row = 0; row < after.rows; row++) foreseen[row * levels.length + place] = other[row * width + k];
    }
    fresh.push(foreseen);
  }
  return { held, fresh };
}

/** Density ratios new / old of the features of the old rows, by a classifier of out-of-fold odds (Bickel, Brückner & Scheffer 2009), mean 1. */
async function weightsLikeNew(before: Table, after: Table, target: string, ctx: Context): Promise<Float64Array> {
  const union = labelledUnion(before, after, target);
  const learner = boostedTrees({ rounds: 40, leaves: 8 });
  const parts = { train: union.table, target: union.target, learner, folds: FOLDS, weighted: true, onFold: () => {} };
  const found = await crossPredictions(parts, forkContext(ctx, 'weights'));
  const odds = Float64Array.from(
    { length: before.rows },
    (_, row) => found[2 * row + 1] / Math.max(1e-6, found[2 * row]),
  );
  const mean = odds.reduce((sum, one) => sum + one, 0) / odds.length;
  return odds.map((one) => Math.min(MOST_WEIGHT, one / mean));
}

function labelled(table: Table, target: string): Table {
  const { codes } = columnOf(table, target) as CodedColumn;
  const rows = [...codes.keys()].filter((row) => codes[row] >= 0);
  return rows.length === table.rows ? table : takeRows(table, rows);
}

function classesOf(table: Table, target: string, levels: readonly string[]): Int32Array {
  const { codes, levels: own } = columnOf(table, target) as CodedColumn;
  const place = own.map((level) => levels.indexOf(level));
  return codes.map((code) => place[code]);
}

function meanOf(probabilities: Float64Array, k: number, width: number): number {
  let sum = 0;
  for (let i = k; i < probabilities.length; i += width) sum += probabilities[i];
  return sum / (probabilities.length / width);
}
