/** Whole numbers that add up to `total`, in the proportions of the weights, none off by one or more (largest remainders, Hamilton's method; ties to the first). */
export function shareOut(total: number, weights: readonly number[]): readonly number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  if (sum <= 0) return weights.map(() => 0);
  const exact = weights.map((weight) => (total * weight) / sum);
  const shares = exact.map(Math.floor);
  const rest = exact.map((value, i) => [value - shares[i], i] as const).sort((a, b) => b[0] - a[0] || a[1] - b[1]);
  const left = total - shares.reduce((all, share) => all + share, 0);
  for (const [, i] of rest.slice(0, left)) shares[i]++;
  return shares;
}
