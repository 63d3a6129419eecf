import type { Features } from './tree.ts';

/** Where each feature's bins lie in a histogram: three numbers per bin, the sums of both derivatives and the rows. */
export interface HistogramLayout {
  readonly columns: readonly Uint8Array[];
  readonly bins: Int32Array;
  /** First bin of each feature. */
  readonly offset: Int32Array;
  /** Bins of all features. */
  readonly size: number;
}

/** Lays the bins of all features behind each other. */
export function histogramLayout({ columns, bins }: Features): HistogramLayout {
  const offset = new Int32Array(columns.length);
  let size = 0;
  for (let f = 0; f < columns.length; f++) {
    offset[f] = size;
    size += bins[f];
  }
  return { columns, bins: Int32Array.from({ length: columns.length }, (_, f) => bins[f]), offset, size };
}

/**
 * Sums the derivatives of rows `from` to `to` per bin of the given features. `first` and `second` are aligned with `rows`, so that
 * only the codes are read out of order. Four features at a time: an addition waits for the one before to the same bin, and those to
 * other features fill the gap.
 */
export function fillHistogram(
  histogram: Float64Array,
  layout: HistogramLayout,
  features: Int32Array,
  rows: Int32Array,
  first: Float64Array,
  second: Float64Array,
  from: number,
  to: number,
): void {
  const { columns, offset, bins } = layout;
  for (let i = 0; i < features.length; i++) {
    const start = 3 * offset[features[i]];
    histogram.fill(0, start, start + 3 * bins[features[i]]);
  }
  let i = 0;
  for (; i + 3 < features.length; i += 4) addFour(histogram, layout, features, i, rows, first, second, from, to);
  for (; i < features.length; i++) {
    addOne(histogram, 3 * offset[features[i]], columns[features[i]], rows, first, second, from, to);
  }
}

function addOne(
  histogram: Float64Array,
  start: number,
  column: Uint8Array,
  rows: Int32Array,
  first: Float64Array,
  second: Float64Array,
  from: number,
  to: number,
): void {
  for (let i = from; i < to; i++) {
    const cell = start + 3 * column[rows[i]];
    histogram[cell] += first[i];
    histogram[cell + 1] += second[i];
    histogram[cell + 2] += 1;
  }
}

function addFour(
  histogram: Float64Array,
  { columns, offset }: HistogramLayout,
  features: Int32Array,
  at: number,
  rows: Int32Array,
  first: Float64Array,
  second: Float64Array,
  from: number,
  to: number,
): void {
  const startA = 3 * offset[features[at]];
  const startB = 3 * offset[features[at + 1]];
  const startC = 3 * offset[features[at + 2]];
  const startD = 3 * offset[features[at + 3]];
  const columnA = columns[features[at]];
  const columnB = columns[features[at + 1]];
  const columnC = columns[features[at + 2]];
  const columnD = columns[features[at + 3]];
  for (let i = from; i < to; i++) {
    const row = rows[i];
    const g = first[i];
    const h = second[i];
    const a = startA + 3 * columnA[row];
    const b = startB + 3 * columnB[row];
    const c = startC + 3 * columnC[row];
    const d = startD + 3 * columnD[row];
    histogram[a] += g;
    histogram[a + 1] += h;
    histogram[a + 2] += 1;
    histogram[b] += g;
    histogram[b + 1] += h;
    histogram[b + 2] += 1;
    histogram[c] += g;
    histogram[c + 1] += h;
    histogram[c + 2] += 1;
    histogram[d] += g;
    histogram[d + 1] += h;
    histogram[d + 2] += 1;
  }
}

/** Takes one child's histogram from its parent's, in place: what is left is the other child's. */
export function subtractHistogram(
  parent: Float64Array,
  child: Float64Array,
  layout: HistogramLayout,
  features: Int32Array,
): void {
  for (let i = 0; i < features.length; i++) {
    const f = features[i];
    const end = 3 * (layout.offset[f] + layout.bins[f]);
    for (let cell = 3 * layout.offset[f]; cell < end; cell++) parent[cell] -= child[cell];
  }
}
