import { isUtf8 } from 'node:buffer';
import type { ArrowBody } from './arrow-body.ts';
import type { ArrowBatch } from './arrow-message.ts';
import type { ArrowField, ArrowLayout } from './arrow-schema.ts';

/** Some rows of a column as they lie in the file: fixed-width values, or cells of bytes. */
export interface ArrowSlice {
  readonly rows: number;
  /** 1 = missing; `null` = none is. */
  readonly missing: Uint8Array | null;
  /** Values of a fixed width one behind the other, aligned; a byte each for bits. */
  readonly values: Uint8Array;
  /** `offsets` and `views`: cell `i` is `bytes[starts[i]]` up to `bytes[ends[i]]`. */
  readonly bytes: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** Where a column's buffers begin among those of a batch. */
export interface ArrowColumnPlace {
  readonly node: number;
  readonly buffer: number;
  /** `views`: how many data buffers. */
  readonly variadic: number;
}

/** The most bytes of texts in a slice, and in one text. */
const SLICE_BYTES = 1 << 25;
export const longestText: number = 1 << 28;

const none = new Uint8Array(0);
const nowhere = new Int32Array(0);

/** Bytes of a value in {@link ArrowSlice}`.values`. */
export const valueWidth = (layout: ArrowLayout): number =>
  layout.storage === 'fixed' ? layout.width : layout.storage === 'bits' ? 1 : 0;

/** The layout in which a field's own column is stored: that of its codes when it has a dictionary. */
export const storedLayout = ({ type, dictionary }: ArrowField): ArrowLayout => (dictionary?.codes ?? type).layout;

const bufferCount = (layout: ArrowLayout, variadic: number): number => {
  if (layout.storage === 'none') return 0;
  if (layout.storage === 'views') return 2 + variadic;
  return layout.storage === 'offsets' ? 3 : 2;
};

/** Where the columns of a batch lie. Throws a `RangeError` when the batch does not have what they need. */
export function placesOf(layouts: readonly ArrowLayout[], batch: ArrowBatch): readonly ArrowColumnPlace[] {
  let buffer = 0;
  let views = 0;
  const places = layouts.map((layout, node) => {
    const variadic = layout.storage === 'views' ? (batch.variadic[views++] ?? 0) : 0;
    const place = { node, buffer, variadic };
    buffer += bufferCount(layout, variadic);
    return place;
  });
  if (batch.nodes.length !== layouts.length || batch.buffers.length !== buffer) {
    throw new RangeError(`rows with ${batch.nodes.length} columns are declared, and the schema has ${layouts.length}`);
  }
  if (batch.nodes.some(({ length }) => length !== batch.rows))
    throw new RangeError('columns of different length are declared');
  return places;
}

/** How many rows from `from` on, `most` at the most, have texts of a size that is read at once. */
export async function rowsAtOnce(
  layout: ArrowLayout,
  body: ArrowBody,
  { buffer }: ArrowColumnPlace,
  from: number,
  most: number,
): Promise<number> {
  if (layout.storage === 'offsets') {
    const offsets = await readOffsets(layout.width, body, buffer, from, most);
    let rows = 1;
    while (rows < most && offsets[rows + 1] - offsets[0] <= SLICE_BYTES) rows++;
    return rows;
  }
  if (layout.storage !== 'views') return most;
  const views = new DataView(aligned(await body.read(buffer + 1, 16 * from, 16 * most)).buffer);
  let total = 0;
  for (let row = 0; row < most; row++) {
    total += Math.max(0, views.getInt32(16 * row, true));
    if (total > SLICE_BYTES && row > 0) return row;
  }
  return most;
}

/** Reads rows `from` to `from + rows` of a column. */
export async function readSlice(
  layout: ArrowLayout,
  body: ArrowBody,
  place: ArrowColumnPlace,
  missing: number,
  from: number,
  rows: number,
): Promise<ArrowSlice> {
  const { buffer } = place;
  const plain = { rows, values: none, bytes: none, starts: nowhere, ends: nowhere };
  if (layout.storage === 'none') return { ...plain, missing: new Uint8Array(rows).fill(1) };
  const known = { ...plain, missing: await readMissing(body, buffer, missing, from, rows) };
  if (layout.storage === 'bits') return { ...known, values: await readBits(body, buffer + 1, from, rows) };
  if (layout.storage === 'fixed') {
    const { width } = layout;
    return { ...known, values: aligned(await body.read(buffer + 1, width * from, width * rows)) };
  }
  if (layout.storage === 'views') return { ...known, ...(await readViews(body, place, known.missing, from, rows)) };
  const offsets = await readOffsets(layout.width, body, buffer, from, rows);
  const bytes = await body.read(buffer + 2, offsets[0], offsets[rows] - offsets[0]);
  const relative = Int32Array.from(offsets, (offset) => offset - offsets[0]);
  return { ...known, bytes, starts: relative.slice(0, rows), ends: relative.subarray(1) };
}

/** A copy that typed arrays of any width can lie over. */
export const aligned = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);

async function readMissing(
  body: ArrowBody,
  buffer: number,
  missing: number,
  from: number,
  rows: number,
): Promise<Uint8Array | null> {
  if (missing === 0) return null;
  const present = await readBits(body, buffer, from, rows);
  for (let i = 0; i < rows; i++) present[i] ^= 1;
  return present;
}

