/**
 * The total variation distance of two discrete distributions over the same levels, in [0, 1]: half the sum of absolute
 * differences of shares. (SDMetrics adds 1e-6 to the real count of a level that only the synthetic table has; this does not,
 * a difference below 1e-6 over the number of real rows for each such level.)
 */
export function totalVariation(real: Float64Array, synthetic: Float64Array): number {
  let sum = 0;
  for (let level = 0; level < real.length; level++) sum += Math.abs(real[level] - synthetic[level]);
  return sum / 2;
}
