import { type Condition, type Context, resolveConditions, type Table } from '@verisim/core';
import { allowedCodes, mayPass } from './allowed-codes.ts';
import { fillIds } from './draw-ids.ts';
import { passIdTests, rejectRows } from './reject-rows.ts';
import { drawTable } from './sample-trees.ts';
import type { TreeModel } from './tree-model.ts';

/**
 * One block under conditions: those on the first column in the order (the target) by construction, the rest by bounded rejection, see
 * {@link rejectRows}.
 */
export async function sampleWhere(
  model: TreeModel,
  request: { readonly block: number; readonly rows: number; readonly where: readonly Condition[] },
  ctx: Context,
): Promise<Table> {
  const tests = resolveConditions(model.schema, request.where);
  const first = model.columns[0];
  const test = tests.find((candidate) => candidate.column === first?.column);
  const root = test && allowedCodes(first.decoder.table, test, first.codes);
  const tables = new Map(model.columns.map(({ column, decoder }) => [column, decoder.table]));
  const possible = tests.every((candidate) => mayPass(tables.get(candidate.column) ?? null, candidate));
  const native = test !== undefined && tests.length === 1;
  const draw = (rows: number, part: Context) => drawTable(model, rows, part, root);
  const kept = await rejectRows({ rows: request.rows, tests, possible, native, draw }, ctx);
  return passIdTests(fillIds(kept, model.ids, request.block, ctx), tests);
}
