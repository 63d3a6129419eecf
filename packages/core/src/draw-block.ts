import { type Condition, matchRows, resolveConditions } from './condition.ts';
import type { Context } from './context.ts';
import { badPlugin } from './errors.ts';
import type { Generator, Model } from './generator.ts';
import type { Random } from './random.ts';
import { concatTables, sliceRows, type Table, takeRows } from './table.ts';

/** One block as drawn: `drawn` counts the rows the model made for it, more than `table.rows` where rows were rejected. */
export interface DrawnBlock {
  readonly table: Table;
  readonly drawn: number;
}

/** How many rows a generator that cannot meet conditions natively may make per row asked for. */
const REJECTION_LIMIT = 200;

/**
 * Draws one block. Conditions go to the model when it declares `conditional`, else rows are drawn and thrown away, at most
 * 200 for each row asked for (and at least 20,000). What a plugin returns is checked, never trusted.
 */
export async function drawBlock(
  generator: Pick<Generator, 'name' | 'traits'>,
  model: Model,
  request: { block: number; rows: number; where: readonly Condition[] },
  ctx: Context,
): Promise<DrawnBlock> {
  const random = ctx.random.fork(`block:${request.block}`);
  const { block, rows, where } = request;
  if (where.length > 0 && !generator.traits.conditional) return drawByRejection(generator, model, request, ctx, random);
  const table = await model.sample(where.length > 0 ? { block, rows, where } : { block, rows }, { ...ctx, random });
  ctx.signal.throwIfAborted();
  checkBlock(generator.name, model, table, rows, where.length === 0);
  if (where.length > 0) {
    const met = matchRows(table, resolveConditions(table.spec, where)).length;
    if (met < table.rows)
      throw badPlugin(generator.name, `returned ${table.rows - met} rows that do not meet the conditions`);
  }
  return { table, drawn: table.rows };
}

async function drawByRejection(
  generator: Pick<Generator, 'name' | 'traits'>,
  model: Model,
  request: { block: number; rows: number; where: readonly Condition[] },
  ctx: Context,
  random: Random,
): Promise<DrawnBlock> {
  const budget = Math.max(20_000, request.rows * REJECTION_LIMIT);
  const batch = Math.min(generator.traits.blockRows, Math.max(request.rows * 4, 2048));
  const kept: Table[] = [];
  let have = 0;
  let drawn = 0;
  for (let attempt = 0; have < request.rows && drawn < budget; attempt++) {
    ctx.signal.throwIfAborted();
    const rows = Math.min(batch, budget - drawn);
    const fork = random.fork(`attempt:${attempt}`);
    const table = await model.sample({ block: request.block, rows }, { ...ctx, random: fork });
    checkBlock(generator.name, model, table, rows, true);
    const met = matchRows(table, resolveConditions(table.spec, request.where));
    drawn += table.rows;
    have += met.length;
    kept.push(takeRows(table, met));
  }
  return { table: sliceRows(concatTables(kept), 0, request.rows), drawn };
}

function checkBlock(name: string, model: Model, table: Table, rows: number, exact: boolean): void {
  if (table.rows > rows || (exact && table.rows < rows))
    throw badPlugin(name, `returned ${table.rows} rows for ${rows}`);
  const wanted = model.schema.columns.map((column) => column.name);
  const found = table.spec.columns.map((column) => column.name);
  if (wanted.length !== found.length || wanted.some((column, i) => column !== found[i])) {
    throw badPlugin(name, `returned the columns ${found.join(', ')} where its schema says ${wanted.join(', ')}`);
  }
}
