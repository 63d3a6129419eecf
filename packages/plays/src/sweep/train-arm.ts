import { concatTables, type Learner, sliceRows, syntheticRowsFor, type Table, takeRows } from '@verisim/core';
import { balances, correctPriors } from '@verisim/evaluator-utility';
import { countClasses } from '../class-order.ts';
import { keptNumbers, noUnits } from '../kept-units.ts';
import { predictLevels } from '../predict-levels.ts';
import { moveThreshold } from './move-threshold.ts';
import type { SweepArm } from './sweep-request.ts';
import type { SweepFold, SweepWork } from './sweep-work.ts';

/** An arm, with the ratio of those that have one. */
export interface ArmAt {
  readonly arm: SweepArm;
  readonly ratio: number;
  /** The sweep's own when left out. */
  readonly learner?: Learner;
}

/**
 * Trains one arm in one fold, or takes what was kept of it: probabilities of the validation rows, `rows * classes`. All arms of a fold
 * and seed train with the same stream of chance. Where an arm shifts the class shares on purpose its probabilities are corrected to the
 * real shares (macro-F1, a metric of decided classes, takes them as trained).
 */
export function trainArm(work: SweepWork, fold: SweepFold, at: ArmAt): Promise<Float64Array> {
  const { request } = work;
  const learner = at.learner ?? request.learner;
  const key = `${fold.label}/${at.arm}@${at.ratio}/${learner.name}`;
  return keptNumbers(request.units ?? noUnits, key, async () => {
    fold.ctx.signal.throwIfAborted();
    if (at.arm === 'threshold-moved') return moveThreshold(work, fold);
    const { table, weights, added } = await trainingSet(work, fold, at);
    const predicted = await predictFold(work, fold, { table, weights, learner });
    return corrected(work, fold, predicted, at.arm === 'class-weighted' || balances(learner) ? 'even' : added);
  });
}

/** Trains on a table and predicts rows, the fold's validation rows unless others are given. */
export function predictFold(
  { request, classes }: Pick<SweepWork, 'request' | 'classes'>,
  fold: SweepFold,
  given: {
    readonly table: Table;
    readonly weights?: Float64Array;
    readonly learner: Learner;
    readonly on?: Table;
  },
): Promise<Float64Array> {
  return predictLevels({ on: fold.validation, ...given, target: request.target, classes }, fold.ctx);
}

interface TrainingSet {
  readonly table: Table;
  readonly weights?: Float64Array;
  /** Classes of the rows that were added. */
  readonly added: Int32Array;
}

async function trainingSet(work: SweepWork, fold: SweepFold, { arm, ratio }: ArmAt): Promise<TrainingSet> {
  const { train, trainTruth, gap } = fold;
  const width = work.classes.length;
  const none = new Int32Array(width);
  if (arm === 'real-only') return { table: train, added: none };
  if (arm === 'class-weighted') return { table: train, weights: balancedWeights(trainTruth, width), added: none };
  const wanted = syntheticRowsFor(ratio, gap.length);
  const drawn = sliceRows(await (arm === 'smote' ? fold.smote() : fold.synthetic()), 0, wanted);
  const rows = arm === 'placebo' ? drawnAgain(work, fold, drawn) : drawn;
  if (rows.rows === 0) return { table: train, added: none };
  return { table: concatTables([train, rows]), added: classesIn(work, rows) };
}

/** Real rows of the gap drawn again, as many of each class as the synthetic rows have. */
function drawnAgain(work: SweepWork, fold: SweepFold, synthetic: Table): Table {
  const random = fold.ctx.random.fork('placebo');
  const { trainTruth, gap } = fold;
  const rows: number[] = [];
  for (const [k, count] of classesIn(work, synthetic).entries()) {
    const inGap = gap.filter((row) => trainTruth[row] === k);
    const pool = inGap.length > 0 ? inGap : Int32Array.from(trainTruth.keys()).filter((row) => trainTruth[row] === k);
    if (pool.length > 0) for (let i = 0; i < count; i++) rows.push(pool[random.int(0, pool.length)]);
  }
  return takeRows(fold.train, rows);
}

function classesIn({ request, classes }: SweepWork, table: Table): Int32Array {
  const at = table.spec.columns.findIndex(({ name }) => name === request.target);
  const column = table.columns[at];
  if (column.storage !== 'coded') return new Int32Array(classes.length);
  const place = column.levels.map((level) => classes.indexOf(level));
  return countClasses(
    column.codes.map((code) => (code < 0 ? -1 : place[code])),
    classes.length,
  );
}

/** rows / (classes * rows of the class) (scikit-learn `class_weight='balanced'`). */
function balancedWeights(truth: Int32Array, width: number): Float64Array {
  const counts = countClasses(truth, width);
  const occurring = counts.filter((count) => count > 0).length;
  return Float64Array.from(truth, (k) => truth.length / (occurring * counts[k]));
}

/** Probabilities under the real class shares: of balanced classes everywhere, of added rows within the gap's slice. */
function corrected(
  work: SweepWork,
  fold: SweepFold,
  predicted: Float64Array,
  added: Int32Array | 'even',
): Float64Array {
  const width = work.classes.length;
  if (work.request.metric === 'macro-f1') return predicted;
  const shares = countClasses(fold.trainTruth, width);
  if (added === 'even') {
    const even = shares.map((count) => (count > 0 ? 1 : 0));
    return correctPriors(predicted, even, shares);
  }
  if (!work.shiftsClasses || added.every((count) => count === 0)) return predicted;
  const within = countClasses(fold.slice?.map((row) => fold.trainTruth[row]) ?? fold.trainTruth, width);
  const trained = within.map((count, k) => count + added[k]);
  if (work.slice === null) return correctPriors(predicted, trained, within);
  const found = predicted.slice();
  const slice = new Set(work.slice);
  for (const [i, row] of fold.rows.entries()) {
    if (!slice.has(row)) continue;
    found.set(correctPriors(predicted.subarray(i * width, (i + 1) * width), trained, within), i * width);
  }
  return found;
}
