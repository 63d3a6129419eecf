import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import {
  type Context,
  concatTables,
  type Json,
  type Lineage,
  type ModelState,
  sha256,
  sliceRows,
  type Table,
  toHex,
} from '@verisim/core';
import { tableValidators } from '@verisim/validator-table';
import { decodeModelState, encodeModelState, type Journal, type JournalRecord, openJournal } from '@verisim/workspace';
import type { RowSource } from './block-checks.ts';
import { type DrawAccount, drawAccount, duplicateFindings } from './draw-account.ts';
import {
  type BlockJson,
  type FinishedBlock,
  type FinishedBlocks,
  finishedBlocks,
  keptRows,
} from './finished-blocks.ts';
import { withoutPrivateRows } from './private-rows.ts';
import { blockLineage, type DrawRequest, streamChecked } from './stream-checked.ts';

type Notes = Readonly<Record<string, Json>>;

/** A fitted model as an interrupted draw left it, with what fitting noted. */
export interface KeptModel {
  readonly state: ModelState;
  readonly notes: Notes;
}

/** A draw that goes on where a kill ended it. */
export interface ResumableDraw {
  /** The journal's path. */
  readonly path: string;
  /** Blocks that an interrupted draw of the very same rows finished. */
  readonly resumed: number;
  /** Blocks that are on the disk by now. */
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
  /** Lets the journal go; what is finished is on the disk for the next start. */
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
 * version, options, seed, rows, conditions): a journal of another recipe is not used, and `replaced` says in what it differs. Finished blocks go to
 * the disk every so many milliseconds, 0 for each as it is made, and are never drawn again; see {@link finishedBlocks}. The journal takes at most about as
 * much room as the output. Throws `workspace/locked` when another process is drawing into the same file, `workspace/cannot-write`.
 */
export async function openResumableDraw(
  output: string,
  recipe: { readonly [key: string]: Json },
  { every = 2000 }: { readonly every?: number } = {},
): Promise<ResumableDraw> {
  const path = drawJournalPath(output);
  const journal = await openJournal(path, { recipe: { draw: 2, checks: checkVersions, ...recipe }, other: 'replace' });
  const blocks = keptBlocks(journal);
  const keep = (record: JournalRecord) => blocks.set((record.json as unknown as BlockJson).account.block, record);
  let made: FinishedBlocks | undefined;
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
      made = finishedBlocks(journal, every, keep);
      const finished = (block: number) => {
        const record = blocks.get(block);
        return record ? kept(journal, record) : null;
      };
      for await (const { account, fresh } of streamChecked(source, { ...request, finished }, ctx)) {
        if (fresh) await made.addFresh(account, notes(), fresh);
        else made.addKept(blocks.get(account.block)!);
      }
      const drawn = made.blocks;
      const first = await firstRows(tablesOf(drawn), source.train.rows);
      const repeats = await duplicateFindings(source, first, ctx);
      const noted = Object.assign({}, ...drawn.map(({ json }) => json.notes)) as Notes;
      const accounts = drawn.map(({ json }) => json.account);
      return { ...drawAccount(request.rows, accounts, repeats), notes: noted };
    },
    rows: () => tablesOf(made?.blocks ?? []),
    lineage: (source) => lineageOf(made?.blocks ?? [], source),
    async close() {
      // What cannot be written is made again.
      await made?.flush().catch(() => {});
      await (journal.records.length === 0 ? journal.remove() : journal.close());
    },
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

function kept(journal: Journal, record: JournalRecord) {
  const { account } = record.json as unknown as BlockJson;
  return { account, table: async () => (await keptRows(journal, record)).table };
}

/** The blocks that hold rows, and the first in any case. */
const withRows = (blocks: readonly FinishedBlock[]) => blocks.filter(({ json }, i) => json.account.kept > 0 || i === 0);

async function* tablesOf(blocks: readonly FinishedBlock[]): AsyncGenerator<Table> {
  for (const block of withRows(blocks)) yield (await block.rows()).table;
}

async function* lineageOf(blocks: readonly FinishedBlock[], source: RowSource): AsyncGenerator<Lineage> {
  for (const block of withRows(blocks)) yield blockLineage(source, block.json.account.block, await block.rows());
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