/** Bits, least significant first, as bytes 0 and 1. */
async function readBits(body: ArrowBody, buffer: number, from: number, rows: number): Promise<Uint8Array> {
  const first = Math.floor(from / 8);
  const bits = await body.read(buffer, first, Math.ceil((from + rows) / 8) - first);
  const shift = from - 8 * first;
  const values = new Uint8Array(rows);
  for (let i = 0; i < rows; i++) values[i] = (bits[(i + shift) >> 3] >> ((i + shift) & 7)) & 1;
  return values;
}

/** `rows + 1` offsets, which must not fall. */
async function readOffsets(
  width: 4 | 8,
  body: ArrowBody,
  buffer: number,
  from: number,
  rows: number,
): Promise<Float64Array> {
  const bytes = aligned(await body.read(buffer + 1, width * from, width * (rows + 1)));
  const offsets = new Float64Array(rows + 1);
  if (width === 4) offsets.set(new Int32Array(bytes.buffer));
  else {
    const halves = new Uint32Array(bytes.buffer);
    for (let i = 0; i <= rows; i++) offsets[i] = halves[2 * i + 1] * 2 ** 32 + halves[2 * i];
  }
  if (offsets[0] < 0) throw new RangeError('a text is declared to begin before its column');
  for (let i = 0; i < rows; i++) {
    const length = offsets[i + 1] - offsets[i];
    if (length < 0) throw new RangeError('a text is declared to end before it begins');
    if (length > longestText) throw new RangeError(`a text of ${length} bytes is declared`);
  }
  return offsets;
}

/** Views: a length, then the text itself up to 12 bytes, or four of its bytes, the data buffer and where in it. */
async function readViews(
  body: ArrowBody,
  { buffer, variadic }: ArrowColumnPlace,
  missing: Uint8Array | null,
  from: number,
  rows: number,
): Promise<{ readonly bytes: Uint8Array; readonly starts: Int32Array; readonly ends: Int32Array }> {
  const inline = aligned(await body.read(buffer + 1, 16 * from, 16 * rows));
  const views = new DataView(inline.buffer);
  const starts = new Int32Array(rows);
  const ends = new Int32Array(rows);
  const outside: { row: number; data: number; offset: number; length: number }[] = [];
  let total = inline.length;
  for (let row = 0; row < rows; row++) {
    if (missing?.[row] === 1) continue;
    const length = views.getInt32(16 * row, true);
    if (length < 0 || length > longestText) throw new RangeError(`a text of ${length} bytes is declared`);
    starts[row] = 16 * row + 4;
    if (length > 12) {
      const [data, offset] = [views.getInt32(16 * row + 8, true), views.getInt32(16 * row + 12, true)];
      if (data < 0 || data >= variadic || offset < 0) throw new RangeError('a text lies in a buffer that is not there');
      outside.push({ row, data, offset, length });
      starts[row] = total;
      total += length;
    }
    ends[row] = starts[row] + length;
  }
  const bytes = new Uint8Array(total);
  bytes.set(inline);
  for (const { data, from: first, length, texts } of stretches(outside)) {
    const read = await body.read(buffer + 2 + data, first, length);
    for (const text of texts)
      bytes.set(read.subarray(text.offset - first, text.offset - first + text.length), starts[text.row]);
  }
  return { bytes, starts, ends };
}

interface OutsideText {
  readonly row: number;
  readonly data: number;
  readonly offset: number;
  readonly length: number;
}

interface Stretch {
  readonly data: number;
  readonly from: number;
  length: number;
  readonly texts: OutsideText[];
}

/** Texts that lie near one another, so that they are read at once. */
function stretches(texts: readonly OutsideText[]): readonly Stretch[] {
  const found: Stretch[] = [];
  let last: Stretch | undefined;
  for (const text of [...texts].sort((a, b) => a.data - b.data || a.offset - b.offset)) {
    const near = last !== undefined && last.data === text.data && text.offset <= last.from + last.length + 4096;
    if (last === undefined || !near) {
      last = { data: text.data, from: text.offset, length: 0, texts: [] };
      found.push(last);
    }
    last.length = Math.max(last.length, text.offset + text.length - last.from);
    last.texts.push(text);
  }
  return found;
}

/** The first present cell that is no UTF-8; -1 when all are. */
export function firstForeign({ rows, missing, bytes, starts, ends }: ArrowSlice): number {
  const whole = rows > 0 && ends[rows - 1] >= starts[0] && isUtf8(bytes.subarray(starts[0], ends[rows - 1]));
  for (let row = 0; row < rows; row++) {
    if (missing?.[row] === 1) continue;
    // In a sound stretch, a cell is sound when it begins with a whole character, and so does the next.
    const inside =
      whole && isBoundary(bytes, starts[row], ends[rows - 1]) && isBoundary(bytes, ends[row], ends[rows - 1]);
    if (!(inside && starts[row] >= starts[0]) && !isUtf8(bytes.subarray(starts[row], ends[row]))) return row;
  }
  return -1;
}

const isBoundary = (bytes: Uint8Array, at: number, end: number): boolean =>
  at === end || (at < end && (bytes[at] & 0xc0) !== 0x80);
