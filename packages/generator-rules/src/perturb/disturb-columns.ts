import { type Column, type ColumnSpec, type Context, cellOf, checkpoint, isMissing } from '@verisim/core';
import { addEdit, type EditRecord, editHead } from './edit-record.ts';
import type { CellKind, Dial, Kind, NumberKind, TextKind } from './kind.ts';
import type { NumberGrid } from './number-range.ts';
import { applySplices, touchedUnits } from './splice.ts';

/** A column of a block and what is to be done to it. */
export interface ColumnWork {
  readonly spec: ColumnSpec;
  /** Fresh copies: changed in place. */
  readonly column: Column;
  readonly grid: NumberGrid | null;
  /** The kinds of each row's group that change this column. */
  readonly groups: readonly (readonly Kind[])[];
  readonly groupOf: Uint8Array;
}

/** Rows between looks at the signal. */
const STRIDE = 4096;

/** Does to a column what its rows' groups say, and records it. */
export async function disturbColumn(work: ColumnWork, dial: Dial, record: EditRecord, ctx: Context): Promise<Column> {
  const { groups, groupOf, column } = work;
  for (let row = 0; row < groupOf.length; row++) if (groups[groupOf[row]].length > 0) record.columns[row]++;
  if (column.storage === 'text') await disturbTexts(work, column.values as (string | null)[], dial, record, ctx);
  for (const [group, kinds] of groups.entries()) {
    const chosen = groupOf.map((own) => (own === group ? 1 : 0));
    for (const kind of kinds) {
      await checkpoint(ctx.signal);
      if (kind.on === 'number' && column.storage === 'numeric')
        disturbNumbers(work, column.values, kind, chosen, dial, record);
      if (kind.on === 'cell') takeCells(work, kind, chosen, dial, record);
    }
  }
  return column;
}

async function disturbTexts(
  { spec, groups, groupOf }: ColumnWork,
  values: (string | null)[],
  dial: Dial,
  record: EditRecord,
  ctx: Context,
): Promise<void> {
  const kinds = groups.map((group) => group.filter((kind): kind is TextKind => kind.on === 'text'));
  const heads = kinds.map((group) => group.map(({ name }) => editHead(spec.name, name)));
  for (let row = 0; row < values.length; row++) {
    if (row % STRIDE === STRIDE - 1) await checkpoint(ctx.signal);
    const group = groupOf[row];
    for (let i = 0; i < kinds[group].length; i++) {
      const value = values[row];
      if (value === null) break;
      const splices = kinds[group][i].splices(value, dial);
      if (splices.length === 0) continue;
      const { text, edits } = applySplices(value, splices);
      values[row] = text;
      const share = touchedUnits(splices) / Math.max(1, value.length);
      addEdit(record, row, {
        head: heads[group][i],
        key: 'edits',
        value: edits,
        share,
        mayChange: kinds[group][i].label === 'may-change',
      });
    }
  }
}

function disturbNumbers(
  { spec, grid }: ColumnWork,
  values: Float64Array,
  kind: NumberKind,
  chosen: Uint8Array,
  dial: Dial,
  record: EditRecord,
): void {
  const before = values.slice();
  kind.disturb(values, chosen, grid!, dial);
  const head = editHead(spec.name, kind.name);
  const mayChange = kind.label === 'may-change';
  for (let row = 0; row < values.length; row++) {
    if (chosen[row] === 0 || Number.isNaN(before[row])) {
      values[row] = before[row];
      continue;
    }
    const after = grid!.settle(values[row]);
    values[row] = Number.isNaN(after) ? before[row] : after;
    if (values[row] === before[row]) continue;
    const share = grid!.scale > 0 ? Math.abs(values[row] - before[row]) / grid!.scale : 1;
    addEdit(record, row, { head, key: 'before', value: before[row], share, mayChange });
  }
}

function takeCells(
  { spec, column }: ColumnWork,
  kind: CellKind,
  chosen: Uint8Array,
  dial: Dial,
  record: EditRecord,
): void {
  const gone = kind.missing(chosen, dial);
  const head = editHead(spec.name, kind.name);
  const mayChange = kind.label === 'may-change';
  for (let row = 0; row < gone.length; row++) {
    if (gone[row] === 0 || isMissing(column, row)) continue;
    addEdit(record, row, { head, key: 'before', value: cellOf(column, row), share: 1, mayChange });
    clearCell(column, row);
  }
}

/** Makes a cell of a fresh column missing. */
export function clearCell(column: Column, row: number): void {
  if (column.storage === 'numeric') column.values[row] = Number.NaN;
  else if (column.storage === 'coded') column.codes[row] = -1;
  else (column.values as (string | null)[])[row] = null;
}
