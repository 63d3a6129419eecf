/** Ranks from 1 on, ties sharing the mean of theirs (`scipy.stats.rankdata`); missing values keep `NaN`. */
export function rankValues(values: Float64Array): Float64Array {
  const ranks = new Float64Array(values.length).fill(Number.NaN);
  const order = Int32Array.from(values.keys())
    .filter((row) => !Number.isNaN(values[row]))
    .sort((a, b) => values[a] - values[b]);
  for (let i = 0; i < order.length; ) {
    const from = i;
    while (i < order.length && values[order[i]] === values[order[from]]) i++;
    for (let place = from; place < i; place++) ranks[order[place]] = (from + 1 + i) / 2;
  }
  return ranks;
}
