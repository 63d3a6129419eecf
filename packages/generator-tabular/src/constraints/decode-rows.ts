import { type Column, columnKinds, createTable, type Table } from '@verisim/core';
import type { HeldModel } from './held-model.ts';
import { namedColumns, numbersOf, replaceColumns } from './named-columns.ts';
import type { Decoding } from './step.ts';

/** The columns of the schema from those that were learned: steps undone, whole multiples restored. Keys and identifiers are left empty. */
export function decodeRows(model: HeldModel, encoded: Table, decoding: Decoding): Table {
  const { schema, steps, rules } = model;
  let columns = steps.reduce((made, step) => step.decode(made, decoding), namedColumns(encoded));
  for (const { constraint, label } of rules) {
    if (constraint?.rule !== 'multiple') continue;
    for (const name of constraint.columns) {
      const found = columns.get(name);
      if (found === undefined) continue;
      const { values, changed } = toMultiples(numbersOf(found.column), constraint.step);
      decoding.repaired(label, changed);
      if (changed > 0) columns = replaceColumns(columns, [], [{ ...found, column: { storage: 'numeric', values } }]);
    }
  }
  const made = schema.columns.map(({ name, kind, levels }) => {
    return columns.get(name)?.column ?? emptyColumn(columnKinds[kind].storage, encoded.rows, levels ?? []);
  });
  return createTable(schema.columns, made);
}

function toMultiples(numbers: Float64Array, step: number): { readonly values: Float64Array; readonly changed: number } {
  let changed = 0;
  const values = numbers.map((value) => {
    const steps = Math.round(value / step);
    if (Number.isNaN(value) || Math.abs(value / step - steps) <= 1e-9 * Math.max(1, value / step)) return value;
    changed++;
    return steps * step;
  });
  return { values, changed };
}

function emptyColumn(storage: Column['storage'], rows: number, levels: readonly string[]): Column {
  if (storage === 'numeric') return { storage, values: new Float64Array(rows).fill(Number.NaN) };
  if (storage === 'coded') return { storage, codes: new Int32Array(rows).fill(-1), levels };
  return { storage, values: new Array<string | null>(rows).fill(null) };
}
