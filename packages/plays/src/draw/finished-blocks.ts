import { createTable, type Json, LINEAGE_PREFIX, splitLineage, type Table } from '@verisim/core';
import { type Journal, type JournalRecord, tableBytes, tableFromBytes } from '@verisim/workspace';
import type { BlockAccount, FreshRows } from './stream-checked.ts';

type Notes = Readonly<Record<string, Json>>;

/** What a journal says of a block. */
export interface BlockJson {
  readonly type: 'block';
  readonly account: BlockAccount;
  readonly notes: Notes;
}

/** A finished block, in memory, in the journal, or in both. */
export interface FinishedBlock {
  readonly json: BlockJson;
  rows(): Promise<FreshRows>;
}

/** The blocks of a draw, in order. */
export interface FinishedBlocks {
  readonly blocks: readonly FinishedBlock[];
  /** Adds one that an interrupted draw left in the journal. */
  addKept(record: JournalRecord): void;
  /** Adds one that was drawn now; from time to time those that are not in the journal yet are written there. */
  addFresh(account: BlockAccount, notes: Notes, fresh: FreshRows): Promise<void>;
  /** Writes to the journal what is not there yet. */
  flush(): Promise<void>;
}

/** Bytes of cells that are held in memory. */
const HELD_BYTES = 128 << 20;

interface Held extends FinishedBlock {
  readonly fresh: FreshRows | null;
  readonly record: JournalRecord | null;
  /** Whether memory has room for it. */
  readonly fits: boolean;
}

/**
 * Begins the list of a draw's blocks. A kill loses what is not in the journal: at most `every` milliseconds of drawing, as writing down what is made
 * anew in less would only cost time. Blocks that memory has no room for are written at once.
 */
export function finishedBlocks(journal: Journal, every: number, kept: (record: JournalRecord) => void): FinishedBlocks {
  const blocks: Held[] = [];
  let written = 0;
  let bytes = 0;
  let since = performance.now();
  const flush = async () => {
    for (; written < blocks.length; written++) {
      const { json, fresh, record, fits } = blocks[written];
      if (record !== null || fresh === null) continue;
      const { places, extrapolated } = fresh;
      const made = await journal.append(json as unknown as Json, tableBytes(withSaid(fresh), { places, extrapolated }));
      kept(made);
      blocks[written] = held(journal, json, fits ? fresh : null, made, fits);
    }
    since = performance.now();
  };
  return {
    blocks,
    addKept: (record) => void blocks.push(held(journal, record.json as unknown as BlockJson, null, record, false)),
    async addFresh(account, notes, fresh) {
      bytes += bytesOf(fresh.table);
      const fits = bytes <= HELD_BYTES;
      blocks.push(held(journal, { type: 'block', account, notes: { ...notes } }, fresh, null, fits));
      if (!fits || performance.now() - since >= every) await flush();
    },
    flush,
  };
}

function held(
  journal: Journal,
  json: BlockJson,
  fresh: FreshRows | null,
  record: JournalRecord | null,
  fits: boolean,
): Held {
  return { json, fresh, record, fits, rows: async () => fresh ?? keptRows(journal, record!) };
}

/** Texts count without bound: they lie on the heap of JavaScript, which is small beside the memory. */
function bytesOf(table: Table): number {
  const texts = table.columns.some(({ storage }) => storage === 'text');
  return texts ? Infinity : 8 * table.rows * table.columns.length;
}

/** The rows of a block that is in the journal. */
export async function keptRows(journal: Journal, record: JournalRecord): Promise<FreshRows> {
  const { table, beside } = tableFromBytes(await journal.body(record));
  const { places, extrapolated } = beside;
  return { ...splitLineage(table), places: places as Int32Array, extrapolated: extrapolated as Uint8Array };
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
