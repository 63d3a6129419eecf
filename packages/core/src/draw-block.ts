import { checkpoint } from './checkpoint.ts';
import { type Condition, matchRows, resolveConditions } from './condition.ts';
import { type Context, forkContext, quietContext } from './context.ts';
import { badPlugin } from './errors.ts';
import type { Generator, Model } from './generator.ts';
import { concatTables, sliceRows, type Table, takeRows } from './table.ts';

/** One block as drawn: `drawn` counts the rows looked at for it, more than `table.rows` where rows were rejected. */
export interface DrawnBlock {
  readonly table: Table;
  readonly drawn: number;
}

/** The note by which a model that rejects rows itself says how many it looked at; it ends in {@link DrawnBlock}, not in provenance. */
export const ROWS_DRAWN = 'rows-drawn';

/** How many rows a generator that cannot meet conditions natively may make per row asked for. */
const REJECTION_LIMIT = 200;
const LEAST_BUDGET = 20_000;

/**
 * Draws one block. Conditions go to the model when it declares `conditional`, else rows are drawn and thrown away, at most
 * 200 for each row asked for (and at least 20,000). Every attempt of every block then has a block number and a random stream of
 * its own, which follow from the block and the attempt alone, so that ids made from the number do not repeat. What a plugin
 * returns is checked, never trusted.
 */
export async function drawBlock(
  generator: Pick<Generator, 'name' | 'traits'>,
  model: Model,
  request: { block: number; rows: number; where: readonly Condition[] },
  ctx: Context,
): Promise<DrawnBlock> {
  let drawn = 0;
  const note: Context['note'] = (key, value) => {
    if (key === ROWS_DRAWN) drawn += Number(value);
    else ctx.note(key, value);
  };
  // How far a block is would jump back and forth beside how far all rows are.
  const own = { ...quietContext(forkContext(ctx, `block:${request.block}`)), note };
  const { block, rows, where } = request;
  ctx.signal.throwIfAborted();
  if (where.length > 0 && !generator.traits.conditional) return drawByRejection(generator, model, request, own);
  const table = await model.sample(where.length > 0 ? { block, rows, where } : { block, rows }, own);
  ctx.signal.throwIfAborted();
  checkBlock(generator.name, model, table, rows, where.length === 0);
  if (where.length > 0) {
    const met = matchRows(table, resolveConditions(table.spec, where)).length;
    if (met < table.rows)
      throw badPlugin(generator.name, `returned ${table.rows - met} rows that do not meet the conditions`);
  }
  return { table, drawn: Math.max(drawn, table.rows) };
}

async function drawByRejection(
  generator: Pick<Generator, 'name' | 'traits'>,
  model: Model,
  request: { block: number; rows: number; where: readonly Condition[] },
  ctx: Context,
): Promise<DrawnBlock> {
  const budget = Math.max(LEAST_BUDGET, request.rows * REJECTION_LIMIT);
  const batch = Math.min(generator.traits.blockRows, Math.max(request.rows * 4, 2048));
  // More than there are attempts for any block, so that no two attempts of two blocks share a number.
  const stride = Math.max(REJECTION_LIMIT, Math.ceil(LEAST_BUDGET / generator.traits.blockRows));
  const kept: Table[] = [];
  let have = 0;
  let drawn = 0;
  for (let attempt = 0; have < request.rows && drawn < budget; attempt++) {
    await checkpoint(ctx.signal);
    const rows = Math.min(batch, budget - drawn);
    const block = request.block * stride + attempt;
    const table = await model.sample({ block, rows }, forkContext(ctx, `attempt:${attempt}`));
    checkBlock(generator.name, model, table, rows, true);
    const met = matchRows(table, resolveConditions(table.spec, request.where));
    const last = request.rows - have - 1;
    drawn += last < met.length ? met[last] + 1 : table.rows;
    have += met.length;
    kept.push(takeRows(table, met));
  }
  return { table: sliceRows(concatTables(kept), 0, request.rows), drawn };
}

function checkBlock(name: string, model: Model, table: Table, rows: number, exact: boolean): void {
  if (table.rows > rows || (exact && table.rows < rows))
    throw badPlugin(name, `returned ${table.rows} rows for ${rows}`);
  const [wanted, found] = [model.schema, table.spec].map((spec) =>
    spec.columns.map((column) => `${column.name} (${column.kind})`),
  );
  if (wanted.length !== found.length || wanted.some((column, i) => column !== found[i])) {
    throw badPlugin(name, `returned the columns ${found.join(', ')} where its schema says ${wanted.join(', ')}`);
  }
}
