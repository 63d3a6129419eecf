/**
 * The suffix array of a sequence: places in the order of what begins there, a shorter beginning first. Prefix doubling with radix sorts
 * (Manber & Myers 1993, SIAM Journal on Computing 22): O(n log n), five 32-bit arrays.
 *
 * @param tokens 0 or more each, less than `alphabet`
 */
export function suffixArray(tokens: Int32Array, alphabet: number): Int32Array {
  const n = tokens.length;
  let rank: Int32Array = tokens.slice();
  let next: Int32Array = new Int32Array(n);
  const counts = new Int32Array(Math.max(alphabet, n) + 1);
  const other: Int32Array = new Int32Array(n).map((_, i) => i);
  let order = sortByRank(other, new Int32Array(n), rank, counts, alphabet);
  let ranks = rankAnew(order, rank, next, 0);
  [rank, next] = [next, rank];
  for (let width = 1; ranks < n; width *= 2) {
    let length = 0;
    for (let i = Math.max(0, n - width); i < n; i++) other[length++] = i;
    for (let i = 0; i < n; i++) if (order[i] >= width) other[length++] = order[i] - width;
    order = sortByRank(other, order, rank, counts, ranks);
    ranks = rankAnew(order, rank, next, width);
    [rank, next] = [next, rank];
  }
  return order;
}

/** Sorts places stably by their rank into `into`. */
function sortByRank(
  places: Int32Array,
  into: Int32Array,
  rank: Int32Array,
  counts: Int32Array,
  ranks: number,
): Int32Array {
  counts.fill(0, 0, ranks + 1);
  for (let i = 0; i < rank.length; i++) counts[rank[i] + 1]++;
  for (let r = 0; r < ranks; r++) counts[r + 1] += counts[r];
  for (let i = 0; i < places.length; i++) into[counts[rank[places[i]]]++] = places[i];
  return into;
}

/** Ranks from 0 by the rank of a place and of the place `width` later; returns how many. */
function rankAnew(order: Int32Array, rank: Int32Array, next: Int32Array, width: number): number {
  const n = order.length;
  const after = (place: number) => (width > 0 && place + width < n ? rank[place + width] : -1);
  let ranks = 0;
  for (let i = 0; i < n; i++) {
    const [place, before] = [order[i], order[Math.max(0, i - 1)]];
    if (i === 0 || rank[place] !== rank[before] || after(place) !== after(before)) ranks++;
    next[place] = ranks - 1;
  }
  return ranks;
}
