import type { Random } from '@verisim/core';
import { gridNeighbour, type Rounding, roundLike } from './value-grid.ts';

/**
 * The distinct values with a rare smallest and largest one drawn inwards by 1 to 5 % of the gap to the next value, and at least one
 * step of the grid, so that neither the rows nor the saved model hold the real ends. Histograms on the range hardly move.
 *
 * @param values ascending
 * @param rare whether the value at a place is rare
 */
export function shrinkExtremes(
  values: Float64Array,
  rare: (at: number) => boolean,
  rounding: Rounding,
  random: Random,
): Float64Array {
  const last = values.length - 1;
  const shrunk = values.slice();
  if (last < 2) return shrunk;
  const share = () => 0.01 + 0.04 * random.next();
  const [atLow, atHigh] = [share(), share()];
  if (rare(0)) {
    const inner = roundLike(rounding, values[0] * (1 - atLow) + values[1] * atLow);
    shrunk[0] = Math.min(values[1], Math.max(inner, gridNeighbour(rounding.grid, values[0], 1)));
  }
  if (rare(last)) {
    const inner = roundLike(rounding, values[last] * (1 - atHigh) + values[last - 1] * atHigh);
    shrunk[last] = Math.max(values[last - 1], Math.min(inner, gridNeighbour(rounding.grid, values[last], -1)));
  }
  return shrunk;
}
