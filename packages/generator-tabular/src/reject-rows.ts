import {
  type ColumnTest,
  type Context,
  checkpoint,
  columnKinds,
  concatTables,
  forkContext,
  matchRows,
  ROWS_DRAWN,
  sliceRows,
  type Table,
  takeRows,
} from '@verisim/core';
import { BLOCK_ROWS } from './draw-ids.ts';

/** Rows drawn for each row asked for, at most (and at least 20,000 in all). */
const REJECTION_LIMIT = 200;
/** Rows drawn at once, at least, while looking for rare combinations. */
const LEAST_BATCH = 2048;

/** What is wanted of {@link rejectRows}. */
export interface Rejection {
  readonly rows: number;
  readonly tests: readonly ColumnTest[];
  /** Whether any row can pass; if not, none is drawn. */
  readonly possible: boolean;
  /** Whether `draw` meets all tests by itself but for rounding. */
  readonly native: boolean;
  readonly draw: (rows: number, ctx: Context) => Table | Promise<Table>;
}

/**
 * Draws batches and keeps the rows that pass, at most 200 drawn for each one asked for (and at least 20,000 in all): fewer rows come
 * back when the bound is reached. Notes how many it looked at. Tests on identifiers, which come later, are left out.
 */
export async function rejectRows(request: Rejection, ctx: Context): Promise<Table> {
  if (!request.possible || request.rows === 0) return request.draw(0, ctx);
  const tests = request.tests.filter((test) => !columnKinds[test.spec.kind].identifies);
  const budget = Math.max(20_000, request.rows * REJECTION_LIMIT);
  const kept: Table[] = [];
  let have = 0;
  let drawn = 0;
  let looked = 0;
  for (let attempt = 0; have < request.rows && drawn < budget; attempt++) {
    await checkpoint(ctx.signal);
    const wanted = request.rows - have;
    const rows = Math.min(request.native && attempt === 0 ? wanted : nextBatch(wanted, have, drawn), budget - drawn);
    const table = await request.draw(rows, forkContext(ctx, `attempt:${attempt}`));
    const met = matchRows(table, tests);
    kept.push(takeRows(table, met));
    looked += met.length < wanted ? rows : met[wanted - 1] + 1;
    drawn += rows;
    have += met.length;
    // What meets the tests by itself and has no row now will have none later.
    if (request.native && table.rows === 0) break;
  }
  ctx.note(ROWS_DRAWN, looked);
  return sliceRows(concatTables(kept), 0, request.rows);
}

/** The rows that pass the tests left out by {@link rejectRows}. */
export function passIdTests(table: Table, tests: readonly ColumnTest[]): Table {
  const identifying = tests.filter((test) => columnKinds[test.spec.kind].identifies);
  return identifying.length === 0 ? table : takeRows(table, matchRows(table, identifying));
}

/** As many rows as the acceptance so far calls for. */
function nextBatch(wanted: number, have: number, drawn: number): number {
  const perRow = have > 0 ? (1.2 * drawn) / have : 4;
  return Math.min(BLOCK_ROWS, Math.max(LEAST_BATCH, Math.ceil(wanted * perRow)));
}
