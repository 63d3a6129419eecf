/**
 * p values adjusted for being several (Holm 1979, Scandinavian Journal of Statistics 6): rejecting where the adjusted p is
 * below alpha keeps the chance of any false rejection below alpha, whatever the dependence. In the order given, at most 1.
 */
export function holm(pValues: readonly number[]): readonly number[] {
  const order = [...pValues.keys()].sort((a, b) => pValues[a] - pValues[b]);
  const adjusted = new Array<number>(pValues.length);
  let least = 0;
  for (const [rank, i] of order.entries()) {
    least = Math.max(least, Math.min(1, (pValues.length - rank) * pValues[i]));
    adjusted[i] = least;
  }
  return adjusted;
}
