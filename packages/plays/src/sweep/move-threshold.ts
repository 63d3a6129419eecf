import { shuffle, takeRows } from '@verisim/core';
import { metricOf } from '@verisim/evaluator-utility';
import { countClasses } from '../class-order.ts';
import type { SweepFold, SweepWork } from './sweep-work.ts';
import { predictFold, trainArm } from './train-arm.ts';

const STEPS = 21;
const INNER = 4;

/**
 * Real-only with its decision threshold moved: probabilities divided by (class share)^a, for two classes a threshold between 1/2 and below the rarer
 * class's share. `a` in [0, 2] is the one of 21 that reaches most on a quarter of the fold's training rows, by a model of the other three
 * quarters (Collell, Prelec & Patil 2018, Neurocomputing 275, divide by the share: a = 1).
 */
export async function moveThreshold(work: SweepWork, fold: SweepFold): Promise<Float64Array> {
  const { request, classes } = work;
  const { train, trainTruth } = fold;
  const shares = [...countClasses(trainTruth, classes.length)].map((count) => count / trainTruth.length);
  const inner = innerRows(fold, classes.length);
  const isInner = new Set(inner);
  const outer = Int32Array.from(trainTruth.keys()).filter((row) => !isInner.has(row));
  const parts = { table: takeRows(train, outer), learner: request.learner, on: takeRows(train, inner) };
  const predicted = await predictFold(work, fold, parts);
  const truth = Int32Array.from(inner, (row) => trainTruth[row]);
  const { compute } = metricOf(request.metric);
  let best = { power: 0, score: Number.NEGATIVE_INFINITY };
  for (let step = 0; step < STEPS; step++) {
    const power = (2 * step) / (STEPS - 1);
    const score = compute(moved(predicted, shares, power), truth, classes.length);
    if (score > best.score) best = { power, score };
  }
  return moved(await trainArm(work, fold, { arm: 'real-only', ratio: 0 }), shares, best.power);
}

/** A quarter of each class. */
function innerRows({ ctx, trainTruth }: SweepFold, classes: number): Int32Array {
  const order = shuffle(Int32Array.from(trainTruth.keys()), ctx.random.fork('inner'));
  const seen = new Int32Array(classes);
  return order.filter((row) => seen[trainTruth[row]]++ % INNER === 0).sort();
}

function moved(predicted: Float64Array, shares: readonly number[], power: number): Float64Array {
  const width = shares.length;
  const found = predicted.slice();
  for (let at = 0; at < found.length; at += width) {
    let sum = 0;
    for (let k = 0; k < width; k++) {
      found[at + k] /= shares[k] ** power;
      sum += found[at + k];
    }
    if (sum > 0) for (let k = 0; k < width; k++) found[at + k] /= sum;
  }
  return found;
}
