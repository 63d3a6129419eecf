import { appendBytes, type GrowingBytes, growingBytes, reserve } from '../growing-bytes.ts';
import { createGathered, type Gathered, gatherCodes, gatherNumbers } from './gather-cells.ts';
import { appendHybrid, appendPresence, bitsFor } from './hybrid-runs.ts';
import { codeNumbers, createNumberDictionary, type NumberDictionary } from './number-dictionary.ts';
import { appendPage, codecs, encodings } from './parquet-page.ts';
import type { PhysicalType } from './physical-type.ts';
import { type RowGroup, rowGroupRows } from './row-groups.ts';
import { appendPlainText, type TextChunk } from './text-chunk.ts';

/** A column of one row group as it was appended. */
export interface ColumnChunk {
  readonly codec: number;
  readonly encodings: readonly number[];
  /** Where its dictionary, if it has one, and its cells begin, from where the chunk begins. */
  readonly dictionary: number | null;
  readonly data: number;
  /** Bytes, and bytes if its pages were not packed. */
  readonly bytes: number;
  readonly unpacked: number;
  readonly missing: number;
  /** The least and the greatest number in the plain encoding; `null` for texts and where all are missing. */
  readonly range: readonly [Uint8Array, Uint8Array] | null;
}

/** Room to make column chunks in. */
export interface ChunkRoom {
  readonly gathered: Gathered;
  readonly numbers: NumberDictionary;
  readonly body: GrowingBytes;
}

export const createChunkRoom = (): ChunkRoom => ({
  gathered: createGathered(rowGroupRows),
  numbers: createNumberDictionary(rowGroupRows / 4),
  body: growingBytes(1 << 21),
});

/**
 * Appends a column of a row group. Coded columns and numbers that repeat are written by a dictionary, not packed; other numbers and texts
 * one after another, packed with Zstandard.
 */
export function appendColumnChunk(
  out: GrowingBytes,
  group: RowGroup,
  column: number,
  type: PhysicalType,
  room: ChunkRoom,
): ColumnChunk {
  const texts = group.texts[column];
  if (texts !== null) return textChunk(out, texts);
  if (type.append === null) return codedChunk(out, group, column, room);
  return numberChunk(out, group, column, type.append, room);
}

function codedChunk(out: GrowingBytes, group: RowGroup, column: number, room: ChunkRoom): ColumnChunk {
  const { levels, count } = gatherCodes(group, column, room.gathered);
  if (count === 0) return plainChunk(out, group.rows, { count, plain: () => {}, range: null }, room);
  const plain = (body: GrowingBytes) => {
    for (const level of levels) appendPlainText(body, level);
  };
  return dictionaryChunk(out, group.rows, { size: levels.length, plain, count, range: null }, room);
}

function numberChunk(
  out: GrowingBytes,
  group: RowGroup,
  column: number,
  append: NonNullable<PhysicalType['append']>,
  room: ChunkRoom,
): ColumnChunk {
  const { gathered, numbers } = room;
  const count = gatherNumbers(group, column, gathered);
  if (count > 0 && codeNumbers(numbers, gathered.values, count, gathered.codes)) {
    const { distinct, size } = numbers;
    const plain = (target: GrowingBytes) => append(target, distinct, size);
    return dictionaryChunk(out, group.rows, { size, plain, count, range: rangeOf(distinct, size, append) }, room);
  }
  const plain = (target: GrowingBytes) => append(target, gathered.values, count);
  return plainChunk(out, group.rows, { count, plain, range: rangeOf(gathered.values, count, append) }, room);
}

/** Cells of a chunk that are present. */
interface Present {
  readonly count: number;
  /** Appends the cells, or the distinct ones of a dictionary, in the plain encoding. */
  readonly plain: (body: GrowingBytes) => void;
  readonly range: ColumnChunk['range'];
}

function plainChunk(
  out: GrowingBytes,
  rows: number,
  { count, plain, range }: Present,
  { gathered, body }: ChunkRoom,
): ColumnChunk {
  const start = out.used;
  body.used = 0;
  appendPresence(body, gathered.present, rows, rows - count);
  plain(body);
  const unpacked = appendPage(out, plainPage(rows, body));
  return { ...PLAIN, bytes: out.used - start, unpacked, missing: rows - count, range };
}

function textChunk(out: GrowingBytes, { pages, unpacked, missing }: TextChunk): ColumnChunk {
  appendBytes(out, pages.bytes.subarray(0, pages.used));
  return { ...PLAIN, bytes: pages.used, unpacked, missing, range: null };
}

const PLAIN = {
  codec: codecs.zstd,
  encodings: [encodings.hybrid, encodings.plain],
  dictionary: null,
  data: 0,
} as const;

const plainPage = (values: number, { bytes, used }: GrowingBytes) =>
  ({ type: 'data', values, encoding: encodings.plain, codec: codecs.zstd, body: bytes.subarray(0, used) }) as const;

function dictionaryChunk(
  out: GrowingBytes,
  rows: number,
  { size, plain, count, range }: Present & { readonly size: number },
  { gathered, body }: ChunkRoom,
): ColumnChunk {
  const codec = codecs.none;
  const start = out.used;
  const page = () => body.bytes.subarray(0, body.used);
  body.used = 0;
  plain(body);
  let unpacked = appendPage(out, { type: 'dictionary', values: size, encoding: encodings.plain, codec, body: page() });
  const data = out.used - start;
  body.used = 0;
  appendPresence(body, gathered.present, rows, rows - count);
  const bits = Math.max(1, bitsFor(size));
  reserve(body, 1);
  body.bytes[body.used++] = bits;
  appendHybrid(body, gathered.codes, count, bits);
  unpacked += appendPage(out, { type: 'data', values: rows, encoding: encodings.dictionary, codec, body: page() });
  return {
    ...{ codec, encodings: [encodings.plain, encodings.hybrid, encodings.dictionary], dictionary: 0, data },
    ...{ bytes: out.used - start, unpacked, missing: rows - count, range },
  };
}

/** The least and the greatest of the numbers, zeros of either sign below and above others (parquet.thrift, `Statistics`). */
function rangeOf(
  values: Float64Array,
  count: number,
  append: NonNullable<PhysicalType['append']>,
): ColumnChunk['range'] {
  if (count === 0) return null;
  const low = leastOf(values, count);
  const high = greatestOf(values, count);
  const encoded = growingBytes(16);
  append(encoded, Float64Array.of(low === 0 ? -0 : low, high === 0 ? 0 : high), 2);
  const half = encoded.used / 2;
  return [encoded.bytes.subarray(0, half), encoded.bytes.subarray(half, 2 * half)];
}

function leastOf(values: Float64Array, count: number): number {
  let least = values[0];
  for (let i = 1; i < count; i++) if (values[i] < least) least = values[i];
  return least;
}

function greatestOf(values: Float64Array, count: number): number {
  let greatest = values[0];
  for (let i = 1; i < count; i++) if (values[i] > greatest) greatest = values[i];
  return greatest;
}
