import { type Context, quietContext } from '@verisim/core';
import {
  bootstrapScores,
  metricOf,
  type Paired,
  pairedDifference,
  type Scorer,
  smallSample,
} from '@verisim/evaluator-utility';
import { countClasses } from '../class-order.ts';
import { correctedHalfWidth } from './corrected-interval.ts';
import type { SweepWork } from './sweep-work.ts';

/** Out-of-fold probabilities of every row, one array per seed. */
export type OutOfFold = readonly Float64Array[];

/** Scores on the rows that are judged, and paired differences between them. */
export interface SweepScores {
  /** Mean over seeds. */
  value(item: number): number;
  /** First minus second, oriented so that positive is better. */
  difference(first: number, second: number): Paired;
}

/**
 * Scores predictions in one paired bootstrap of rows and seeds. Rows are judged pooled over folds. A difference's interval is never
 * narrower than {@link correctedHalfWidth} of the differences per fold says, since a bootstrap of rows does not know that training sets overlap.
 */
export async function compareSweep(work: SweepWork, items: readonly OutOfFold[], ctx: Context): Promise<SweepScores> {
  const { request, truth, classes, slice } = work;
  const { folds, resamples = 1000 } = request;
  const seeds = items[0].length;
  const metric = metricOf(request.metric);
  const width = classes.length;
  const prepare = (probabilities: Float64Array, subset?: Int32Array) =>
    metric.prepare({ probabilities, classes: truth, classCount: width, ...(subset && { subset }) });
  const scorers = items.map((item) => item.map((seed): Scorer => prepare(seed, slice ?? undefined)));
  const plan = { classes: truth, seeds, resamples };
  const random = ctx.random.fork('bootstrap');
  const scores = await bootstrapScores(scorers, plan, random, quietContext(ctx));
  const noise = Float64Array.from({ length: resamples }, () => random.normal());
  const counts = countClasses(slice?.map((row) => truth[row]) ?? truth, width);
  const sample = smallSample(metric, counts, noise);
  const perFold = items.map((item) => foldScores(work, item, prepare));
  return {
    value: (item) => scores[item].value,
    difference: (first, second) => {
      const found = pairedDifference(scores[first], scores[second], metric, sample);
      return widened(found, correctedHalfWidth(differences(perFold[first], perFold[second]), folds));
    },
  };
}

/** The difference of the scores per fold and seed, oriented: what can be said before the sweep is done. */
export function foldDifference(
  work: SweepWork,
  first: OutOfFold,
  second: OutOfFold,
): { readonly mean: number; readonly half: number | null } {
  const metric = metricOf(work.request.metric);
  const prepare = (probabilities: Float64Array, subset: Int32Array) =>
    metric.prepare({ probabilities, classes: work.truth, classCount: work.classes.length, subset });
  const sign = metric.better === 'higher' ? 1 : -1;
  const found = differences(foldScores(work, first, prepare), foldScores(work, second, prepare));
  const mean = (sign * found.reduce((sum, value) => sum + value, 0)) / found.length;
  return { mean, half: correctedHalfWidth(found, work.request.folds) };
}

function foldScores(
  { folds, slice }: SweepWork,
  item: OutOfFold,
  prepare: (probabilities: Float64Array, subset: Int32Array) => Scorer,
): readonly number[] {
  const judged = slice && new Set(slice);
  return folds
    .filter(({ seed }) => seed < item.length)
    .map(({ seed, rows }) => prepare(item[seed], judged ? rows.filter((row) => judged.has(row)) : rows)());
}

function differences(first: readonly number[], second: readonly number[]): readonly number[] {
  return first.map((score, i) => score - second[i]);
}

function widened(found: Paired, half: number | null): Paired {
  if (half === null) return found;
  return { ...found, low: Math.min(found.low, found.value - half), high: Math.max(found.high, found.value + half) };
}
