import type { ColumnPair } from './prepare-column.ts';

/** A column that the real table lets no row doubt, given another. */
export interface KeptDependency {
  readonly from: string;
  readonly to: string;
  /** Share of synthetic rows that keep it, among those whose `from` value real rows have, in [0, 1]; `null` when there is none. */
  readonly kept: number | null;
}

/** Real rows per distinct value of the determining column, at least. */
const LEAST_SUPPORT = 5;
/** A column of which one value has a larger share is as good as constant. */
const MOST_COMMON = 0.99;

/**
 * The exact functional dependencies between two columns of the real table (each value of X goes with one value of Y, missing counted as one) and how many synthetic rows
 * keep them. Left out: X with fewer than 5 real rows per distinct value, where exactness is no news, and Y with one value in over 99 % of rows.
 */
export function functionalDependencies(pairs: readonly ColumnPair[]): KeptDependency[] {
  const columns = pairs.map(codeValues);
  const found: KeptDependency[] = [];
  columns.forEach((x, i) => {
    columns.forEach((y, j) => {
      if (i === j || x === null || y === null || x.distinct < 2 || y.common > MOST_COMMON) return;
      const image = imageOf(x, y);
      if (image === null) return;
      found.push({ from: pairs[i].spec.name, to: pairs[j].spec.name, kept: shareKept(x, y, image) });
    });
  });
  return found;
}

interface CodedValues {
  /** Codes in [0, distinct). */
  readonly real: Int32Array;
  /** Likewise, -1 = a value that no real row has. */
  readonly synthetic: Int32Array;
  readonly distinct: number;
  readonly common: number;
}

/** `null` for a column with too many distinct values. */
function codeValues(pair: ColumnPair): CodedValues | null {
  const values = (side: 'real' | 'synthetic') => (pair.ordered ? pair[side].values : pair[side]);
  const most = values('real').length / LEAST_SUPPORT;
  const codes = new Map<number, number>();
  const counts: number[] = [];
  const real = new Int32Array(values('real').length);
  for (let row = 0; row < real.length; row++) {
    const value = values('real')[row];
    let code = codes.get(value);
    if (code === undefined) {
      if (codes.size >= most) return null;
      code = codes.size;
      codes.set(value, code);
      counts.push(0);
    }
    counts[code]++;
    real[row] = code;
  }
  const synthetic = Int32Array.from(values('synthetic'), (value) => codes.get(value) ?? -1);
  return { real, synthetic, distinct: codes.size, common: counts.reduce((a, b) => Math.max(a, b), 0) / real.length };
}

/** The code of Y for each code of X; `null` at the first row that has another. */
function imageOf(x: CodedValues, y: CodedValues): Int32Array | null {
  const image = new Int32Array(x.distinct).fill(-1);
  for (let row = 0; row < x.real.length; row++) {
    const known = image[x.real[row]];
    if (known < 0) image[x.real[row]] = y.real[row];
    else if (known !== y.real[row]) return null;
  }
  return image;
}

function shareKept(x: CodedValues, y: CodedValues, image: Int32Array): number | null {
  let [tested, kept] = [0, 0];
  for (let row = 0; row < x.synthetic.length; row++) {
    if (x.synthetic[row] < 0) continue;
    tested++;
    if (y.synthetic[row] === image[x.synthetic[row]]) kept++;
  }
  return tested === 0 ? null : kept / tested;
}
