const SECOND = 1000;
const DAY = 86_400 * SECOND;
const CLOCK_STEPS = [1, 5, 15, 60, 300, 900, 3600, 6 * 3600, 12 * 3600].map((seconds) => seconds * SECOND);
const CALENDAR_STEPS = [1, 2, 7, 14, 30, 90, 180, 365, 730, 1825, 3650, 36_500].map((days) => days * DAY);

/** What the values of a column are, as far as rounding goes. */
export interface Rounding {
  readonly whole: boolean;
  /** Values are milliseconds since 1970. */
  readonly instant: boolean;
}

/**
 * Edges for a histogram of about 20 bins that do not tell the extremes: round numbers around the middle 99 % of a sample.
 * What lies outside belongs to the outer bins.
 *
 * @param sorted present values, ascending, at least one
 */
export function roundedEdges(sorted: Float64Array, { whole, instant }: Rounding): Float64Array {
  let low = quantile(sorted, 0.005);
  let high = quantile(sorted, 0.995);
  if (low === high) [low, high] = [sorted[0], sorted[sorted.length - 1]];
  const width = (high - low) / 20;
  const step = instant ? instantStep(width) : Math.max(roundStep(width || Math.abs(low) / 20 || 1), whole ? 1 : 0);
  const first = Math.floor(low / step);
  const last = Math.max(first + 1, Math.floor(high / step) + 1);
  return Float64Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.round(share * (sorted.length - 1))];
}

/** The next 1, 2 or 5 times a power of ten. */
function roundStep(width: number): number {
  const power = 10 ** Math.floor(Math.log10(width));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= width * 0.999) ?? 10;
  return factor * power;
}

function instantStep(width: number): number {
  return [...CLOCK_STEPS, ...CALENDAR_STEPS].find((step) => step >= width) ?? roundStep(width / DAY) * DAY;
}
