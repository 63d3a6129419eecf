/**
 * Pearson's correlation of two columns over the rows where both are present, in [-1, 1]; `null` when fewer than two such rows
 * are left or one of the columns is constant on them.
 */
export function pearsonCorrelation(a: Float64Array, b: Float64Array): number | null {
  let n = 0;
  let sumA = 0;
  let sumB = 0;
  for (let i = 0; i < a.length; i++) {
    if (Number.isNaN(a[i]) || Number.isNaN(b[i])) continue;
    n++;
    sumA += a[i];
    sumB += b[i];
  }
  const meanA = sumA / n;
  const meanB = sumB / n;
  let [aa, bb, ab, first] = [0, 0, 0, -1];
  let [variesA, variesB] = [false, false];
  for (let i = 0; i < a.length; i++) {
    if (Number.isNaN(a[i]) || Number.isNaN(b[i])) continue;
    if (first < 0) first = i;
    if (a[i] !== a[first]) variesA = true;
    if (b[i] !== b[first]) variesB = true;
    const x = a[i] - meanA;
    const y = b[i] - meanB;
    aa += x * x;
    bb += y * y;
    ab += x * y;
  }
  if (!variesA || !variesB) return null;
  const correlation = ab / (Math.sqrt(aa) * Math.sqrt(bb));
  return Number.isFinite(correlation) ? Math.max(-1, Math.min(1, correlation)) : null;
}
