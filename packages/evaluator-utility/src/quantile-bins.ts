/**
 * Upper bin edges that split values into at most `bins` bins of about equal weight, a value that alone fills a bin having one
 * of its own and the rest being split again: of a column that is 92 % zeros, zero is one bin and the other values fill the
 * remaining ones. A value belongs to the first bin whose edge is not below it, the last bin has no edge.
 *
 * @param sorted present values, ascending
 */
export function quantileEdges(sorted: Float64Array, bins: number): Float64Array {
  const edges: number[] = [];
  let open = 0;
  let left = bins;
  let at = 0;
  let wanted = sorted.length / left;
  while (at < sorted.length && left > 1) {
    let end = at + 1;
    while (end < sorted.length && sorted[end] === sorted[at]) end++;
    if (end === sorted.length) {
      if (open > 0 && end - at >= wanted) edges.push(sorted[at - 1]);
      break;
    }
    const heavy = end - at >= wanted;
    if (heavy && open > 0) {
      edges.push(sorted[at - 1]);
      left--;
    }
    open = heavy ? wanted : open + end - at;
    if (open >= wanted && left > 1) {
      edges.push(sorted[end - 1]);
      left--;
      open = 0;
      wanted = (sorted.length - end) / left;
    }
    at = end;
  }
  return Float64Array.from(edges);
}

/** The bin of a value: 0 to `edges.length`. */
export function binOf(value: number, edges: Float64Array): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= edges[middle]) high = middle;
    else low = middle + 1;
  }
  return low;
}
