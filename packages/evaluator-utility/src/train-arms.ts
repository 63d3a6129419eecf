import { concatTables, type Learner, type Random, type Table, takeRows } from '@verisim/core';
import type { Arm } from './lift-types.ts';
import { correctPriors, predictHoldout } from './predict-holdout.ts';
import { classCounts, classesOf, type Task } from './task.ts';

/** An arm's predictions of the holdout, `rows * classes`. */
export interface ArmPredictions {
  /** As trained: for every metric but log loss. */
  readonly trained: Float64Array;
  /** For log loss: corrected to the real class shares where the arm's training changed them on purpose. */
  readonly calibrated: Float64Array;
}

/** What one seed trains. */
export interface SeedRequest {
  readonly learner: Learner;
  readonly priors: 'as trained' | 'real';
  readonly random: Random;
  readonly signal: AbortSignal;
  onArm(arm: Arm): void;
}

/**
 * Trains the four arms under one seed. `real-only`: the real rows. `class-weighted`: the same with weights that give every
 * class the same total; its log loss is read after correcting the class shares back, or weights would always look
 * miscalibrated. `placebo`: real rows plus real rows drawn again, as many of each class as the synthetic table has.
 * `augmented`: real plus synthetic rows.
 */
export async function trainArms(
  task: Task,
  synthetic: Table,
  request: SeedRequest,
): Promise<Readonly<Record<Arm, ArmPredictions>>> {
  const { learner, priors, random, signal, onArm } = request;
  const classCount = task.classes.length;
  const real = classCounts(task.realTruth, classCount);
  const train = async (arm: Arm, table: Table, weights?: Float64Array, shares?: ArrayLike<number>) => {
    const trained = await predictHoldout(table, task, { learner, signal, weights, random: random.fork('learner') });
    onArm(arm);
    return { trained, calibrated: shares ? correctPriors(trained, shares, real) : trained };
  };
  const sharesOf = (table: Table) =>
    priors === 'real' ? classCounts(classesOf(table, task.target, task.classes), classCount) : undefined;
  const placebo = drawnAgain(task, synthetic, random.fork('placebo'));
  const augmented = synthetic.rows === 0 ? task.real : concatTables([task.real, synthetic]);
  return {
    'real-only': await train('real-only', task.real),
    'class-weighted': await train('class-weighted', task.real, balancedWeights(task.realTruth, real), balanced(real)),
    placebo: await train('placebo', placebo, undefined, sharesOf(placebo)),
    augmented: await train('augmented', augmented, undefined, sharesOf(augmented)),
  };
}

function balanced(counts: Int32Array): Float64Array {
  return Float64Array.from(counts, (count) => (count > 0 ? 1 : 0));
}

/** rows / (classes * rows of the class), mean 1 (scikit-learn `class_weight='balanced'`). */
function balancedWeights(truth: Int32Array, counts: Int32Array): Float64Array {
  const occurring = counts.filter((count) => count > 0).length;
  return Float64Array.from(truth, (k) => truth.length / (occurring * counts[k]));
}

function drawnAgain(task: Task, synthetic: Table, random: Random): Table {
  const wanted = classCounts(classesOf(synthetic, task.target, task.classes), task.classes.length);
  const members = task.classes.map(() => [] as number[]);
  for (let i = 0; i < task.realTruth.length; i++) members[task.realTruth[i]].push(i);
  const rows = Array.from(task.realTruth, (_, i) => i);
  for (const [k, pool] of members.entries()) {
    if (pool.length > 0) for (let i = 0; i < wanted[k]; i++) rows.push(pool[random.int(0, pool.length)]);
  }
  return takeRows(task.real, rows);
}
