import { type Column, createTable, type Random, type Table, takeRows } from '@verisim/core';
import type { NumberGrid } from '../perturb/number-range.ts';

/** Ways from one row to another, many at once. */
export interface RowPaths {
  /** The rows at a place of each way: 0 the first row, 1 the other. Numbers go evenly along their grid; other cells change at a place of their own. */
  at(places: Float64Array): Table;
}

/** Ways between rows `from[i]` and `to[i]` of a source. `grids` has one entry for each numeric column. */
export function rowPaths(
  source: Table,
  from: Int32Array,
  to: Int32Array,
  grids: readonly (NumberGrid | null)[],
  random: Random,
): RowPaths {
  const [first, other] = [takeRows(source, from), takeRows(source, to)];
  const turns = source.columns.map(() => Float64Array.from(from, () => random.next()));
  return {
    at(places) {
      const columns = first.columns.map((column, i) => between(column, other.columns[i], places, turns[i], grids[i]));
      return createTable(source.spec.columns, columns, source.spec.constraints);
    },
  };
}

function between(a: Column, b: Column, places: Float64Array, turns: Float64Array, grid: NumberGrid | null): Column {
  const turned = (i: number) => places[i] > turns[i];
  if (a.storage === 'numeric' && b.storage === 'numeric') {
    const values = Float64Array.from(places, (t, i) => {
      const whole = Number.isNaN(a.values[i]) || Number.isNaN(b.values[i]);
      return whole ? (turned(i) ? b : a).values[i] : grid!.settle(a.values[i] * (1 - t) + b.values[i] * t);
    });
    return { storage: 'numeric', values };
  }
  if (a.storage === 'coded' && b.storage === 'coded')
    return { storage: 'coded', levels: a.levels, codes: a.codes.map((code, i) => (turned(i) ? b.codes[i] : code)) };
  const [left, right] = [a, b] as readonly { readonly values: readonly (string | null)[] }[];
  return { storage: 'text', values: left.values.map((value, i) => (turned(i) ? right.values[i] : value)) };
}
