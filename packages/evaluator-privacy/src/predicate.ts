import type { Cells } from './cells.ts';

/** One condition on one column: equal to, at most or at least a value. */
export interface Condition {
  /** Among the coded, then the text, then the numeric columns. */
  readonly column: number;
  readonly is: 'equal' | 'at-most' | 'at-least';
  readonly value: number;
}

/** Conditions that hold together: an attack, won when exactly one row meets them. */
export type Predicate = readonly Condition[];

/** The columns of a table as numbers: coded, text, numeric. */
export function columnsOf({ coded, text, numeric }: Cells): readonly (Int32Array | Float64Array)[] {
  return [...coded, ...text, ...numeric];
}

/** Their names in the same order. */
export function columnNames({ names }: Cells): readonly string[] {
  return [...names.coded, ...names.text, ...names.numeric];
}

/** Whether a column holds codes. */
export function isCoded({ coded, text }: Cells, column: number): boolean {
  return column < coded.length + text.length;
}

/** Whether a cell of `columnsOf` holds a value. */
export function isPresent(value: number, code: boolean): boolean {
  return code ? value >= 0 : !Number.isNaN(value);
}

/** The least and greatest value that meet a condition. */
export function boundsOf({ is, value }: Condition): readonly [number, number] {
  return [is === 'at-most' ? Number.NEGATIVE_INFINITY : value, is === 'at-least' ? Number.POSITIVE_INFINITY : value];
}
