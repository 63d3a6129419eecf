import {
  type Column,
  type Condition,
  type Context,
  concatTables,
  createTable,
  type DrawnBlock,
  type Lineage,
  quietContext,
  type SampledBlock,
  sayLineage,
  sharedLineage,
  stream,
  type Table,
  type TrackedTable,
  takeRows,
  trackedTable,
} from '@verisim/core';
import { type BlockChecks, blockChecks, type RowSource } from './block-checks.ts';
import { EXTRAPOLATION, extrapolationTest } from './extrapolated-rows.ts';
import { keepRows } from './keep-rows.ts';
import type { BlockFinding } from './merge-findings.ts';

/** What to draw. */
export interface DrawRequest {
  readonly rows: number;
  readonly where?: readonly Condition[];
  readonly draw?: (block: number, rows: number) => Promise<DrawnBlock>;
  readonly concurrency?: number;
  /** A block that an interrupted draw of the same rows finished, `null` for one that has to be drawn. */
  readonly finished?: (block: number) => FinishedBlock | null;
}

/** What became of one block: plain numbers, fit for a journal. */
export interface BlockAccount {
  readonly block: number;
  /** 0 for the rows asked for, from 1 on for those that replace dropped ones. */
  readonly round: number;
  /** Rows asked of the generator. */
  readonly asked: number;
  /** Rows that it looked at for them, more where conditions reject rows. */
  readonly drawn: number;
  /** Rows that came. */
  readonly met: number;
  readonly dropped: number;
  /** Rows that passed every check and were still needed. */
  readonly kept: number;
  /** Kept rows whose conditioned values no training row shows together. */
  readonly extrapolated: number;
  readonly findings: readonly BlockFinding[];
}

/** A block that was drawn and checked before. */
export interface FinishedBlock {
  readonly account: BlockAccount;
  /** Its kept rows; asked for only where ids have to be remembered. */
  table(): Promise<Table>;
}

/** A block of a checked draw. */
export interface CheckedBlock {
  readonly account: BlockAccount;
  /** `null` for a block that was finished before. */
  readonly fresh: FreshRows | null;
}

/** The kept rows of a block. */
export interface FreshRows {
  readonly table: Table;
  /** Their places in the block as it was drawn. */
  readonly places: Int32Array;
  /** 1 for each that is an extrapolation; empty when none is. */
  readonly extrapolated: Uint8Array;
  /** What the generator says of where they come from. */
  readonly said: Table | null;
}

/** Rounds of refilling after the first draw. A generator whose rows keep being dropped ends with a shortfall. */
const REFILLS = 8;

/**
 * Draws rows block by block, drops those that a check refuses (copies of training rows, holdout collisions, rows off the schema,
 * ids that repeat), and draws again from the blocks that follow until the number is reached. Depends on the model and
 * `ctx.random` alone: any block may come from an interrupted draw. Holds one block at a time, and eight bytes or so for each id.
 */
export async function* streamChecked(
  source: RowSource,
  request: DrawRequest,
  ctx: Context,
): AsyncGenerator<CheckedBlock> {
  const checks = blockChecks(source);
  const isExtrapolation = extrapolationTest(source.train, request.where ?? []);
  let have = 0;
  let firstBlock = 0;
  for (let round = 0; round <= REFILLS && have < request.rows; round++) {
    const missing = request.rows - have;
    const rows = round === 0 ? missing : Math.ceil(missing * 1.2) + 8;
    let met = 0;
    for await (const drawn of roundBlocks(source, request, { round, rows, firstBlock }, ctx)) {
      const block = await settle(drawn, round, request.rows - have, { checks, isExtrapolation }, ctx);
      met += block.account.met;
      have += block.account.kept;
      ctx.progress({ done: have, total: request.rows, note: 'rows' });
      yield block;
      if (have >= request.rows) return;
    }
    if (met === 0) return;
    firstBlock += Math.ceil(rows / source.generator.traits.blockRows);
  }
}

/** Where each of the kept rows of a block comes from. */
export function blockLineage(
  source: Pick<RowSource, 'generator' | 'run' | 'depth' | 'trainId'>,
  block: number,
  { places, extrapolated, said }: Omit<FreshRows, 'table'>,
): Lineage {
  const { name, version } = source.generator;
  const shared = {
    origin: 'synthetic',
    generator: name,
    generator_version: version,
    run: source.run,
    block,
    depth: source.depth ?? 1,
  } as const;
  const rows = places.length === 0 ? 0 : places[places.length - 1] + 1;
  const own = takeRows(sharedLineage(rows, { ...shared, split: 'train' }, `${source.run}/${block}/`), places);
  const lineage = sayLineage(own, said && withParentIds(said, source.trainId ?? ((row) => `train:${row}`)));
  return extrapolated.includes(1) ? tagExtrapolated(lineage, extrapolated) : lineage;
}

