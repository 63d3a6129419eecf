import { type Column, columnIndex, createTable, type Table, takeFromColumn } from '@verisim/core';
import { editsDiffer } from '../errors.ts';
import type { RecordedEdit } from './edit-record.ts';
import { revertText } from './splice.ts';

/**
 * The rows that perturbed or adversarial rows were made from, as far as edits tell: every edit taken back, last first. `edits` is the column `edits` of the lineage, one JSON list
 * for each row. Ids stay new. Throws `generator-rules/edits-differ` and `core/unknown-column`.
 */
export function revertEdits(table: Table, edits: readonly (string | null)[]): Table {
  if (edits.length !== table.rows)
    throw editsDiffer(Math.min(edits.length, table.rows), `there are ${table.rows} rows and ${edits.length} records`);
  const all = Int32Array.from({ length: table.rows }, (_, row) => row);
  const columns = table.columns.map((column) => writable(takeFromColumn(column, all)));
  edits.forEach((text, row) => {
    const list = parsed(text, row);
    for (let i = list.length - 1; i >= 0; i--)
      revertOne(columns[columnIndex(table.spec, list[i].column)], list[i], row);
  });
  return createTable(table.spec.columns, columns, table.spec.constraints);
}

/** Levels may come back that the changed rows no longer show. */
function writable(column: Column): Column {
  return column.storage === 'coded' ? { ...column, levels: [...column.levels] } : column;
}

function parsed(text: string | null, row: number): readonly RecordedEdit[] {
  try {
    return JSON.parse(text ?? '[]') as readonly RecordedEdit[];
  } catch {
    throw editsDiffer(row, 'its record is no JSON');
  }
}

function revertOne(column: Column, edit: RecordedEdit, row: number): void {
  if ('edits' in edit) {
    const values = column.storage === 'text' ? (column.values as (string | null)[]) : null;
    const before = revertText(values?.[row] ?? '', edit.edits);
    if (values === null || before === null)
      throw editsDiffer(row, `"${edit.column}" does not hold what was written there`);
    values[row] = before;
  } else if (column.storage === 'numeric') column.values[row] = edit.before === null ? Number.NaN : Number(edit.before);
  else if (column.storage === 'text') (column.values as (string | null)[])[row] = edit.before as string | null;
  else column.codes[row] = codeOf(column.levels as string[], edit.before);
}

function codeOf(levels: string[], level: unknown): number {
  if (level === null) return -1;
  const at = levels.indexOf(String(level));
  return at >= 0 ? at : levels.push(String(level)) - 1;
}
