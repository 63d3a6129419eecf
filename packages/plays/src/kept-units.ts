import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Json } from '@verisim/core';
import { type Journal, type JournalRecord, openJournal } from '@verisim/workspace';

/** Finished pieces of a long piece of work, each under a key of its own. */
export interface KeptUnits {
  /** The bytes kept under a key, else those that `make` gives, which are kept. Memory may be shared: do not change them. */
  bytes(key: string, make: () => Promise<Uint8Array>): Promise<Uint8Array>;
}

/** Units on the disk. */
export interface UnitJournal extends KeptUnits {
  /** Units that an interrupted run of the same recipe finished. */
  readonly resumed: number;
  /** Why a journal that was found is not used, `null` when it is or there was none. */
  readonly replaced: string | null;
  /** Records whose bytes were changed on the disk; what they held is made again. */
  readonly damaged: number;
  close(): Promise<void>;
  remove(): Promise<void>;
}

/** Keeps nothing: every unit is made. */
export const noUnits: KeptUnits = { bytes: (_, make) => make() };

/**
 * Opens a journal of units, or begins one. `recipe` is everything that decides them; a journal of another recipe is not used. A unit is
 * on the disk before its bytes come back. Throws `workspace/locked`, `workspace/cannot-write`.
 */
export async function openUnits(path: string, recipe: Json): Promise<UnitJournal> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const journal = await openJournal(path, { recipe, other: 'replace' });
  const records = new Map(journal.records.map((record) => [keyOf(record), record]));
  return {
    resumed: records.size,
    replaced: journal.replaced,
    damaged: journal.damaged.length,
    bytes: (key, make) => unit(journal, records, key, make),
    close: () => (journal.records.length === 0 ? journal.remove() : journal.close()),
    remove: () => journal.remove(),
  };
}

async function unit(
  journal: Journal,
  records: Map<string, JournalRecord>,
  key: string,
  make: () => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const found = records.get(key);
  if (found) return journal.body(found);
  const bytes = await make();
  records.set(key, await journal.append({ unit: key }, bytes));
  return bytes;
}

function keyOf({ json }: JournalRecord): string {
  return String((json as { readonly unit?: unknown }).unit);
}

/** Numbers as a unit. */
export async function keptNumbers(
  units: KeptUnits,
  key: string,
  make: () => Promise<Float64Array>,
): Promise<Float64Array> {
  const bytes = await units.bytes(key, async () => {
    const made = await make();
    return new Uint8Array(made.buffer, made.byteOffset, made.byteLength);
  });
  // A copy: a piece of a file need not begin where eight bytes may.
  return new Float64Array(new Uint8Array(bytes).buffer);
}

/** JSON as a unit; what comes back is what JSON keeps, also the first time. */
export async function keptJson<T>(units: KeptUnits, key: string, make: () => Promise<T>): Promise<T> {
  const bytes = await units.bytes(key, async () => new TextEncoder().encode(JSON.stringify(await make())));
  return JSON.parse(new TextDecoder().decode(bytes)) as T;
}
