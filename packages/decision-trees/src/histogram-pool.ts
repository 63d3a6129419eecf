/** Histograms handed out and taken back, so that no tree allocates; at least one is always there to take. */
export interface HistogramPool {
  /** Numbers in a histogram. */
  readonly length: number;
  /** Most that may exist. */
  readonly most: number;
  readonly spare: Float64Array[];
  made: number;
}

const MOST_BYTES = 2 ** 28;

/** A pool of at most `wanted` histograms, fewer (at least 2) where those would be more than 256 MB. */
export function histogramPool(length: number, wanted: number): HistogramPool {
  const most = Math.max(2, Math.min(wanted, Math.floor(MOST_BYTES / (8 * Math.max(1, length)))));
  return { length, most, spare: [], made: 0 };
}

/** A histogram with anything in it. */
export function takeHistogram(pool: HistogramPool): Float64Array {
  const histogram = pool.spare.pop();
  if (histogram) return histogram;
  pool.made++;
  return new Float64Array(pool.length);
}

/** Whether another histogram can be taken. */
export function hasHistogram({ spare, made, most }: HistogramPool): boolean {
  return spare.length > 0 || made < most;
}
