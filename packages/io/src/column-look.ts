import { type ByteDictionary, createByteDictionary, type DictionaryLimits } from './byte-dictionary.ts';
import { type NumberRead, numberClasses, readNumber } from './byte-number.ts';
import { beginsLikeDate, formatsOf, type KnownFormat } from './date-formats.ts';
import type { MarkerTest } from './missing-markers.ts';
import type { NumberCells, TextCells } from './source.ts';

/** How a column is looked at: as numbers until one is none, as texts, or only for missing cells. */
export type LookMode = 'numbers' | 'texts' | 'nothing';

/** One cell that stands for its like. */
export interface Example {
  readonly row: number;
  readonly text: string;
}

/** What a pass over a column has seen so far. Rows count from 0; counts are of rows. */
export interface ColumnLook {
  mode: LookMode;
  /** Whether the mode changes to texts at the first cell that is no plain number. */
  readonly mayTurn: boolean;
  readonly isMarker: MarkerTest;
  rows: number;
  missing: number;
  /** Numbers by spelling, see `readNumber`; markers of missing values; anything else. */
  canonical: number;
  plain: number;
  odd: number;
  other: number;
  markers: number;
  firstOdd: Example | null;
  firstOther: Example | null;
  firstMarker: Example | null;
  /** Numbers that are not whole. */
  fractions: number;
  firstFraction: Example | null;
  /** The most decimals that a number shows. */
  decimals: number;
  /** Whether the numbers are 0, 1, 2 ... or 1, 2, 3 ..., and whether each is above the one before it. */
  countsUp: boolean;
  increasing: boolean;
  last: number;
  /** The numbers of a column that is named as an identifier, until one comes twice or there are too many to keep. */
  seen: Set<number> | null;
  /** Whether no number came twice, as far as they were kept. */
  repeated: boolean;
  /** Texts seen before the mode turned were not taken in: the column must be looked at again. */
  late: boolean;
  readonly dictionary: ByteDictionary;
  /** Texts that came when the dictionary was full. */
  readonly beyond: TextsBeyond;
}

/** What is known of texts that the dictionary had no room for. */
export interface TextsBeyond {
  rows: number;
  /** Rows with a text when the first one came. */
  rowsBefore: number;
  /** Sum of characters, and rows whose text holds white space. */
  characters: number;
  spaced: number;
  /** The date formats that all of them are written in, `null` before the first; the first that fits none. */
  formats: readonly KnownFormat[] | null;
  unfit: Example | null;
}

/** How to look at a column. */
export interface LookOptions {
  readonly mode: LookMode;
  readonly mayTurn: boolean;
  readonly isMarker: MarkerTest;
  /** Whether the column is named as an identifier. */
  readonly named: boolean;
  readonly limits: DictionaryLimits;
}

/** Numbers of an identifier that are kept to see whether one comes twice. */
const MOST_SEEN = 1 << 21;

export function createColumnLook(options: LookOptions): ColumnLook {
  return {
    ...{ mode: options.mode, mayTurn: options.mayTurn, isMarker: options.isMarker, rows: 0, missing: 0 },
    ...{ canonical: 0, plain: 0, odd: 0, other: 0, markers: 0, firstOdd: null, firstOther: null, firstMarker: null },
    ...{ fractions: 0, firstFraction: null, decimals: 0, countsUp: true, increasing: true, last: Number.NaN },
    ...{ seen: options.named ? new Set<number>() : null, repeated: false },
    ...{ late: false, dictionary: createByteDictionary(options.limits) },
    beyond: { rows: 0, rowsBefore: 0, characters: 0, spaced: 0, formats: null, unfit: null },
  };
}

/** Looks at the next cells of a column of texts. */
export function lookAtTexts(look: ColumnLook, cells: TextCells, rows: number, formats: readonly KnownFormat[]): void {
  if (look.mode === 'numbers' && !lookForNumbers(look, cells, rows)) {
    look.mode = 'texts';
    look.late = look.rows > look.missing;
  }
  if (look.mode === 'texts') lookForTexts(look, cells, rows, formats);
  else if (look.mode === 'nothing') look.missing += countMissing(cells.starts, rows);
  look.rows += rows;
}

