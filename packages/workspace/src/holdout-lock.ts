import { readFile } from 'node:fs/promises';
import { type ColumnSpec, canonicalJson, type Json } from '@verisim/core';
import { fileHash, hashOf } from './atomic-write.ts';
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

/**
 * The lock as it stands on disk, after the ledger was found whole, `lock.json` to be what the ledger recorded, and the file
 * of rows to be what `lock.json` says. Throws `workspace/ledger-damaged`,
 * `workspace/lock-missing`, `workspace/lock-changed`, `workspace/holdout-changed`.
 */
export async function verifyLock(workspace: Workspace, id: string): Promise<HoldoutLock> {
  const text = await readFile(holdoutPath(workspace, id, 'lock.json'), 'utf8').catch(() => null);
  if (text === null) throw lockMissing(id);
  const problems = (await verifyLedger(workspace)).filter(({ rule }) => rule !== 'torn-line');
  if (problems.length > 0) throw ledgerDamaged(problems.map(({ message }) => message));
  const recorded = (await readLedger(workspace)).filter((entry) => isAbout(entry, 'holdout-locked', id));
  if (recorded.length === 0) throw lockChanged(id, 'the ledger does not tell of it');
  const hash = hashOf(text);
  if (!recorded.some((entry) => (entry.details as { lockHash?: string }).lockHash === hash)) {
    throw lockChanged(id, 'lock.json was changed since');
  }
  const lock = JSON.parse(text) as HoldoutLock;
  const path = holdoutPath(workspace, id, 'holdout.parquet');
  const found = await fileHash(path).catch(() => null);
  if (found === null) throw holdoutChanged(id, 'the file is missing');
  if (found !== lock.fileHash) throw holdoutChanged(id, await holdoutChange(path, lock));
  return lock;
}

/** Whether an entry is of that event and about that holdout. */
export function isAbout(entry: LedgerEntry, event: string, id: string): boolean {
  return entry.event === event && (entry.details as { id?: string } | null)?.id === id;
}
