/** Occurrences added to every level with the mean of all, so that rare levels stay near the middle. */
const PRIOR = 5;
const STEPS = 12;

/**
 * An order of the levels of a category along which the other columns change most: the first correspondence axis of levels against
 * columns, found by power iteration over the means of the other columns within each level.
 *
 * @param intervals level of each row, 0 ... levels - 1
 * @param others scores of each row in each other column, mean 0 each, 0 = unknown
 * @returns the levels, one end of the axis first
 */
export function orderLevels(intervals: Int32Array, levels: number, others: readonly Float64Array[]): Int32Array {
  const counts = new Float64Array(levels);
  for (const level of intervals) counts[level]++;
  const means = others.map((scores) => levelMeans(intervals, counts, scores));
  const axis = leadingAxis(means, counts);
  return Int32Array.from({ length: levels }, (_, level) => level).sort((a, b) => axis[a] - axis[b] || a - b);
}

function levelMeans(intervals: Int32Array, counts: Float64Array, scores: Float64Array): Float64Array {
  const sums = new Float64Array(counts.length);
  for (let row = 0; row < intervals.length; row++) sums[intervals[row]] += scores[row];
  return sums.map((sum, level) => sum / (counts[level] + PRIOR));
}

/** Position of each level on the axis that explains most of the means, each level weighing what it counts. */
function leadingAxis(means: readonly Float64Array[], counts: Float64Array): Float64Array {
  const spread = means.map((mean) => mean.reduce((sum, value, level) => sum + counts[level] * value * value, 0));
  const widest = spread.indexOf(spread.reduce((most, value) => Math.max(most, value), 0));
  let loadings: number[] = spread.map((_, i) => (i === widest ? 1 : 0));
  let axis = new Float64Array(counts.length);
  for (let step = 0; step < STEPS; step++) {
    const length = Math.hypot(...loadings) || 1;
    axis = new Float64Array(counts.length);
    means.forEach((mean, i) => {
      for (let level = 0; level < axis.length; level++) axis[level] += (loadings[i] / length) * mean[level];
    });
    loadings = means.map((mean) => mean.reduce((sum, value, level) => sum + counts[level] * value * axis[level], 0));
  }
  return axis;
}
