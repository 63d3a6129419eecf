/**
 * The smallest rows in which any two of so many yes-no factors take all four pairs of values: columns of N rows, the first of them 0, each with its own half
 * of the others 1; C(N - 1, ceil(N / 2)) such columns exist (Katona 1973; Kleitman & Spencer 1973).
 */
export function binaryPairs(factors: number): Int32Array[] {
  let rows = 4;
  while (choose(rows - 1, Math.ceil(rows / 2)) < factors) rows++;
  const columns = subsets(rows - 1, Math.ceil(rows / 2), factors);
  return Array.from({ length: rows }, (_, row) =>
    Int32Array.from(columns, (column) => (column.includes(row - 1) ? 1 : 0)),
  );
}

function choose(n: number, k: number): number {
  let product = 1;
  for (let i = 1; i <= k; i++) product = (product * (n - k + i)) / i;
  return Math.round(product);
}

/** The first `most` subsets of `k` of the numbers below `n`. */
function subsets(n: number, k: number, most: number): number[][] {
  const found: number[][] = [];
  const subset = Array.from({ length: k }, (_, i) => i);
  while (found.length < most) {
    found.push([...subset]);
    const at = subset.findLastIndex((value, i) => value < n - k + i);
    if (at < 0) break;
    subset[at]++;
    for (let i = at + 1; i < k; i++) subset[i] = subset[i - 1] + 1;
  }
  return found;
}
