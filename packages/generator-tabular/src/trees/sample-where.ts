import {
  type BlockRequest,
  type ColumnTest,
  type Context,
  columnKinds,
  matchRows,
  ROWS_DRAWN,
  resolveConditions,
  type Table,
  takeRows,
} from '@verisim/core';
import { fillIds } from '../draw-ids.ts';
import { unmetReason } from '../unmet-reason.ts';
import { drawWhere } from './draw-where.ts';
import { type RestrictedColumn, restrictColumn } from './restrict-column.ts';
import { drawTable } from './sample-trees.ts';
import type { TreeModel } from './tree-model.ts';

/**
 * One block under conditions, all met by construction (see {@link drawWhere}) but for those on identifiers. Comes back empty when a column alone
 * cannot meet its conditions, and notes `conditions-unmet`: why, by column. The first block notes `where`: the model's share of such rows, and
 * the columns for which there was no evidence close by.
 */
export async function sampleWhere(model: TreeModel, request: BlockRequest, ctx: Context): Promise<Table> {
  const { block, rows, where = [] } = request;
  const tests = resolveConditions(model.schema, where);
  const modelled = tests.filter(({ spec }) => !columnKinds[spec.kind].identifies);
  const { restricted, unmet } = restrictColumns(model, modelled);
  if (Object.keys(unmet).length > 0) ctx.note('conditions-unmet', unmet);
  if (rows === 0 || Object.keys(unmet).length > 0) return fillIds(drawTable(model, 0, ctx), model.ids, block, ctx);
  if (restricted.size === 0) return takeMet(fillIds(drawTable(model, rows, ctx), model.ids, block, ctx), tests);
  const { table, looked, share, lent } = await drawWhere(model, restricted, rows, ctx);
  ctx.note(ROWS_DRAWN, looked);
  if (block === 0) ctx.note('where', { share, lent });
  return takeMet(fillIds(table, model.ids, block, ctx), tests);
}

function takeMet(table: Table, tests: readonly ColumnTest[]): Table {
  const met = matchRows(table, tests);
  return met.length === table.rows ? table : takeRows(table, met);
}

function restrictColumns(model: TreeModel, tests: readonly ColumnTest[]) {
  const restricted = new Map<number, RestrictedColumn>();
  const unmet: Record<string, string> = {};
  for (const test of tests) {
    const place = model.columns.findIndex(({ column }) => column === test.column);
    const column = place < 0 ? null : restrictColumn(model.columns[place], test);
    if (column !== null) restricted.set(place, column);
    else if (place >= 0 || !test.missing)
      Object.defineProperty(unmet, test.spec.name, {
        value: unmetReason(model.columns[place], test),
        enumerable: true,
      });
  }
  return { restricted, unmet };
}
