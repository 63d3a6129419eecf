import type { Random } from '@verisim/core';

/**
 * Which particle each of `count` new ones stems from: systematic resampling (Carpenter, Clifford & Fearnhead 1999), every particle as often as
 * its weight says, give or take one; in order. At least one weight is above 0.
 */
export function resampleParticles(weights: Float64Array, count: number, random: Random): Int32Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const ancestors = new Int32Array(count);
  const offset = random.next();
  let made = 0;
  let reached = 0;
  let last = 0;
  for (let i = 0; i < weights.length && made < count; i++) {
    if (weights[i] <= 0) continue;
    last = i;
    reached += (weights[i] / total) * count;
    while (made < count && made + offset < reached) ancestors[made++] = i;
  }
  return ancestors.fill(last, made);
}
