import { intervalOf, type LatentScale } from './latent-scale.ts';

/** Rows from which on shares are kept exactly. */
const LEAST_ROWS = 500;
/** Ranks are exact but for rows in the same of so many bins of equal width. */
const BINS = 16_384;
const REACH = 4.5;

/**
 * The interval of each of many draws from a scale's own normal distribution. By rank instead of by value: the shares of the intervals then
 * come out as those of the training rows, to within one row, as if drawn without replacement. Few rows are taken by value.
 *
 * @param start uniform in [0, 1): where within the first of equal steps through the shares to begin
 */
export function rankIntervals(scale: LatentScale, latents: Float64Array, start: number): Int32Array {
  const rows = latents.length;
  if (rows < LEAST_ROWS) return Int32Array.from(latents, (latent) => intervalOf(scale, latent));
  const bins = new Uint16Array(rows);
  const next = new Int32Array(BINS + 1);
  const perUnit = BINS / (2 * REACH);
  for (let row = 0; row < rows; row++) {
    const bin = Math.max(0, Math.min(BINS - 1, Math.floor((latents[row] + REACH) * perUnit)));
    bins[row] = bin;
    next[bin + 1]++;
  }
  for (let bin = 1; bin < BINS; bin++) next[bin] += next[bin - 1];
  const sorted = spreadIntervals(scale, rows, start);
  const intervals = new Int32Array(rows);
  for (let row = 0; row < rows; row++) intervals[row] = sorted[next[bins[row]]++];
  return intervals;
}

/** Intervals in ascending order, each as often as its share of `rows` allows: systematic sampling. */
function spreadIntervals({ upTo }: LatentScale, rows: number, start: number): Int32Array {
  const step = upTo[upTo.length - 1] / rows;
  const sorted = new Int32Array(rows);
  const last = upTo.length - 1;
  for (let rank = 0, interval = 0; rank < rows; rank++) {
    const at = (rank + start) * step;
    while (interval < last && upTo[interval] <= at) interval++;
    sorted[rank] = interval;
  }
  return sorted;
}
