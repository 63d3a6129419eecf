/**
 * Pearson's correlation of two columns over the rows where both are present, in [-1, 1]; `null` when fewer than two such rows
 * are left or one of the columns is constant on them.
 */
export function pearsonCorrelation(a: Float64Array, b: Float64Array): number | null {
  let first = 0;
  while (first < a.length && Number.isNaN(a[first] + b[first])) first++;
  if (first === a.length) return null;
  const sums = sumsBeyond(a, b, a[first], b[first]);
  const meanA = sums.a / sums.rows;
  const meanB = sums.b / sums.rows;
  let [aa, bb, ab] = [0, 0, 0];
  for (let i = first; i < a.length; i++) {
    const x = a[i] - a[first] - meanA;
    const y = b[i] - b[first] - meanB;
    if (Number.isNaN(x + y)) continue;
    aa += x * x;
    bb += y * y;
    ab += x * y;
  }
  if (aa === 0 || bb === 0) return null;
  const correlation = ab / (Math.sqrt(aa) * Math.sqrt(bb));
  return Number.isFinite(correlation) ? Math.max(-1, Math.min(1, correlation)) : null;
}

/** Joint rows and the sums of what lies beyond an origin there: with a value as the origin, a constant column sums to 0 exactly. */
function sumsBeyond(a: Float64Array, b: Float64Array, originA: number, originB: number) {
  let [rows, sumA, sumB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const x = a[i] - originA;
    const y = b[i] - originB;
    if (Number.isNaN(x + y)) continue;
    rows++;
    sumA += x;
    sumB += y;
  }
  return { rows, a: sumA, b: sumB };
}