/** Counts numbers; `false`, with nothing counted of this batch but kinds of numbers, as soon as the column may turn to texts. */
function lookForNumbers(look: ColumnLook, { bytes, starts, ends }: TextCells, rows: number): boolean {
  const read: NumberRead = { value: 0, decimals: 0 };
  let missing = 0;
  for (let row = 0; row < rows; row++) {
    const start = starts[row];
    if (start < 0) {
      missing++;
      look.countsUp = false;
      continue;
    }
    const spelling = readNumber(bytes, start, ends[row], read);
    if (spelling === numberClasses.canonical) {
      look.canonical++;
      noteOrder(look, read.value);
    } else if (spelling === numberClasses.plain) {
      look.plain++;
      noteFraction(look, read, bytes, start, ends[row], row);
    } else if (spelling === numberClasses.other && look.isMarker(bytes, start, ends[row])) {
      look.markers++;
      look.countsUp = false;
      look.firstMarker ??= exampleOf(look, bytes, start, ends[row], row);
    } else {
      const example = exampleOf(look, bytes, start, ends[row], row);
      if (spelling === numberClasses.odd) {
        look.odd++;
        look.firstOdd ??= example;
        noteFraction(look, read, bytes, start, ends[row], row);
      } else {
        look.other++;
        look.firstOther ??= example;
      }
      if (look.mayTurn) return false;
    }
  }
  look.missing += missing;
  return true;
}

function noteOrder(look: ColumnLook, value: number): void {
  const first = Number.isNaN(look.last);
  if (first ? value !== 0 && value !== 1 : value !== look.last + 1) look.countsUp = false;
  if (!first && value <= look.last) look.increasing = false;
  look.last = value;
  if (look.seen === null) return;
  if (look.seen.has(value)) {
    look.repeated = true;
    look.seen = null;
  } else if (look.seen.size < MOST_SEEN) look.seen.add(value);
}

function noteFraction(
  look: ColumnLook,
  { value, decimals }: NumberRead,
  bytes: Uint8Array,
  start: number,
  end: number,
  row: number,
): void {
  look.countsUp = false;
  if (decimals > look.decimals) look.decimals = decimals;
  if (Number.isInteger(value)) return;
  look.fractions++;
  look.firstFraction ??= exampleOf(look, bytes, start, end, row);
}

function exampleOf(look: ColumnLook, bytes: Uint8Array, start: number, end: number, row: number): Example {
  const cut = Math.min(end, start + 200);
  return { row: look.rows + row, text: Buffer.from(bytes.subarray(start, cut)).toString() };
}

function lookForTexts(look: ColumnLook, cells: TextCells, rows: number, formats: readonly KnownFormat[]): void {
  const { bytes, starts, ends } = cells;
  for (let row = 0; row < rows; row++) {
    row = look.dictionary.addTexts(cells, row, rows, look.rows);
    if (row === rows) break;
    if (look.beyond.rows === 0) {
      look.beyond.rowsBefore = look.rows + row - look.missing - countMissing(starts, row);
    }
    lookBeyond(look, bytes, starts[row], ends[row], row, formats);
  }
  look.missing += countMissing(starts, rows);
}

function countMissing(starts: Int32Array, rows: number): number {
  let missing = 0;
  for (let row = 0; row < rows; row++) missing += starts[row] >>> 31;
  return missing;
}

function lookBeyond(
  look: ColumnLook,
  bytes: Uint8Array,
  start: number,
  end: number,
  row: number,
  formats: readonly KnownFormat[],
): void {
  const { beyond } = look;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString();
  beyond.rows++;
  beyond.characters += characters(text);
  if (/\s/.test(text)) beyond.spaced++;
  if (look.isMarker(bytes, start, end) || beyond.formats?.length === 0) return;
  const before = beyond.formats ?? formats;
  beyond.formats = beginsLikeDate(text) || before.length < 3 ? formatsOf(text, before) : [];
  if (beyond.formats.length === 0) beyond.unfit = { row: look.rows + row, text };
}

/** Looks at the next cells of a column of numbers. */
export function lookAtNumbers(look: ColumnLook, { values }: NumberCells, rows: number): void {
  let power = 10 ** look.decimals;
  for (let row = 0; row < rows; row++) {
    const value = values[row];
    if (Number.isNaN(value)) {
      look.missing++;
      look.countsUp = false;
      continue;
    }
    noteOrder(look, value);
    if (Number.isInteger(value)) continue;
    look.fractions++;
    look.firstFraction ??= { row: look.rows + row, text: String(value) };
    if (Math.round(value * power) / power === value) continue;
    look.decimals = Math.max(look.decimals, shownDecimals(value));
    power = 10 ** look.decimals;
  }
  look.rows += rows;
}

function shownDecimals(value: number): number {
  const [mantissa, exponent = '0'] = String(value).split('e');
  return Math.max(0, (mantissa.split('.')[1] ?? '').length - Number(exponent));
}

/** Characters (code points) of a text. */
export function characters(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) if ((text.charCodeAt(i) & 0xfc00) !== 0xdc00) count++;
  return count;
}
