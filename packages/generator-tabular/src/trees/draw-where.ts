import { type Context, checkpoint, concatTables, forkContext, shuffle, type Table, takeRows } from '@verisim/core';
import { BLOCK_ROWS } from '../draw-ids.ts';
import { drawParticles, type Particles, takeBins } from './draw-particles.ts';
import { resampleParticles } from './resample-particles.ts';
import type { RestrictedColumn } from './restrict-column.ts';
import { type BegunRows, drawTable } from './sample-trees.ts';
import type { TreeModel } from './tree-model.ts';

/** Rows that are begun at once, at least. */
const LEAST_BATCH = 4096;
/** Rows that are begun in all, at most: for each row asked for, and as many as have this many cells, a third of a second's work. */
const MOST_PER_ROW = 8;
const CELL_BUDGET = 3 << 20;
/** Rows after which no more are begun if fewer than one in twenty of those asked for has a beginning of its own. */
const HOPELESS = 1 << 18;
const LEAST_ORIGINS = 1 / 20;
/** Different beginnings looked for, for each row asked for. */
const ORIGINS_PER_ROW = 2;

/** Rows drawn under conditions, and how. */
export interface DrawnWhere {
  readonly table: Table;
  /** Rows begun for each one that went on. */
  readonly looked: number;
  /** Estimated share of the model's rows that meet the conditions. */
  readonly share: number;
  /** Columns at which the evidence came from further up their trees, because no leaf that was reached allows the conditions. */
  readonly lent: readonly string[];
}

interface Batch {
  readonly particles: Particles | null;
  readonly count: number;
}

/**
 * Rows that meet conditions by construction: batches of beginnings, see {@link drawParticles}, until they are varied enough, then the other
 * columns. Where no beginning meets the conditions, leaves turn to the nodes above them.
 */
export async function drawWhere(
  model: TreeModel,
  restricted: ReadonlyMap<number, RestrictedColumn>,
  rows: number,
  ctx: Context,
): Promise<DrawnWhere> {
  const strict = await drawBatches(model, restricted, rows, ctx);
  const found = strict.some(({ particles }) => particles !== null);
  const batches = found ? strict : [drawSoftened(model, restricted, rows, ctx)];
  const count = strict.reduce((sum, batch) => sum + batch.count, 0);
  const all = batches.flatMap(({ particles }) => particles ?? []);
  const kept = batches.reduce((sum, batch) => sum + batch.count * (batch.particles?.kept ?? 0), 0) / count;
  return {
    table: drawTable(model, rows, forkContext(ctx, 'rest'), pickRows(all, rows, ctx)),
    looked: found ? Math.max(rows, Math.round(rows / kept)) : rows + count,
    share: found ? all.reduce((sum, { weight }) => sum + weight, 0) / count : 0,
    lent: [...new Set(all.flatMap(({ lent }) => lent))],
  };
}

async function drawBatches(
  model: TreeModel,
  restricted: ReadonlyMap<number, RestrictedColumn>,
  rows: number,
  ctx: Context,
): Promise<readonly Batch[]> {
  const cells = 1 + Math.max(...restricted.keys());
  const budget = Math.max(BLOCK_ROWS, Math.ceil(CELL_BUDGET / cells), rows * MOST_PER_ROW);
  const batches: Batch[] = [];
  let [begun, have] = [0, 0];
  let next = Math.max(rows, restricted.size === 1 && restricted.has(0) ? 1 : LEAST_BATCH);
  const hopeful = () => begun < (have > LEAST_ORIGINS * rows ? budget : Math.min(budget, HOPELESS));
  while (hopeful() && have < ORIGINS_PER_ROW * rows) {
    await checkpoint(ctx.signal);
    const count = Math.min(next, BLOCK_ROWS, budget - begun);
    const part = forkContext(ctx, `batch:${batches.length}`);
    const particles = drawParticles(model, { restricted, count, most: rows, soften: false }, part);
    batches.push({ particles, count });
    begun += count;
    have += particles?.origins ?? 0;
    if (particles?.kept === 1 && begun >= rows) break;
    next =
      have > 0 ? Math.max(LEAST_BATCH, Math.ceil((1.2 * ORIGINS_PER_ROW * rows * begun) / have) - begun) : 4 * begun;
  }
  return batches;
}

function drawSoftened(
  model: TreeModel,
  restricted: ReadonlyMap<number, RestrictedColumn>,
  rows: number,
  ctx: Context,
): Batch {
  const count = Math.min(BLOCK_ROWS, Math.max(LEAST_BATCH, 16 * rows));
  const request = { restricted, count, most: rows, soften: true };
  return { particles: drawParticles(model, request, forkContext(ctx, 'softened')), count };
}

/** The beginnings of rows: particles of all batches, each batch as often as its weight says, in a random order. */
function pickRows(batches: readonly Particles[], rows: number, ctx: Context): BegunRows {
  const table = concatTables(batches.map((batch) => batch.table));
  const weights = new Float64Array(table.rows);
  const bins = table.columns.map(() => new Uint8Array(table.rows));
  let from = 0;
  for (const batch of batches) {
    weights.fill(batch.weight / batch.table.rows, from, from + batch.table.rows);
    bins.forEach((own, place) => {
      own.set(batch.bins[place], from);
    });
    from += batch.table.rows;
  }
  const picks = shuffle(resampleParticles(weights, rows, ctx.random.fork('pick')), ctx.random.fork('order'));
  return { columns: takeRows(table, picks).columns, bins: bins.map((own) => takeBins(own, picks)) };
}
