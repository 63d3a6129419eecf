/** A quantile between order statistics, by linear interpolation: type 7 of Hyndman & Fan (1996, The American Statistician 50), `numpy.quantile`. `sorted` ascends; `NaN` for none. */
export function linearQuantile(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) return Number.NaN;
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}
