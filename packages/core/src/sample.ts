import { checkpoint } from './checkpoint.ts';
import { type Condition, resolveConditions } from './condition.ts';
import type { Context } from './context.ts';
import { type DrawnBlock, drawBlock } from './draw-block.ts';
import { badPlugin, badRequest } from './errors.ts';
import type { Generator, Model } from './generator.ts';
import { splitLineage } from './lineage.ts';
import { concatTables, createTable, type Table } from './table.ts';

/** What to sample. */
export interface SampleRequest {
  /** A whole number, at least 1. */
  readonly rows: number;
  readonly where?: readonly Condition[];
  /** The number of the first block, 0 when left out: where an earlier call of the same stream ended. */
  readonly firstBlock?: number;
  /** Draws one block somewhere else, such as on a worker thread; by default the model draws it here. */
  readonly draw?: (block: number, rows: number) => Promise<DrawnBlock>;
  /** Blocks under way at once; only with `draw`. */
  readonly concurrency?: number;
}

/** One block of a stream. */
export interface SampledBlock extends DrawnBlock {
  readonly block: number;
  readonly requested: number;
  /** What the generator says of where the rows come from; see {@link splitLineage}. */
  readonly said: Table | null;
}

/** Rows with an account of what was asked and what was drawn to get them. */
export interface Sampled {
  readonly table: Table;
  readonly requested: number;
  /** Rows asked for and not had; above 0 only under `where`. */
  readonly shortfall: number;
  /** Share of drawn rows that were kept, in (0, 1]; 0 when none was. */
  readonly acceptance: number;
  /** Rows of each block, in order. */
  readonly blocks: readonly number[];
}

/**
 * Samples block by block, in order. Block `b` depends on the model, the context's random source and `b` alone, so the bytes
 * are the same for any concurrency. Roles, zones and constraints are those of the model's schema. Throws `core/bad-request`, `core/bad-plugin`, and what conditions throw.
 */
export async function* stream(
  generator: Pick<Generator, 'name' | 'traits'>,
  model: Model,
  request: SampleRequest,
  ctx: Context,
): AsyncGenerator<SampledBlock> {
  const { rows, where = [], firstBlock = 0 } = request;
  if (!Number.isInteger(rows) || rows < 1)
    throw badRequest(`${rows} rows cannot be sampled.`, 'Ask for a whole number, 1 or more.');
  if (!Number.isSafeInteger(firstBlock) || firstBlock < 0)
    throw badRequest(`A sample cannot begin at block ${firstBlock}.`, 'Give a whole number, 0 or more.');
  resolveConditions(model.schema, where);
  const size = generator.traits.blockRows;
  if (!Number.isInteger(size) || size < 1) throw badPlugin(generator.name, `has blocks of ${size} rows`);
  const count = Math.ceil(rows / size);
  const wanted = (block: number) => Math.min(size, rows - block * size);
  const draw =
    request.draw ?? ((block: number, n: number) => drawBlock(generator, model, { block, rows: n, where }, ctx));
  const ahead = request.draw ? Math.max(1, request.concurrency ?? 1) : 1;
  const underway: Promise<DrawnBlock>[] = [];
  for (let block = 0, next = 0, done = 0; block < count; block++) {
    for (; next < count && next < block + ahead; next++) {
      underway[next] = draw(firstBlock + next, wanted(next));
      underway[next].catch(() => {});
    }
    const drawn = await underway[block];
    delete underway[block];
    await checkpoint(ctx.signal);
    const whole = createTable(model.schema.columns, drawn.table.columns, model.schema.constraints);
    done += whole.rows;
    ctx.progress({ done: block + 1 === count ? rows : done, total: rows, note: 'rows' });
    yield { ...drawn, ...splitLineage(whole), block: firstBlock + block, requested: wanted(block) };
  }
}

/** Samples all rows into one table. See {@link stream}. */
export async function sample(
  generator: Pick<Generator, 'name' | 'traits'>,
  model: Model,
  request: SampleRequest,
  ctx: Context,
): Promise<Sampled> {
  const tables: Table[] = [];
  let drawn = 0;
  for await (const block of stream(generator, model, request, ctx)) {
    tables.push(block.table);
    drawn += block.drawn;
  }
  const table = concatTables(tables);
  return {
    table,
    requested: request.rows,
    shortfall: request.rows - table.rows,
    acceptance: drawn === 0 ? 0 : table.rows / drawn,
    blocks: tables.map((part) => part.rows),
  };
}
