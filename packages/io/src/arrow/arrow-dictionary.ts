import type { ArrowSlice } from './arrow-slice.ts';

/** The rows of a dictionary that codes point at. Throws a `RangeError` for a code beyond it. */
export function takeFromSlice(from: ArrowSlice, codes: Float64Array, width: number): ArrowSlice {
  const rows = codes.length;
  const missing = new Uint8Array(rows);
  const texts = from.starts.length > 0;
  const values = new Uint8Array(width * rows);
  const starts = new Int32Array(texts ? rows : 0);
  const ends = new Int32Array(texts ? rows : 0);
  for (let row = 0; row < rows; row++) {
    const code = codes[row];
    if (Number.isNaN(code)) {
      missing[row] = 1;
      continue;
    }
    if (!(code >= 0 && code < from.rows))
      throw new RangeError(`the code ${code} points outside its dictionary of ${from.rows} values`);
    missing[row] = from.missing?.[code] ?? 0;
    for (let i = 0; i < width; i++) values[width * row + i] = from.values[width * code + i];
    if (texts) {
      starts[row] = from.starts[code];
      ends[row] = from.ends[code];
    }
  }
  return { rows, missing, values, bytes: from.bytes, starts, ends };
}

/** One slice behind the other: a dictionary and what was added to it. */
export function joinSlices(a: ArrowSlice, b: ArrowSlice): ArrowSlice {
  const bytes = Buffer.concat([a.bytes, b.bytes]);
  if (bytes.length >= 2 ** 31) throw new RangeError('a dictionary of over 2 GB is declared');
  const joined = (x: Int32Array, y: Int32Array) => {
    const both = new Int32Array(x.length + y.length);
    both.set(x);
    for (let i = 0; i < y.length; i++) both[x.length + i] = y[i] + a.bytes.length;
    return both;
  };
  const missing = new Uint8Array(a.rows + b.rows);
  if (a.missing !== null) missing.set(a.missing);
  if (b.missing !== null) missing.set(b.missing, a.rows);
  return {
    ...{ rows: a.rows + b.rows, missing, bytes, values: new Uint8Array(Buffer.concat([a.values, b.values])) },
    ...{ starts: joined(a.starts, b.starts), ends: joined(a.ends, b.ends) },
  };
}
