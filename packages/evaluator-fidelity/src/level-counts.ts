/** How often each of `levels` codes occurs; the last entry, `counts[levels]`, counts missing cells (code -1 or `levels`). */
export function levelCounts(codes: Int32Array, levels: number): Int32Array {
  const counts = new Int32Array(levels + 1);
  for (let i = 0; i < codes.length; i++) counts[codes[i] < 0 ? levels : codes[i]]++;
  return counts;
}

/** Level counts without the missing ones as shares that sum to 1; `null` when nothing is present. */
export function levelShares(counts: Int32Array): Float64Array | null {
  const levels = counts.length - 1;
  let present = 0;
  for (let level = 0; level < levels; level++) present += counts[level];
  if (present === 0) return null;
  return Float64Array.from({ length: levels }, (_, level) => counts[level] / present);
}
