import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import {
  type Context,
  concatTables,
  createTable,
  type Json,
  LINEAGE_PREFIX,
  type Lineage,
  type ModelState,
  sha256,
  sliceRows,
  splitLineage,
  type Table,
  toHex,
} from '@verisim/core';
import { tableValidators } from '@verisim/validator-table';
import {
  decodeModelState,
  encodeModelState,
  type Journal,
  type JournalRecord,
  openJournal,
  tableBytes,
  tableFromBytes,
} from '@verisim/workspace';
import type { RowSource } from './block-checks.ts';
import { type DrawAccount, drawAccount, duplicateFindings } from './draw-account.ts';
import { withoutPrivateRows } from './private-rows.ts';
import {
  type BlockAccount,
  blockLineage,
  type DrawRequest,
  type FinishedBlock,
  type FreshRows,
  streamChecked,
} from './stream-checked.ts';

type Notes = Readonly<Record<string, Json>>;

/** A fitted model as an interrupted draw left it, with what fitting noted. */
export interface KeptModel {
  readonly state: ModelState;
  readonly notes: Notes;
}

/** A draw whose finished blocks are on the disk. */
export interface ResumableDraw {
  /** The journal's path. */
  readonly path: string;
  /** Blocks that an interrupted draw of the very same rows finished. */
  readonly resumed: number;
  /** Blocks that are finished by now. */
  readonly finished: number;
  /** Why a journal that was found is not used, `null` when it is or there was none. */
  readonly replaced: string | null;
  /** Records whose bytes were changed on the disk, named; what they held is made again. */
  readonly damaged: readonly string[];
  /** The fitted model of the interrupted draw; `null` when there is none. */
  model(): Promise<KeptModel | null>;
  keepModel(kept: KeptModel): Promise<void>;
  /** Draws what is missing. `notes` is asked after each block for what was noted so far. */
  draw(
    source: RowSource,
    request: DrawRequest,
    notes: () => Notes,
    ctx: Context,
  ): Promise<DrawAccount & { readonly notes: Notes }>;
  /** The rows, block by block in order, once they are drawn. */
  rows(): AsyncIterable<Table>;
  /** Where each row comes from, block by block in order. */
  lineage(source: RowSource): AsyncIterable<Lineage>;
  /** Lets the journal go; what is finished stays for the next start. */
  close(): Promise<void>;
  /** Deletes the journal: the rows are written. */
  remove(): Promise<void>;
}

/**
 * The journal of a draw into a file: hidden, beside it, so that it lies on the same disk and needs no workspace. For an output that is
 * a URL it lies in the folder of the process, under a hash, because a URL may hold a password.
 */
export function drawJournalPath(output: string): string {
  const isUrl = /^[a-z][a-z+.-]+:\/\//i.test(output);
  return isUrl
    ? `.${toHex(sha256(output)).slice(0, 12)}${ENDING}`
    : join(dirname(output), `.${basename(output)}${ENDING}`);
}

const ENDING = '.verisim-journal';

/**
 * Opens the journal of a draw into a file, or begins it. `recipe` is everything that decides the rows (input hash, generator and
 * version, options, seed, rows, conditions): a journal of another recipe is not used, and `replaced` says in what it differs. A
 * finished block is never drawn again, and each record is on the disk before the next block is checked. The journal takes about as much room as the
 * output. Throws `workspace/locked` when another process is drawing into the same file, `workspace/cannot-write`.
 */
export async function openResumableDraw(
  output: string,
  recipe: { readonly [key: string]: Json },
): Promise<ResumableDraw> {
  const path = drawJournalPath(output);
  const journal = await openJournal(path, { recipe: { draw: 2, checks: checkVersions, ...recipe }, other: 'replace' });
  const blocks = keptBlocks(journal);
  const held = createHeldTables();
  let used: readonly JournalRecord[] = [];
  return {
    path,
    resumed: blocks.size,
    get finished() {
      return blocks.size;
    },
    replaced: journal.replaced,
    damaged: journal.damaged.map(({ number, offset }) => `record ${number} of ${basename(path)}, at byte ${offset}`),
    model: () => keptModel(journal),
    async keepModel({ state, notes }) {
      await journal.append({ type: 'model', notes }, encodeModelState(state));
    },
    async draw(given, request, notes, ctx) {
      const source = withoutPrivateRows(given);
      const order: JournalRecord[] = [];
      const finished = (block: number) => finishedBlock(journal, blocks.get(block));
      for await (const { account, fresh } of streamChecked(source, { ...request, finished }, ctx)) {
        if (fresh) {
          const json = { type: 'block', account, notes: notes() } as unknown as Json;
          const { places, extrapolated } = fresh;
          const bytes = tableBytes(withSaid(fresh), { places, extrapolated });
          const record = await journal.append(json, bytes);
          blocks.set(account.block, record);
          held.add(record, fresh.table);
        }
        order.push(blocks.get(account.block)!);
      }
      used = order;
      const accounts = order.map(({ json }) => (json as unknown as BlockJson).account);
      const first = await firstRows(tablesOf(journal, order, held), source.train.rows);
      const repeats = await duplicateFindings(source, first, ctx);
      const noted = Object.assign({}, ...order.map(({ json }) => (json as unknown as BlockJson).notes)) as Notes;
      return { ...drawAccount(request.rows, accounts, repeats), notes: noted };
    },
    rows: () => tablesOf(journal, used, held),
    lineage: (source) => lineageOf(journal, used, source),
    close: () => (journal.records.length === 0 ? journal.remove() : journal.close()),
    remove: () => journal.remove(),
  };
}

