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
      const counts = classCounts(
        Int32Array.from(rows, (row) => truth[row]),
        levels.length,
      );
      const learnable = counts.filter((count) => count >= LEAST_OF_CLASS).length >= 2;
      return rows.length >= LEAST_ROWS && learnable ? [{ name: `${name} = ${level}`, column: name, level, rows }] : [];
    }),
  );
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
