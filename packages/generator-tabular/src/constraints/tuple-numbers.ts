import type { Column } from '@verisim/core';
import { columnLength } from '@verisim/core';

type Cell = number | string | null;

/** Numbers rows of several columns: equal for rows that agree, 0, 1, 2 ... in order of first appearance over all calls. */
export type TupleNumbers = (columns: readonly Column[]) => Int32Array;

/** A numbering that remembers: tables that are given one after another are numbered alike. Missing is a value like any other. */
export function createTupleNumbers(): TupleNumbers {
  const cells: Map<Cell, number>[] = [];
  const pairs: Map<number, number>[] = [];
  return (columns) => {
    let numbers = new Int32Array(columnLength(columns[0]));
    columns.forEach((column, place) => {
      cells[place] ??= new Map();
      pairs[place] ??= new Map();
      const own = cellNumbers(column, cells[place]);
      numbers = place === 0 ? own : numbers.map((number, row) => numberOf(pairs[place], number * 2 ** 26 + own[row]));
    });
    return numbers;
  };
}

function cellNumbers(column: Column, seen: Map<Cell, number>): Int32Array<ArrayBuffer> {
  if (column.storage === 'coded') {
    const byCode = column.levels.map(() => -1);
    return Int32Array.from(column.codes, (code) => {
      if (code < 0) return numberOf(seen, null);
      if (byCode[code] < 0) byCode[code] = numberOf(seen, column.levels[code]);
      return byCode[code];
    });
  }
  const numbers = new Int32Array(column.values.length);
  for (let row = 0; row < numbers.length; row++) {
    const value = column.values[row];
    numbers[row] = numberOf(seen, Number.isNaN(value) ? null : value);
  }
  return numbers;
}

function numberOf<K>(seen: Map<K, number>, key: K): number {
  const known = seen.get(key);
  if (known !== undefined) return known;
  seen.set(key, seen.size);
  return seen.size - 1;
}
