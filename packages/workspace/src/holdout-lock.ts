import { readFile } from 'node:fs/promises';
import { type ColumnSpec, canonicalJson, type Json } from '@verisim/core';
import { fileHash, hashOf } from './atomic-write.ts';
import type { SplitRecord } from './choose-split.ts';
import { holdoutChanged, ledgerDamaged, lockChanged, lockMissing } from './errors.ts';
import { holdoutChange } from './holdout-change.ts';
import { readLedger, verifyLedger } from './ledger.ts';
import type { LedgerEntry } from './ledger-chain.ts';
import type { Workspace } from './workspace.ts';

/** What is known of a locked holdout without reading it; `lock.json`. */
export interface HoldoutLock {
  /** 16 hexadecimal digits of a hash over the rows, the table they were taken from, seed, size and target. */
  readonly id: string;
  /** Core's `tableHash` of the holdout rows. */
  readonly contentHash: string;
  /** SHA-256 of `holdout.parquet`. */
  readonly fileHash: string;
  readonly rows: number;
  readonly columns: readonly ColumnSpec[];
  readonly target: string | null;
  readonly seed: number | string;
  /** Where the table came from: a file name, relative to the project when it lies inside, and its hash. */
  readonly source: HoldoutSource;
  /** Columns that fingerprints compare: all but identifiers and ignored ones. */
  readonly fingerprintColumns: readonly string[];
  /** How the rows were chosen; not there in locks of before this was recorded. */
  readonly split?: SplitRecord;
}

/** The file that a table was read from. */
export interface HoldoutSource {
  readonly file: string;
  readonly hash: string;
}

/** A file of a lock's folder. */
export function holdoutPath(workspace: Workspace, id: string, file?: string): string {
  if (!/^[0-9a-f]{16}$/.test(id)) throw lockMissing(id);
  return file === undefined ? workspace.path('holdouts', id) : workspace.path('holdouts', id, file);
}

/** The text of `lock.json`. */
export function lockText(lock: HoldoutLock): string {
  return `${canonicalJson(lock as unknown as Json)}\n`;
}

/** A short hash of every field of a lock, by which the ledger can tell which of them was changed. */
export function fieldHashes(lock: HoldoutLock): Readonly<Record<string, string>> {
  const fields = Object.entries(lock as unknown as { readonly [key: string]: Json });
  return Object.fromEntries(fields.map(([name, value]) => [name, hashOf(canonicalJson(value)).slice(0, 16)]));
}

/**
 * The lock as it stands on disk, after the ledger was found whole and `lock.json` to be what the ledger recorded. The holdout is not read.
 * Throws `workspace/ledger-damaged`, `workspace/lock-missing`, `workspace/lock-changed`.
 */
export async function readLock(workspace: Workspace, id: string): Promise<HoldoutLock> {
  holdoutPath(workspace, id);
  const problems = (await verifyLedger(workspace)).filter(({ rule }) => rule !== 'torn-line');
  if (problems.length > 0) throw ledgerDamaged(problems.map(({ message }) => message));
  return lockOf(workspace, id, await readLedger(workspace));
}

/** The lock as it stands on disk, after `lock.json` was found to be what these entries say. Throws `workspace/lock-missing`, `workspace/lock-changed`. */
export async function lockOf(workspace: Workspace, id: string, entries: readonly LedgerEntry[]): Promise<HoldoutLock> {
  const text = await readFile(holdoutPath(workspace, id, 'lock.json'), 'utf8').catch(() => null);
  if (text === null) throw lockMissing(id);
  const recorded = entries.filter((entry) => isAbout(entry, 'holdout-locked', id));
  if (recorded.length === 0) throw lockChanged(id, 'the ledger does not tell of it');
  const hash = hashOf(text);
  if (!recorded.some((entry) => (entry.details as { lockHash?: string }).lockHash === hash)) {
    throw lockChanged(id, changedFields(text, recorded.at(-1)!));
  }
  return JSON.parse(text) as HoldoutLock;
}

/** {@link readLock}, and the file of rows is what `lock.json` says; its bytes are hashed and no row is read. Throws `workspace/holdout-changed` too. */
export async function verifyLock(workspace: Workspace, id: string): Promise<HoldoutLock> {
  const lock = await readLock(workspace, id);
  await requireSealed(workspace, lock);
  return lock;
}

/** Makes sure that the file of rows is the locked one, by its hash. Throws `workspace/holdout-changed`. */
export async function requireSealed(workspace: Workspace, lock: HoldoutLock): Promise<void> {
  const path = holdoutPath(workspace, lock.id, 'holdout.parquet');
  const found = await fileHash(path).catch(() => null);
  if (found === null) throw holdoutChanged(lock.id, 'the file is missing');
  if (found !== lock.fileHash) throw holdoutChanged(lock.id, await holdoutChange(workspace, path, lock));
}

/** Which fields of a `lock.json` are not those that the ledger recorded, as half a sentence. */
function changedFields(text: string, { index, details }: LedgerEntry): string {
  const { fields } = details as { readonly fields?: Readonly<Record<string, string>> };
  const plain = `lock.json was changed since line ${index + 1} of the ledger was written`;
  try {
    const found = fieldHashes(JSON.parse(text) as HoldoutLock);
    const names = [...new Set([...Object.keys(found), ...Object.keys(fields ?? {})])];
    const changed = names.filter((name) => found[name] !== fields?.[name]);
    if (fields === undefined || changed.length === 0) return plain;
    return `${plain}, in ${changed.map((name) => `"${name}"`).join(', ')}`;
  } catch {
    return `${plain}, and is no JSON any more`;
  }
}

/** Whether an entry is of that event and about that holdout. */
export function isAbout(entry: LedgerEntry, event: string, id: string): boolean {
  return entry.event === event && (entry.details as { id?: string } | null)?.id === id;
}
