import type { CodedColumn, Column, NumericColumn } from '@verisim/core';

/**
 * The distinct values of a modelled column. Code 0 is a missing cell; code c > 0 is `values[c - 1]` of a numeric column (ascending),
 * or level c - 1 of a coded one. `counts[c]` says how often code c occurs.
 */
export interface ValueTable {
  /** Distinct numbers, ascending; `null` for a coded column. */
  readonly values: Float64Array | null;
  readonly counts: Int32Array;
}

/** A column as one code per row, with the values the codes stand for. */
export interface CodedValues {
  readonly table: ValueTable;
  readonly codes: Int32Array;
  /** 1 per code that may be emitted, 0 for a protected level; left out when all may. */
  readonly emitted?: Uint8Array;
  /** Rows of levels that ought to be protected and are not, because they are most of the column. */
  readonly unprotected?: number;
}

/** Codes a numeric or coded column. Text columns are not modelled and give `null`. */
export function codeValues(column: Column): CodedValues | null {
  if (column.storage === 'text') return null;
  return column.storage === 'numeric' ? codeNumbers(column) : codeLevels(column);
}

/** Number of different values that occur, missing not counted. */
export function distinctValues(table: ValueTable): number {
  let distinct = 0;
  for (let code = 1; code < table.counts.length; code++) if (table.counts[code] > 0) distinct++;
  return distinct;
}

function codeLevels(column: CodedColumn): CodedValues {
  const counts = new Int32Array(column.levels.length + 1);
  const codes = new Int32Array(column.codes.length);
  countLevels(column.codes, codes, counts);
  return { table: { values: null, counts }, codes };
}

function countLevels(cells: Int32Array, codes: Int32Array, counts: Int32Array): void {
  for (let i = 0; i < cells.length; i++) {
    const code = Math.max(0, cells[i] + 1);
    codes[i] = code;
    counts[code]++;
  }
}

function codeNumbers(column: NumericColumn): CodedValues {
  const values = distinctNumbers(column.values);
  const counts = new Int32Array(values.length + 1);
  const codes = new Int32Array(column.values.length);
  countNumbers(column.values, values, codes, counts);
  return { table: { values, counts }, codes };
}

function countNumbers(cells: Float64Array, values: Float64Array, codes: Int32Array, counts: Int32Array): void {
  for (let i = 0; i < cells.length; i++) {
    const code = codeOf(values, cells[i]);
    codes[i] = code;
    counts[code]++;
  }
}

function distinctNumbers(numbers: Float64Array): Float64Array {
  const sorted = numbers.slice().sort();
  return sorted.slice(0, keepDistinct(sorted));
}

/** Puts the distinct numbers of ascending ones, those missing last, in front of the others; returns how many there are. */
function keepDistinct(sorted: Float64Array): number {
  let distinct = 0;
  for (let i = 0; i < sorted.length; i++) {
    const value = sorted[i];
    if (Number.isNaN(value)) break;
    if (distinct === 0 || sorted[distinct - 1] !== value) sorted[distinct++] = value + 0;
  }
  return distinct;
}

/** 0 for `NaN`, else 1 + the place of a value that is known to be among `values`. */
function codeOf(values: Float64Array, value: number): number {
  if (Number.isNaN(value)) return 0;
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low + 1;
}
