/**
 * The edges of `bins` bins of equal width over the range of a sample: `bins + 1` numbers, as `numpy.histogram_bin_edges`
 * computes them, so that values on an edge fall on the same side. A single value gets a width of 1, an empty sample [0, 1].
 *
 * @param sorted present values, ascending
 */
export function equalWidthEdges(sorted: Float64Array, bins: number): Float64Array {
  let low = sorted.length === 0 ? 0 : sorted[0];
  let high = sorted.length === 0 ? 1 : sorted[sorted.length - 1];
  if (low === high) {
    low -= 0.5;
    high += 0.5;
  }
  const step = (high - low) / bins;
  const edges = Float64Array.from({ length: bins + 1 }, (_, i) => i * step + low);
  edges[bins] = high;
  return edges;
}

/**
 * The bin of each value, as SDMetrics cuts a column: bin `b` holds `edges[b] <= x < edges[b + 1]`. What reaches the last edge and
 * what is missing share one further bin, `edges.length - 1`; what is below the first edge is in bin 0 (the codes of
 * `numpy.digitize`, less one and clipped).
 */
export function binCodes(values: Float64Array, edges: Float64Array): Int32Array {
  const codes = new Int32Array(values.length);
  const last = edges.length - 1;
  const [low, high] = [edges[0], edges[last]];
  const perUnit = last / (high - low);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value < low) continue;
    if (value < high) codes[i] = binFrom(Math.min(last - 1, Math.floor((value - low) * perUnit)), value, edges);
    else codes[i] = last;
  }
  return codes;
}

/** The bin of a value, looked for from one that rounding may have missed by one. */
function binFrom(start: number, value: number, edges: Float64Array): number {
  let bin = start;
  while (value < edges[bin]) bin--;
  while (value >= edges[bin + 1]) bin++;
  return bin;
}
