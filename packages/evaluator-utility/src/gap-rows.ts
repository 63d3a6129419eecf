import { type Condition, columnOf, rowsWhere, type Table } from '@verisim/core';
import { sliceUndefined } from './errors.ts';
import type { LiftInput } from './lift-types.ts';
import type { Metric } from './metrics.ts';
import { classCounts, type Task } from './task.ts';

/** The rows of a task that a gap is about. Without conditions on features its slice is everything. */
export interface GapRows {
  /** Real rows in the gap; all of them without a gap. */
  readonly realGap: Int32Array;
  /** Real rows that meet the conditions on features; `null` = all. */
  readonly realSlice: Int32Array | null;
  /** Holdout rows that meet them; `null` = all. */
  readonly holdoutSlice: Int32Array | null;
  /** Whether the gap conditions the target, so that filling it shifts the class shares. */
  readonly shiftsClasses: boolean;
}

/** The conditions of a gap on other columns than the target. */
export function featureConditions(where: readonly Condition[], target: string): readonly Condition[] {
  return where.filter(({ column }) => column !== target);
}

/** The gap's rows as rows of the task's tables. Throws `evaluator-utility/slice-undefined` where the metric cannot be computed. */
export function gapRows(input: LiftInput, task: Task, metric: Metric): GapRows {
  const { where = [], target } = input;
  const slice = featureConditions(where, target);
  const realRows = labelledRowNumbers(input.real, target);
  const realGap = where.length === 0 ? Int32Array.from(realRows.keys()) : placesOf(input.real, where, realRows);
  const shiftsClasses = slice.length < where.length;
  if (slice.length === 0) return { realGap, realSlice: null, holdoutSlice: null, shiftsClasses };
  const holdoutSlice = placesOf(input.holdout, slice, task.holdoutRows);
  const counts = classCounts(
    holdoutSlice.map((row) => task.truth[row]),
    task.classes.length,
  );
  if (counts.filter((count) => count > 0).length < (metric.name === 'log-loss' ? 1 : 2))
    throw sliceUndefined(metric.name, 'holdout', holdoutSlice.length);
  return { realGap, realSlice: placesOf(input.real, slice, realRows), holdoutSlice, shiftsClasses };
}

/** Rows that meet conditions, as places among the given rows. */
function placesOf(table: Table, where: readonly Condition[], rows: Int32Array): Int32Array {
  const met = new Uint8Array(table.rows);
  for (const row of rowsWhere(table, where)) met[row] = 1;
  return Int32Array.from([...rows.keys()].filter((place) => met[rows[place]] === 1));
}

function labelledRowNumbers(table: Table, target: string): Int32Array {
  const column = columnOf(table, target);
  const has = (row: number) =>
    column.storage === 'coded'
      ? column.codes[row] >= 0
      : column.storage === 'numeric' && !Number.isNaN(column.values[row]);
  return Int32Array.from({ length: table.rows }, (_, row) => row).filter(has);
}
