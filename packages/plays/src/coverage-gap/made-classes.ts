import { type CodedColumn, columnOf, type Model, rowsThat, type Table } from '@verisim/core';

/** The rows of a real table by whether a model makes rows of their class: rules that are written for a gap make that alone. */
export interface MadeClasses {
  readonly made: Int32Array;
  /** Rows of the classes that are not made, and those classes. */
  readonly others: Int32Array;
  readonly names: readonly string[];
}

/** Parts the rows that have a class by the levels that the model's schema gives the target. */
export function madeClasses({ schema }: Model, table: Table, target: string): MadeClasses {
  const { codes, levels } = columnOf(table, target) as CodedColumn;
  const known = new Set(schema.columns.find(({ name }) => name === target)?.levels ?? levels);
  const used = new Set(codes);
  return {
    made: rowsThat(table.rows, (row) => codes[row] >= 0 && known.has(levels[codes[row]])),
    others: rowsThat(table.rows, (row) => codes[row] >= 0 && !known.has(levels[codes[row]])),
    names: levels.filter((level, code) => used.has(code) && !known.has(level)),
  };
}