/** Removes the half-written files that killed writes left beside an output. Only for who has the journal of that output open. */
export async function removeLeftovers(output: string): Promise<void> {
  const start = `.${basename(output).slice(0, 100)}.`;
  for (const name of await readdir(dirname(output)).catch(() => [])) {
    if (!name.startsWith(start) || !TEMPORARY.test(name.slice(start.length))) continue;
    await rm(join(dirname(output), name), { recursive: true, force: true });
  }
}

/** How io names what it has not finished: a UUID and `.tmp`, with a suffix for what it needs on the way. */
const TEMPORARY = /^[0-9a-f]{8}-[0-9a-f-]{27}\.tmp/;

interface BlockJson {
  readonly type: 'block';
  readonly account: BlockAccount;
  readonly notes: Notes;
}

/** The versions of the checks: another one may keep other rows. */
const checkVersions: Json = Object.fromEntries(
  tableValidators.map(({ validator }) => [validator.name, validator.version]),
);

/** Finished blocks by number. Without the model that they were drawn from none counts, for another fit may be another model. */
function keptBlocks({ records }: Journal): Map<number, JournalRecord> {
  const blocks = new Map<number, JournalRecord>();
  if (!records.some(({ json }) => (json as { type?: unknown }).type === 'model')) return blocks;
  for (const record of records) if (isBlock(record.json)) blocks.set(record.json.account.block, record);
  return blocks;
}

function isBlock(json: unknown): json is BlockJson {
  return (json as { type?: unknown } | null)?.type === 'block';
}

async function keptModel(journal: Journal): Promise<KeptModel | null> {
  const record = journal.records.find(({ json }) => (json as { type?: unknown }).type === 'model');
  if (record === undefined) return null;
  const { notes } = record.json as { notes: Notes };
  return { state: decodeModelState(await journal.body(record), 'the kept model'), notes };
}

function finishedBlock(journal: Journal, record: JournalRecord | undefined): FinishedBlock | null {
  if (record === undefined) return null;
  const { account } = record.json as unknown as BlockJson;
  return { account, table: async () => (await keptBlock(journal, record)).table };
}

/** The rows of a block with what was said of where they come from beside them. */
function withSaid({ table, said }: FreshRows): Table {
  if (said === null) return table;
  const named = said.spec.columns.map((field) => ({
    ...field,
    name: `${LINEAGE_PREFIX}${field.name}`,
    role: 'lineage' as const,
  }));
  return createTable([...table.spec.columns, ...named], [...table.columns, ...said.columns], table.spec.constraints);
}

async function keptBlock(journal: Journal, record: JournalRecord): Promise<FreshRows> {
  const { table, beside } = tableFromBytes(await journal.body(record));
  const { places, extrapolated } = beside;
  return { ...splitLineage(table), places: places as Int32Array, extrapolated: extrapolated as Uint8Array };
}

async function* tablesOf(journal: Journal, records: readonly JournalRecord[], held: HeldTables): AsyncGenerator<Table> {
  for (const record of records) {
    const { kept } = (record.json as unknown as BlockJson).account;
    if (kept > 0 || record === records[0]) {
      yield held.tables.get(record) ?? (await keptBlock(journal, record)).table;
    }
  }
}

/** Tables that are in the journal and, as far as there is room, in memory as well, so that they are not read again. */
interface HeldTables {
  readonly tables: ReadonlyMap<JournalRecord, Table>;
  add(record: JournalRecord, table: Table): void;
}

/** Cells that are held: 128 MB of numbers. */
const HELD_CELLS = 1 << 24;

function createHeldTables(): HeldTables {
  const tables = new Map<JournalRecord, Table>();
  let cells = 0;
  return {
    tables,
    add(record, table) {
      cells += table.rows * table.columns.length;
      // Texts may be of any length.
      if (cells <= HELD_CELLS && table.columns.every(({ storage }) => storage !== 'text')) tables.set(record, table);
    },
  };
}

async function* lineageOf(
  journal: Journal,
  records: readonly JournalRecord[],
  source: RowSource,
): AsyncGenerator<Lineage> {
  for (const record of records) {
    const { account } = record.json as unknown as BlockJson;
    if (account.kept === 0 && record !== records[0]) continue;
    yield blockLineage(source, account.block, await keptBlock(journal, record));
  }
}

async function firstRows(tables: AsyncIterable<Table>, rows: number): Promise<Table> {
  const parts: Table[] = [];
  let have = 0;
  for await (const table of tables) {
    parts.push(sliceRows(table, 0, rows - have));
    have += parts[parts.length - 1].rows;
    if (have >= rows) break;
  }
  return concatTables(parts);
}