/** The ids of training rows that the generator named by number. */
function withParentIds(said: Table, trainId: (row: number) => string): Table {
  const idsOf = (cell: string) => cell.replaceAll(/\d+/g, (row) => trainId(Number(row)));
  const columns = said.columns.map((column, i): Column => {
    if (said.spec.columns[i].name !== 'parents' || column.storage !== 'text') return column;
    return { storage: 'text', values: column.values.map((cell) => cell && idsOf(cell)) };
  });
  return { ...said, columns };
}

function tagExtrapolated(lineage: Lineage, extrapolated: Uint8Array): Lineage {
  const columns = lineage.columns.map((column, i): Column => {
    if (lineage.spec.columns[i].name !== 'tags' || column.storage !== 'coded') return column;
    const said = column.levels.length;
    const codes = column.codes.map((code, row) => (extrapolated[row] === 0 ? code : code < 0 ? 2 * said : said + code));
    const both = column.levels.map((tag) => `${tag}; ${EXTRAPOLATION}`);
    return { storage: 'coded', codes, levels: [...column.levels, ...both, EXTRAPOLATION] };
  });
  return createTable(lineage.spec.columns, columns);
}

/** Blocks one below the other, with their lineage. */
export function trackedBlocks(source: RowSource, blocks: readonly CheckedBlock[]): TrackedTable {
  const fresh = blocks.map(({ account, fresh }) => ({ block: account.block, ...fresh! }));
  return trackedTable(
    concatTables(fresh.map(({ table }) => table)),
    concatTables(fresh.map((rows) => blockLineage(source, rows.block, rows))),
  );
}

type Drawn =
  | { readonly finished: FinishedBlock }
  | { readonly block: number; readonly asked: number; readonly fresh: SampledBlock };

interface Round {
  readonly round: number;
  readonly rows: number;
  readonly firstBlock: number;
}

/** The blocks of a round in order: finished ones as they are, each stretch between them drawn. */
async function* roundBlocks(
  source: RowSource,
  request: DrawRequest,
  round: Round,
  ctx: Context,
): AsyncGenerator<Drawn> {
  const { generator, model } = source;
  const size = generator.traits.blockRows;
  const count = Math.ceil(round.rows / size);
  const finishedAt = (i: number): FinishedBlock | null => {
    const finished = i < count ? (request.finished?.(round.firstBlock + i) ?? null) : null;
    const asked = Math.min(size, round.rows - i * size);
    return finished?.account.round === round.round && finished.account.asked === asked ? finished : null;
  };
  for (let i = 0; i < count; ) {
    const finished = finishedAt(i);
    if (finished) {
      i++;
      yield { finished };
      continue;
    }
    let end = i + 1;
    while (end < count && finishedAt(end) === null) end++;
    const rows = Math.min(round.rows, end * size) - i * size;
    const part = { ...request, rows, firstBlock: round.firstBlock + i };
    for await (const fresh of stream(generator, model, part, quietContext(ctx))) {
      yield { block: fresh.block, asked: fresh.requested, fresh };
    }
    i = end;
  }
}

interface RowTests {
  readonly checks: BlockChecks;
  readonly isExtrapolation: ReturnType<typeof extrapolationTest>;
}

async function settle(
  drawn: Drawn,
  round: number,
  missing: number,
  { checks, isExtrapolation }: RowTests,
  ctx: Context,
): Promise<CheckedBlock> {
  if ('finished' in drawn) {
    if (checks.remembers) checks.remember(await drawn.finished.table());
    return { account: drawn.finished.account, fresh: null };
  }
  const { block, asked, fresh } = drawn;
  const { kept, findings } = await checks.check(block, fresh.table, ctx);
  const places = kept.subarray(0, missing);
  const keep = (rows: Table) => (places.length === rows.rows ? rows : keepRows(rows, places));
  const table = keep(fresh.table);
  checks.remember(table);
  const extrapolated = isExtrapolation?.(table) ?? new Uint8Array(0);
  const account: BlockAccount = {
    block,
    round,
    asked,
    drawn: fresh.drawn,
    met: fresh.table.rows,
    dropped: fresh.table.rows - kept.length,
    kept: places.length,
    extrapolated: extrapolated.reduce((sum, is) => sum + is, 0),
    findings,
  };
  return { account, fresh: { table, places, extrapolated, said: fresh.said && keep(fresh.said) } };
}
