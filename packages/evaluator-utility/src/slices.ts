import { type CodedColumn, columnOf, type Table } from '@verisim/core';
import { asClassTarget } from './class-target.ts';
import { isFeature } from './encoder.ts';
import { classCounts } from './task.ts';

/** Rows that share a level. */
export interface Slice {
  /** `column = level`. */
  readonly name: string;
  readonly column: string;
  readonly level: string;
  /** Ascending row numbers of the holdout. */
  readonly rows: Int32Array;
}

const MOST_COLUMNS = 12;
const LEAST_ROWS = 50;
const LEAST_OF_CLASS = 10;

/**
 * The slices of a holdout that are large enough to judge: levels of its coded features (the 12 with the fewest levels) with at
 * least 50 rows and at least 10 rows of each of two classes.
 */
export function slicesOf(holdout: Table, target: string): readonly Slice[] {
  const { codes: truth, levels } = columnOf(asClassTarget(holdout, target, 'holdout'), target) as CodedColumn;
  return slicedColumns(holdout, target).flatMap(({ name, column }) =>
    column.levels.flatMap((level, code): Slice[] => {
      const rows = rowsOfCode(column.codes, truth, code);
      return judgeable(rows, truth, levels.length) ? [{ name: `${name} = ${level}`, column: name, level, rows }] : [];
    }),
  );
}

/**
 * Quarters of ordered features as slices, those of one value in a quarter or more of the rows joined: at most 12 columns, each slice
 * with at least 50 rows and at least 10 rows of each of two classes. `level` reads `28 < x <= 37`.
 */
export function rangeSlicesOf(table: Table, target: string): readonly Slice[] {
  const { codes: truth, levels } = columnOf(asClassTarget(table, target, 'given'), target) as CodedColumn;
  const ordered = table.spec.columns.flatMap((spec, i) => {
    const column = table.columns[i];
    return column.storage === 'numeric' && isFeature(spec, target) ? [{ spec, values: column.values }] : [];
  });
  return ordered.slice(0, MOST_COLUMNS).flatMap(({ spec, values }) => {
    const cuts = quarterCuts(values);
    const codes = Int32Array.from(values, (value) =>
      Number.isNaN(value) ? -1 : cuts.filter((cut) => value > cut).length,
    );
    const shown = cuts.map((cut) => (spec.kind === 'datetime' ? new Date(cut).toISOString() : String(cut)));
    const names = Array.from({ length: cuts.length + 1 }, (_, k) => rangeName(spec.name, shown[k - 1], shown[k]));
    return names.flatMap((name, code): Slice[] => {
      const rows = rowsOfCode(codes, truth, code);
      return judgeable(rows, truth, levels.length) ? [{ name, column: spec.name, level: name, rows }] : [];
    });
  });
}

function rangeName(name: string, low?: string, high?: string): string {
  return `${low === undefined ? '' : `${low} < `}${name}${high === undefined ? '' : ` <= ${high}`}`;
}

function quarterCuts(values: Float64Array): readonly number[] {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const cuts = [0.25, 0.5, 0.75].map((q) => sorted[Math.floor(q * (sorted.length - 1))]);
  return sorted.length === 0 ? [] : [...new Set(cuts)].filter((cut) => cut < sorted[sorted.length - 1]);
}

function judgeable(rows: Int32Array, truth: Int32Array, classes: number): boolean {
  const counts = classCounts(
    Int32Array.from(rows, (row) => truth[row]),
    classes,
  );
  return rows.length >= LEAST_ROWS && counts.filter((count) => count >= LEAST_OF_CLASS).length >= 2;
}

function slicedColumns(holdout: Table, target: string): readonly { name: string; column: CodedColumn }[] {
  return holdout.spec.columns
    .flatMap((spec, i) => {
      const column = holdout.columns[i];
      return column.storage === 'coded' && isFeature(spec, target) ? [{ name: spec.name, column }] : [];
    })
    .sort((a, b) => a.column.levels.length - b.column.levels.length)
    .slice(0, MOST_COLUMNS);
}

/** Rows of a level that have a target value. */
function rowsOfCode(codes: Int32Array, truth: Int32Array, code: number): Int32Array {
  const rows: number[] = [];
  for (let i = 0; i < codes.length; i++) if (codes[i] === code && truth[i] >= 0) rows.push(i);
  return Int32Array.from(rows);
}
