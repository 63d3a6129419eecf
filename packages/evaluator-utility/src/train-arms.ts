import { concatTables, type Learner, type Random, type Table, takeRows } from '@verisim/core';
import { balances } from './balancing-learner.ts';
import type { GapRows } from './gap-rows.ts';
import type { Arm } from './lift-types.ts';
import { correctPriors, equalShares, predictHoldout } from './predict-holdout.ts';
import { classCounts, classesOf, type Task } from './task.ts';

/** An arm's predictions of the holdout, `rows * classes`. */
export interface ArmPredictions {
  /** As trained: for metrics of decided classes. */
  readonly trained: Float64Array;
  /** For every other metric: corrected to the real class shares where the arm's training changed them on purpose. */
  readonly calibrated: Float64Array;
}

/** What one seed trains. */
export interface SeedRequest {
  readonly learner: Learner;
  readonly priors: 'as trained' | 'real';
  readonly gap: GapRows;
  readonly random: Random;
  readonly signal: AbortSignal;
  keep(arm: Arm, make: () => Promise<Float64Array>): Promise<Float64Array>;
  onArm(arm: Arm): void;
}

/**
 * Trains the four arms under one seed. `real-only`: the real rows. `class-weighted`: the same with weights that give every
 * class the same total; it is read after correcting the class shares back, or weights would always look
 * miscalibrated. `placebo`: real rows plus real rows of the gap drawn again, as many of each class as the synthetic table has.
 * `augmented`: real plus synthetic rows. A learner that balances classes by
 * itself is corrected back in every arm, and its two arms of real rows are one.
 */
export async function trainArms(
  task: Task,
  synthetic: Table,
  request: SeedRequest,
): Promise<Readonly<Record<Arm, ArmPredictions>>> {
  const { learner, priors, gap, random, signal, onArm } = request;
  const real = classCounts(task.realTruth, task.classes.length);
  const train = async (arm: Arm, rows: () => Table, weights?: Float64Array, known?: Float64Array) => {
    const training = { learner, signal, weights, random: random.fork('learner') };
    const trained = await request.keep(arm, async () => known ?? predictHoldout(rows(), task, training));
    onArm(arm);
    return trained;
  };
  const asTrained = (trained: Float64Array): ArmPredictions => ({
    trained,
    calibrated: balances(learner) ? correctPriors(trained, equalShares(real), real) : trained,
  });
  const added = classCounts(classesOf(synthetic, task.target, task.classes), task.classes.length);
  const wanted = classCounts(gap.realSlice?.map((row) => task.realTruth[row]) ?? task.realTruth, task.classes.length);
  const corrected = (trained: Float64Array): ArmPredictions => {
    if (balances(learner) || priors === 'as trained') return asTrained(trained);
    const shares = wanted.map((count, k) => count + added[k]);
    return { trained, calibrated: correctWithin(trained, shares, wanted, gap.holdoutSlice) };
  };
  const realOnly = await train('real-only', () => task.real);
  const weights = balances(learner) ? undefined : balancedWeights(task.realTruth, real);
  const weighted = await train('class-weighted', () => task.real, weights, weights ? undefined : realOnly);
  return {
    'real-only': asTrained(realOnly),
    'class-weighted': { trained: weighted, calibrated: correctPriors(weighted, equalShares(real), real) },
    placebo: corrected(await train('placebo', () => drawnAgain(task, gap, added, random.fork('placebo')))),
    augmented: corrected(
      await train('augmented', () => (synthetic.rows === 0 ? task.real : concatTables([task.real, synthetic]))),
    ),
  };
}

/** {@link correctPriors} of the given rows alone; of all when there are none to tell apart. */
function correctWithin(
  probabilities: Float64Array,
  trained: Int32Array,
  wanted: Int32Array,
  rows: Int32Array | null,
): Float64Array {
  if (rows === null) return correctPriors(probabilities, trained, wanted);
  const width = wanted.length;
  const corrected = probabilities.slice();
  for (const row of rows) {
    const own = probabilities.subarray(row * width, (row + 1) * width);
    corrected.set(correctPriors(own, trained, wanted), row * width);
  }
  return corrected;
}

/** rows / (classes * rows of the class), mean 1 (scikit-learn `class_weight='balanced'`). */
function balancedWeights(truth: Int32Array, counts: Int32Array): Float64Array {
  const occurring = counts.filter((count) => count > 0).length;
  return Float64Array.from(truth, (k) => truth.length / (occurring * counts[k]));
}

/** Real rows below all real rows: as many of each class as `wanted`, from the gap where it holds any of that class. */
function drawnAgain(task: Task, gap: GapRows, wanted: Int32Array, random: Random): Table {
  const rows = Array.from(task.realTruth.keys());
  const membersOf = (k: number, among: readonly number[]) => among.filter((row) => task.realTruth[row] === k);
  const everyone = rows.slice();
  for (const [k, count] of wanted.entries()) {
    if (count === 0) continue;
    const inGap = membersOf(k, [...gap.realGap]);
    const pool = inGap.length > 0 ? inGap : membersOf(k, everyone);
    if (pool.length > 0) for (let i = 0; i < count; i++) rows.push(pool[random.int(0, pool.length)]);
  }
  return takeRows(task.real, rows);
}
