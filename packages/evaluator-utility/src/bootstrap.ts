import { type Context, checkpoint, type Random } from '@verisim/core';
import type { Scorer } from './scored-rows.ts';

/** A score on all rows and in every resample. */
export interface Resampled {
  /** Mean over seeds on the rows as they are. */
  readonly value: number;
  /** One mean per resample; `NaN` where the score is undefined in it. */
  readonly replicates: Float64Array;
}

/** What is resampled. */
export interface BootstrapPlan {
  /** True class per row. */
  readonly classes: Int32Array;
  readonly seeds: number;
  readonly resamples: number;
}

/**
 * The joint bootstrap (Efron & Tibshirani 1993) of rows and training seeds: each resample draws rows with replacement within
 * every class, so that no class vanishes, and seeds with replacement; all items see the same draws, so that differences
 * between them are paired. The few seeds' deviations are scaled by sqrt(seeds / (seeds - 1)), which makes their bootstrap
 * variance unbiased.
 *
 * @param items for each item one scorer per seed
 */
export async function bootstrapScores(
  items: readonly (readonly Scorer[])[],
  plan: BootstrapPlan,
  random: Random,
  ctx: Context,
): Promise<readonly Resampled[]> {
  const { seeds, resamples } = plan;
  const results = items.map((scorers) => ({
    value: scorers.reduce((sum, scorer) => sum + scorer(), 0) / seeds,
    replicates: new Float64Array(resamples),
  }));
  const draw = rowDrawer(plan.classes, random.fork('rows'));
  const seedRandom = random.fork('seeds');
  const shares = new Float64Array(seeds);
  for (let r = 0; r < resamples; r++) {
    if (r % 50 === 0) await pause(ctx, r, resamples);
    const weights = draw();
    drawSeedShares(shares, seedRandom);
    for (const [i, scorers] of items.entries()) results[i].replicates[r] = weightedScore(scorers, shares, weights);
  }
  return results;
}

async function pause(ctx: Context, done: number, total: number): Promise<void> {
  await checkpoint(ctx.signal);
  ctx.progress({ done, total, note: 'resampling the holdout' });
}

/** Multiplicities of rows drawn with replacement within each class; every call overwrites the last. */
function rowDrawer(classes: Int32Array, random: Random): () => Float64Array {
  const members = new Map<number, number[]>();
  for (let i = 0; i < classes.length; i++) {
    const rows = members.get(classes[i]);
    if (rows) rows.push(i);
    else members.set(classes[i], [i]);
  }
  const groups = [...members.entries()].sort(([a], [b]) => a - b).map(([, rows]) => Int32Array.from(rows));
  const weights = new Float64Array(classes.length);
  return () => {
    weights.fill(0);
    for (const rows of groups) for (let i = 0; i < rows.length; i++) weights[rows[random.int(0, rows.length)]]++;
    return weights;
  };
}

/** Each seed's weight in a resample's mean; they sum to 1. */
function drawSeedShares(shares: Float64Array, random: Random): void {
  const seeds = shares.length;
  const inflation = seeds > 1 ? Math.sqrt(seeds / (seeds - 1)) : 0;
  shares.fill((1 - inflation) / seeds);
  for (let s = 0; s < seeds; s++) shares[random.int(0, seeds)] += inflation / seeds;
  if (seeds === 1) shares[0] = 1;
}

function weightedScore(scorers: readonly Scorer[], shares: Float64Array, weights: Float64Array): number {
  let sum = 0;
  for (let s = 0; s < scorers.length; s++) sum += shares[s] * scorers[s](weights);
  return sum;
}
