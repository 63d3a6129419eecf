import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson, createTable, type Json, type Table, tableHash } from '@verisim/core';
import { readTable } from '@verisim/io';
import { copyHashed, TEMPORARY } from './atomic-write.ts';
import { claimWorkspace } from './claim-workspace.ts';
import { holdoutChanged, lockChanged } from './errors.ts';
import { holdoutChange } from './holdout-change.ts';
import { type HoldoutLock, holdoutPath, isAbout, readLock } from './holdout-lock.ts';
import { appendToLedger, readLedger } from './ledger.ts';
import type { Workspace } from './workspace.ts';

/** Why a holdout is opened, and by which run. */
export interface Opening {
  readonly reason: string;
  readonly run: string;
  /** The opening of a run that goes on after a kill: one that the ledger has of it is not recorded again. */
  readonly once?: boolean;
}

/**
 * The only reader of locked rows. Checks the ledger, the lock, the file's hash and the rows' hash; records the opening with its count; then
 * returns the rows. The file is opened and read once: what is hashed on the way goes into a private copy, which is what is parsed, so that
 * nothing can change between the check and the reading. Throws `workspace/ledger-damaged`, `workspace/lock-missing`, `workspace/lock-changed`,
 * `workspace/holdout-changed`, `workspace/locked`; what is refused is neither returned nor counted.
 */
export async function openHoldout(workspace: Workspace, lock: HoldoutLock, opening: Opening): Promise<Table> {
  const release = await claimWorkspace(workspace);
  try {
    const kept = await readLock(workspace, lock.id);
    if (canonicalJson(kept as unknown as Json) !== canonicalJson(lock as unknown as Json)) {
      throw lockChanged(lock.id, 'the lock given differs from lock.json');
    }
    const table = await readOnce(workspace, kept);
    const { once = false, ...said } = opening;
    if (once && (await openedBy(workspace, lock.id, opening.run))) return createTable(kept.columns, table.columns);
    await appendToLedger(workspace, (entries) => {
      const count = 1 + entries.filter((entry) => isAbout(entry, 'holdout-opened', lock.id)).length;
      return { event: 'holdout-opened', details: { id: lock.id, ...said, count } };
    });
    return createTable(kept.columns, table.columns);
  } finally {
    await release();
  }
}

async function openedBy(workspace: Workspace, id: string, run: string): Promise<boolean> {
  const entries = await readLedger(workspace);
  return entries.some(
    (entry) => isAbout(entry, 'holdout-opened', id) && (entry.details as { run?: string }).run === run,
  );
}

async function readOnce(workspace: Workspace, lock: HoldoutLock): Promise<Table> {
  const { id, columns, rows, contentHash } = lock;
  const aside = await mkdtemp(join(workspace.folder, TEMPORARY));
  try {
    const copy = join(aside, 'rows.parquet');
    const found = await copyHashed(holdoutPath(workspace, id, 'holdout.parquet'), copy);
    if (found === null) throw holdoutChanged(id, 'the file is missing');
    if (found !== lock.fileHash) throw holdoutChanged(id, await holdoutChange(workspace, copy, lock));
    const { table } = await readTable(copy, { like: { columns } });
    if (table.rows !== rows) throw holdoutChanged(id, `it has ${table.rows} rows where ${rows} were locked`);
    if (tableHash(table) !== contentHash) throw holdoutChanged(id, 'its cells have another hash');
    return table;
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/** How often a holdout was opened. */
export async function openings(workspace: Workspace, lock: HoldoutLock): Promise<number> {
  return (await readLedger(workspace)).filter((entry) => isAbout(entry, 'holdout-opened', lock.id)).length;
}
