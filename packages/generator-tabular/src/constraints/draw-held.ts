import {
  type BlockRequest,
  type Condition,
  type Context,
  checkpoint,
  concatTables,
  createTable,
  forkContext,
  matchRows,
  ROWS_DRAWN,
  resolveConditions,
  sliceRows,
  type Table,
  takeRows,
} from '@verisim/core';
import { BLOCK_ROWS, fillIds } from '../draw-ids.ts';
import { constraintsUnmet } from '../errors.ts';
import { type ConstraintAccount, createAccount } from './constraint-account.ts';
import { decodeRows } from './decode-rows.ts';
import { excludedWhere } from './excluded-where.ts';
import type { HeldModel } from './held-model.ts';
import { drawKeys } from './key-column.ts';
import { createRejection, type Rejection } from './reject-broken.ts';

/** Rows drawn for each row asked for, at most (and at least 20,000 in all). */
const REJECTION_LIMIT = 200;
const LEAST_BUDGET = 20_000;
/** Rows drawn at once, at least, after the first time. */
const LEAST_BATCH = 512;

/** A block under way. */
interface Drawing {
  readonly model: HeldModel;
  readonly where: readonly Condition[];
  /** Conditions that the generator inside meets itself. */
  readonly innerWhere: readonly Condition[];
  readonly account: ConstraintAccount;
  readonly rejection: Rejection;
}

/**
 * One block whose rows hold all rules. What is drawn is decoded, held against `where`, mended, and what still breaks a rule is drawn
 * again, at most 200 rows for each one asked for. Comes back short only under `where`. Throws `generator-tabular/constraints-exclude`,
 * `core/contradiction`, `generator-tabular/constraints-unmet`.
 */
export async function drawHeld(model: HeldModel, request: BlockRequest, ctx: Context): Promise<Table> {
  const { block, rows, where = [] } = request;
  const account = createAccount();
  const innerWhere = innerConditions(model, where);
  const drawing: Drawing = { model, where, innerWhere, account, rejection: createRejection(model, account) };
  const drawn = await drawUntil(drawing, block, rows, ctx);
  if (drawn.table.rows < rows && where.length === 0)
    throw constraintsUnmet(drawn.table.rows, rows, drawn.looked, account.worst());
  account.note(block, ctx);
  if (drawn.looked > rows) ctx.note(ROWS_DRAWN, drawn.looked);
  return fillMade(model, sliceRows(drawn.table, 0, rows), where, block, ctx);
}

function innerConditions({ generator, schema, rules, steps, keys, ids }: HeldModel, where: readonly Condition[]) {
  const all = [...excludedWhere(schema, rules, where)];
  for (const step of steps.toReversed()) all.push(...step.translate(all));
  if (!generator.traits.conditional) return [];
  const hidden = new Set([
    ...steps.flatMap((step) => step.hidden),
    ...[...keys, ...ids].map(({ column }) => schema.columns[column].name),
  ]);
  return all.filter(({ column }) => !hidden.has(column));
}

async function drawUntil(drawing: Drawing, block: number, rows: number, ctx: Context) {
  const budget = Math.max(LEAST_BUDGET, rows * REJECTION_LIMIT);
  const kept: Table[] = [];
  let [have, drawn, looked, short] = [0, 0, 0, false];
  for (let attempt = 0; (have < rows || attempt === 0) && drawn < budget && !short; attempt++) {
    await checkpoint(ctx.signal);
    const wanted = rows - have;
    const count = Math.min(attempt === 0 ? wanted : nextBatch(wanted, have, drawn), budget - drawn);
    const batch = await drawBatch(drawing, block, count, forkContext(ctx, `attempt:${attempt}`));
    short = batch.drawn < count;
    drawn += count;
    const share = batch.table.rows > wanted ? wanted / batch.table.rows : 1;
    looked += Math.ceil(batch.looked * share);
    have += batch.table.rows;
    kept.push(batch.table);
  }
  return { table: concatTables(kept), looked };
}

/** As many rows as the acceptance so far calls for. */
function nextBatch(wanted: number, have: number, drawn: number): number {
  const perRow = have > 0 ? (1.2 * drawn) / have : 8;
  return Math.min(BLOCK_ROWS, Math.max(LEAST_BATCH, Math.ceil(wanted * perRow)));
}

/** Rows of one draw that hold everything but what is said of keys and identifiers. */
async function drawBatch(
  { model, where, innerWhere, account, rejection }: Drawing,
  block: number,
  rows: number,
  ctx: Context,
) {
  let looked = 0;
  const note: Context['note'] = (key, value) => {
    if (key === ROWS_DRAWN) looked += Number(value);
    else ctx.note(key, value);
  };
  const request = innerWhere.length > 0 ? { block, rows, where: innerWhere } : { block, rows };
  const encoded = await model.inner.sample(request, { ...ctx, note });
  const decoded = decodeRows(model, encoded, { random: ctx.random, where, repaired: account.repaired });
  const met = where.length === 0 ? decoded : withoutMadeColumns(model, decoded, where);
  return { table: rejection(met, ctx.random), drawn: encoded.rows, looked: Math.max(looked, encoded.rows) };
}

/** The rows that meet the conditions on columns that are there already. */
function withoutMadeColumns(model: HeldModel, table: Table, where: readonly Condition[]): Table {
  const made = new Set([...model.keys, ...model.ids].map(({ column }) => column));
  const tests = resolveConditions(table.spec, where).filter(({ column }) => !made.has(column));
  const met = matchRows(table, tests);
  return met.length === table.rows ? table : takeRows(table, met);
}

/** Keys and identifiers come last, so that rows thrown away use none up. */
function fillMade(model: HeldModel, table: Table, where: readonly Condition[], block: number, ctx: Context): Table {
  const columns = table.columns.slice();
  for (const key of model.keys)
    columns[key.column] = drawKeys(key, table.spec.columns[key.column].name, block, table.rows, ctx);
  const filled = fillIds(createTable(table.spec.columns, columns), model.ids, block, ctx);
  const made = new Set([...model.keys, ...model.ids].map(({ column }) => column));
  const tests = resolveConditions(filled.spec, where).filter(({ column }) => made.has(column));
  return tests.length === 0 ? filled : takeRows(filled, matchRows(filled, tests));
}
