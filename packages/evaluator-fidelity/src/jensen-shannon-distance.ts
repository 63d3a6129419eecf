/**
 * The Jensen-Shannon distance of two discrete distributions over the same levels, base 2, in [0, 1]: the square root of the
 * divergence (`scipy.spatial.distance.jensenshannon(p, q, base=2)`).
 */
export function jensenShannonDistance(real: Float64Array, synthetic: Float64Array): number {
  let divergence = 0;
  for (let level = 0; level < real.length; level++) {
    const middle = (real[level] + synthetic[level]) / 2;
    if (real[level] > 0) divergence += (real[level] / 2) * Math.log2(real[level] / middle);
    if (synthetic[level] > 0) divergence += (synthetic[level] / 2) * Math.log2(synthetic[level] / middle);
  }
  return Math.sqrt(Math.max(0, divergence));
}
