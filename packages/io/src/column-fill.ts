import { type Column, type ColumnSpec, columnKinds } from '@verisim/core';
import type { ByteDictionary } from './byte-dictionary.ts';
import { type NumberRead, numberClasses, readNumber } from './byte-number.ts';
import type { ColumnLook } from './column-look.ts';
import { formatReader } from './date-formats.ts';
import type { Decision } from './decision.ts';
import type { NumberCells, TextCells } from './source.ts';

/** Puts cells into a column of a table, from row `at` on. */
export type ColumnFill = (cells: TextCells | NumberCells, rows: number, column: Column, at: number) => void;

/** How a column comes from cells to a table. */
export interface ColumnPlan {
  readonly spec: ColumnSpec;
  /** Whether numbers are to be printed before they are taken. */
  readonly asTexts: boolean;
  readonly fill: ColumnFill;
}

/** An empty column of a spec. */
export function emptyColumn(spec: ColumnSpec, rows: number): Column {
  const { storage } = columnKinds[spec.kind];
  if (storage === 'numeric') return { storage, values: new Float64Array(rows) };
  if (storage === 'coded') return { storage, codes: new Int32Array(rows), levels: spec.levels ?? [] };
  return { storage, values: new Array<string | null>(rows).fill(null) };
}

/** The levels of a coded column: `first` (those of another table, in its order), then the others, by UTF-16 code units. */
export function levelsOf(look: ColumnLook, first: readonly string[]): readonly string[] {
  const known = new Set(first);
  const texts = Array.from({ length: look.dictionary.size() }, (_, code) => look.dictionary.text(code));
  return [...first, ...texts.filter((text) => !known.has(text)).sort()];
}

/** Chooses how a column is filled. */
export function planColumn(decision: Decision, spec: ColumnSpec, look: ColumnLook): ColumnPlan {
  const { storage } = columnKinds[spec.kind];
  const numbers = decision.column.native === 'integer' || decision.column.native === 'number';
  const native = numbers || decision.column.native === 'instant';
  const fill =
    storage === 'coded'
      ? codes(look.dictionary, spec.levels ?? [])
      : storage === 'text'
        ? texts
        : native
          ? copyNumbers
          : spec.kind === 'datetime'
            ? instants(look, spec)
            : parseNumbers;
  return { spec, asTexts: native && storage !== 'numeric', fill };
}

const copyNumbers: ColumnFill = (cells, rows, column, at) => {
  if (column.storage !== 'numeric' || cells.storage !== 'numbers') return;
  column.values.set(cells.values.subarray(0, rows), at);
};

const parseNumbers: ColumnFill = (cells, rows, column, at) => {
  if (column.storage !== 'numeric' || cells.storage !== 'cells') return;
  const { bytes, starts, ends } = cells;
  const { values } = column;
  const read: NumberRead = { value: 0, decimals: 0 };
  for (let row = 0; row < rows; row++) {
    const found = starts[row] >= 0 && readNumber(bytes, starts[row], ends[row], read) !== numberClasses.other;
    values[at + row] = found ? read.value : Number.NaN;
  }
};

/** Texts in a column whose texts were all looked at and taken in. */
function codes(dictionary: ByteDictionary, levels: readonly string[]): ColumnFill {
  const place = new Map(levels.map((level, code) => [level, code]));
  const map = Int32Array.from({ length: dictionary.size() }, (_, code) => place.get(dictionary.text(code)) ?? -1);
  return (cells, rows, column, at) => {
    if (column.storage !== 'coded' || cells.storage !== 'cells') return;
    dictionary.mapTexts(cells, rows, map, column.codes, at);
  };
}

const texts: ColumnFill = (cells, rows, column, at) => {
  if (column.storage !== 'text' || cells.storage !== 'cells') return;
  const { bytes, starts, ends } = cells;
  const values = column.values as (string | null)[];
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let row = 0; row < rows; row++) {
    values[at + row] = starts[row] < 0 ? null : buffer.toString('utf8', starts[row], ends[row]);
  }
};

/** Dates: each distinct text is read once, unless there were too many to keep. */
function instants({ dictionary, beyond }: ColumnLook, spec: ColumnSpec): ColumnFill {
  const reader = formatReader(spec.format ?? '%Y-%m-%d', spec.zone);
  const parse = (text: string) => reader?.parse(text) ?? Number.NaN;
  const known = Float64Array.from({ length: dictionary.size() }, (_, code) => parse(dictionary.text(code)));
  return (cells, rows, column, at) => {
    if (column.storage !== 'numeric' || cells.storage !== 'cells') return;
    const { bytes, starts, ends } = cells;
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let row = 0; row < rows; row++) {
      let value = Number.NaN;
      if (starts[row] >= 0) {
        const code = dictionary.find(bytes, starts[row], ends[row]);
        if (code >= 0) value = known[code];
        else if (beyond.rows > 0) value = parse(buffer.toString('utf8', starts[row], ends[row]));
      }
      column.values[at + row] = value;
    }
  };
}
