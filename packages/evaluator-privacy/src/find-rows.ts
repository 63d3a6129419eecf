import type { Cells } from './cells.ts';
import { boundsOf, type Condition, columnsOf, type Predicate } from './predicate.ts';

/** Finds the rows of one table that meet conditions. */
export interface RowFinder {
  /** The rows that meet one condition, by value. */
  meeting(condition: Condition): Int32Array;
  /** Those of the rows that meet another one. */
  keep(rows: Int32Array, condition: Condition): Int32Array;
  /** The rows that meet all; none for no condition. */
  matching(predicate: Predicate): Int32Array;
}

/** Sorts every column once, so that a condition is a range and the narrowest of several is looked through. */
export function rowFinder(cells: Cells): RowFinder {
  const columns = columnsOf(cells).map(sortedColumn);
  const meeting = (condition: Condition) => {
    const { order, values } = columns[condition.column];
    const [low, high] = boundsOf(condition);
    return order.subarray(firstFrom(values, low, false), firstFrom(values, high, true));
  };
  const keep = (rows: Int32Array, condition: Condition) => {
    const { cells: values } = columns[condition.column];
    const [low, high] = boundsOf(condition);
    return rows.filter((row) => values[row] >= low && values[row] <= high);
  };
  const matching = (predicate: Predicate) => {
    if (predicate.length === 0) return new Int32Array(0);
    const ranges = predicate.map(meeting);
    const shortest = ranges.reduce((best, { length }, i) => (length < ranges[best].length ? i : best), 0);
    let rows = ranges[shortest];
    for (let i = 0; i < predicate.length && rows.length > 0; i++) if (i !== shortest) rows = keep(rows, predicate[i]);
    return rows;
  };
  return { meeting, keep, matching };
}

interface SortedColumn {
  readonly cells: Int32Array | Float64Array;
  /** Rows with a value by value, and these values. */
  readonly order: Int32Array;
  readonly values: Float64Array;
}

function sortedColumn(cells: Int32Array | Float64Array): SortedColumn {
  const order = Int32Array.from(cells.keys()).filter((row) => !Number.isNaN(cells[row]));
  order.sort((a, b) => cells[a] - cells[b] || a - b);
  return { cells, order, values: Float64Array.from(order, (row) => cells[row]) };
}

/** The first place whose value is not below `limit`, or above it. */
function firstFrom(sorted: Float64Array, limit: number, above: boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < limit || (above && sorted[middle] === limit)) low = middle + 1;
    else high = middle;
  }
  return low;
}
