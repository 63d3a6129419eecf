import { type CodedColumn, columnOf, type Table } from '@verisim/core';
import { oneClass, targetMissing, targetNotClasses } from './errors.ts';

/** The rows of a table that have a target value, and what it is. */
export interface LabelledRows {
  /** Levels that occur, in the order of the column's levels. */
  readonly classes: readonly string[];
  /** Positions in `classes`, one per row in `rows`. */
  readonly labels: Int32Array;
  readonly rows: Int32Array;
}

/**
 * Reads the target of a table. Throws `evaluator-utility/target-missing`, `evaluator-utility/target-not-classes` and, with
 * fewer than two classes, `evaluator-utility/one-class`.
 *
 * @param which how messages call the table: "training", "holdout"
 */
export function labelledRows(table: Table, target: string, which: string): LabelledRows {
  const column = codedTarget(table, target, which);
  const counts = new Int32Array(column.levels.length);
  const rows: number[] = [];
  for (let i = 0; i < table.rows; i++) {
    if (column.codes[i] < 0) continue;
    counts[column.codes[i]]++;
    rows.push(i);
  }
  const present = [...counts.keys()].filter((code) => counts[code] > 0);
  const classes = present.map((code) => column.levels[code]);
  if (classes.length < 2) throw oneClass(which, target, classes[0] ?? null);
  const place = new Int32Array(column.levels.length);
  for (const [i, code] of present.entries()) place[code] = i;
  return { classes, labels: Int32Array.from(rows, (row) => place[column.codes[row]]), rows: Int32Array.from(rows) };
}

/** The coded target column. Throws `evaluator-utility/target-missing` and `evaluator-utility/target-not-classes`. */
export function codedTarget(table: Table, target: string, which: string): CodedColumn {
  const names = table.spec.columns.map((column) => column.name);
  if (!names.includes(target)) throw targetMissing(which, target, names);
  const column = columnOf(table, target);
  if (column.storage === 'coded') return column;
  throw targetNotClasses(target, `it is stored ${column.storage} in the ${which} table`);
}
