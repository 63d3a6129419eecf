import { canonicalJson, createTable, type Json, type Table, tableHash } from '@verisim/core';
import { readTable } from '@verisim/io';
import { holdoutChanged, lockChanged } from './errors.ts';
import { type HoldoutLock, holdoutPath, isAbout, verifyLock } from './holdout-lock.ts';
import { appendToLedger, readLedger } from './ledger.ts';
import type { Workspace } from './workspace.ts';

/** Why a holdout is opened, and by which run. */
export interface Opening {
  readonly reason: string;
  readonly run: string;
}

/**
 * The only reader of locked rows. Checks the ledger, the lock, the file's hash and the rows' hash; records the opening
 * with its count; then returns the rows. Throws `workspace/ledger-damaged`, `workspace/lock-missing`,
 * `workspace/lock-changed`, `workspace/holdout-changed`; what is refused is neither returned nor counted.
 */
export async function openHoldout(workspace: Workspace, lock: HoldoutLock, opening: Opening): Promise<Table> {
  const kept = await verifyLock(workspace, lock.id);
  if (canonicalJson(kept as unknown as Json) !== canonicalJson(lock as unknown as Json)) {
    throw lockChanged(lock.id, 'the lock given differs from lock.json');
  }
  const path = holdoutPath(workspace, lock.id, 'holdout.parquet');
  const { table } = await readTable(path, { like: { columns: kept.columns } });
  if (table.rows !== kept.rows) {
    throw holdoutChanged(lock.id, `it has ${table.rows} rows where ${kept.rows} were locked`);
  }
  if (tableHash(table) !== kept.contentHash) throw holdoutChanged(lock.id, 'its cells have another hash');
  await appendToLedger(workspace, (entries) => {
    const count = 1 + entries.filter((entry) => isAbout(entry, 'holdout-opened', lock.id)).length;
    return { event: 'holdout-opened', details: { id: lock.id, ...opening, count } };
  });
  return createTable(kept.columns, table.columns);
}

/** How often a holdout was opened. */
export async function openings(workspace: Workspace, lock: HoldoutLock): Promise<number> {
  return (await readLedger(workspace)).filter((entry) => isAbout(entry, 'holdout-opened', lock.id)).length;
}
