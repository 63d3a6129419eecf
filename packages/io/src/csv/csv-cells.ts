import type { CodedColumn, Column, ColumnSpec, TextColumn } from '@verisim/core';
import { appendText, type GrowingBytes, growingBytes, reserve } from '../growing-bytes.ts';
import { instantBytes } from '../instant-bytes.ts';
import { instantPrinter } from '../instant-printer.ts';
import { numberGrid, numberRoom, putNumber } from '../number-bytes.ts';
import { overshoot, type WordTexts, wordAligned, wordsOf, wordTexts } from '../word-texts.ts';

/** The fields of one column for some rows, as texts in words. */
export interface CsvCells {
  /**
   * Makes the fields of rows `from` to `to` and says of each where it begins in `words()` and how many bytes it has, from
   * `spans[at]` on, `stride` numbers from one row to the next. Returns the bytes of all.
   */
  make(from: number, to: number, spans: Int32Array, at: number, stride: number): number;
  words(): Int32Array;
}

/** Appends the field of a row, nothing for a missing one. */
type PutField = (out: GrowingBytes, row: number) => void;

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;

/** Texts up to this length are looked at sign by sign, longer ones at once. */
const SHORT = 48;

/** How the cells of a column are written to CSV. */
export function csvCells(spec: ColumnSpec, column: Column, delimiter: string): CsvCells {
  const quote = quoting(delimiter);
  if (column.storage === 'coded') return levelCells(column, quote);
  if (column.storage === 'text') return printedCells(textFields(column, delimiter.charCodeAt(0), quote));
  if (spec.kind === 'datetime') return printedCells(instantFields(spec, column.values, quote));
  return numberCells(spec, column.values);
}

/** A text as a field: in quotes when it is empty (an empty field is missing) or holds a sign of the format. */
function quoting(delimiter: string): (text: string) => string {
  const signs = new RegExp(`["\\r\\n\\ufeff${delimiter}]|^$`);
  return (text) => (signs.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
}

/** Each level is encoded once, and an empty field for missing cells. */
function levelCells({ codes, levels }: CodedColumn, quote: (text: string) => string): CsvCells {
  const { words, starts, lengths } = wordTexts(['', ...levels.map(quote)]);
  return {
    words: () => words,
    make(from, to, spans, at, stride) {
      let bytes = 0;
      for (let row = from, place = at; row < to; row++, place += stride) {
        const text = codes[row] + 1;
        spans[place] = starts[text];
        spans[place + 1] = lengths[text];
        bytes += lengths[text];
      }
      return bytes;
    },
  };
}

/** Fields that are printed row by row. */
function printedCells(put: PutField): CsvCells {
  const out = growingBytes(1 << 14);
  return {
    words: () => wordsOf(out),
    make(from, to, spans, at, stride) {
      out.used = 0;
      let bytes = 0;
      for (let row = from, place = at; row < to; row++, place += stride) {
        const start = out.used;
        put(out, row);
        const length = out.used - start;
        reserve(out, overshoot);
        spans[place] = start / 4;
        spans[place + 1] = length;
        bytes += length;
        out.used = start + wordAligned(length);
      }
      return bytes;
    },
  };
}

/** Numbers, small whole ones taken from a table. */
function numberCells(spec: ColumnSpec, values: Float64Array): CsvCells {
  const grid = numberGrid(spec.decimals);
  const small = smallNumbers();
  const out = growingBytes(1 << 14);
  return {
    words: () => wordsOf(out),
    make(from, to, spans, at, stride) {
      out.used = 0;
      reserve(out, (to - from) * numberRoom);
      const { bytes } = out;
      const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
      let total = 0;
      let word = 0;
      for (let row = from, place = at; row < to; row++, place += stride) {
        const value = values[row];
        let length = 0;
        if (value < TABLE && value >= 0 && Math.floor(value) === value && !Object.is(value, -0)) {
          words[word] = small.words[value];
          length = small.lengths[value];
        } else if (!Number.isNaN(value)) length = putNumber(bytes, 4 * word, value, grid) - 4 * word;
        spans[place] = word;
        spans[place + 1] = length;
        total += length;
        word += (length + 3) >> 2;
      }
      out.used = 4 * word;
      return total;
    },
  };
}

/** Whole numbers of at most four digits, each in one word. */
const TABLE = 10_000;
let table: WordTexts | null = null;

function smallNumbers(): WordTexts {
  table ??= wordTexts(Array.from({ length: TABLE }, (_, i) => String(i)));
  return table;
}

function instantFields(spec: ColumnSpec, values: Float64Array, quote: (text: string) => string): PutField {
  const print = instantPrinter(spec);
  const digits = quote(spec.format ?? '') === spec.format ? instantBytes(spec) : null;
  return (out, row) => {
    if (Number.isNaN(values[row])) return;
    if (digits === null) appendText(out, quote(print(values[row], row)));
    else {
      reserve(out, digits.room);
      out.used = digits.put(out.bytes, out.used, values[row], row);
    }
  };
}

function textFields({ values }: TextColumn, delimiter: number, quote: (text: string) => string): PutField {
  return (out, row) => {
    const text = values[row];
    if (text !== null && !putPlain(out, text, delimiter)) appendText(out, quote(text));
  };
}

/** Puts a short text of plain ASCII signs; `false`, with nothing put, for any other. */
function putPlain(out: GrowingBytes, text: string, delimiter: number): boolean {
  const { length } = text;
  if (length === 0 || length > SHORT) return false;
  reserve(out, length);
  const { bytes, used } = out;
  for (let i = 0; i < length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x80 || unit === QUOTE || unit === delimiter || unit === LF || unit === CR) return false;
    bytes[used + i] = unit;
  }
  out.used = used + length;
  return true;
}
