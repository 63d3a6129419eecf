/**
 * `n ln n` for n = 0 ... `most` (0 at n = 0). With it, the entropy of counts c that sum to n is (T[n] - sum T[c]) / n nats, so a
 * gain needs additions only.
 */
export function entropyTable(most: number): Float64Array {
  const table = new Float64Array(most + 1);
  for (let n = 2; n <= most; n++) table[n] = n * Math.log(n);
  return table;
}
