import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import {
  type Column,
  type Context,
  canonicalJson,
  columnIndex,
  columnKinds,
  createTable,
  type Json,
  type Lineage,
  realLineage,
  type Table,
  type TrackedTable,
  tableHash,
  takeRows,
  takeTrackedRows,
  trackedTable,
} from '@verisim/core';
import { writeTable } from '@verisim/io';
import { fileHash, hashOf, publishFile, syncFolder, TEMPORARY, writeFileAtomic } from './atomic-write.ts';
import { claimWorkspace } from './claim-workspace.ts';
import { badHoldoutSize } from './errors.ts';
import { makeFingerprints } from './holdout-fingerprints.ts';
import { type HoldoutLock, type HoldoutSource, holdoutPath, lockText, verifyLock } from './holdout-lock.ts';
import { appendLedger } from './ledger.ts';
import { type Split, stratifiedSplit } from './stratified-split.ts';
import type { Workspace } from './workspace.ts';

/** What to lock. */
export interface HoldoutRequest {
  readonly table: Table;
  /** Where the rows come from; by default real rows of `source.file`. */
  readonly lineage?: Lineage;
  /** Rows to lock: at least 1, and fewer than the table has. */
  readonly rows: number;
  readonly seed: number | string;
  /** The column whose values the holdout shall hold in the same shares as the table. */
  readonly target?: string;
  readonly source: HoldoutSource;
}

/** The training part, and the lock on the rest. */
export interface LockedSplit {
  readonly lock: HoldoutLock;
  /** The rows that are left, in order; coded columns know only levels that occur among them. */
  readonly train: TrackedTable;
}

/**
 * Takes a random part of a table away, for good: it goes to `.verisim/holdouts/<id>/`, the training part comes back, and
 * from then on only `openHoldout` reads it. The same request again finds the same lock (recorded as `holdout-reused`).
 * Throws `workspace/bad-holdout-size`, `core/unknown-column`, `core/table-mismatch`, `workspace/locked`, and what a damaged workspace throws.
 */
export async function lockHoldout(workspace: Workspace, request: HoldoutRequest, ctx?: Context): Promise<LockedSplit> {
  const { table, rows, seed, target = null } = request;
  const source = { file: portable(workspace, request.source.file), hash: request.source.hash };
  const whole = trackedTable(table, request.lineage ?? realLineage(table.rows, source.file));
  if (!Number.isInteger(rows) || rows < 1 || rows >= table.rows) throw badHoldoutSize(rows, table.rows);
  if (target !== null) columnIndex(table.spec, target);
  const split = stratifiedSplit(table, rows, seed, target);
  const holdout = takeRows(table, split.holdout);
  const contentHash = tableHash(holdout);
  const name = canonicalJson([contentHash, tableHash(table), rows, seed, target]);
  ctx?.signal.throwIfAborted();
  const draft: Omit<HoldoutLock, 'fileHash'> = {
    id: hashOf(name).slice(0, 16),
    contentHash,
    rows,
    columns: table.spec.columns,
    target,
    seed,
    source,
    fingerprintColumns: comparedColumns(table),
  };
  const release = await claimWorkspace(workspace);
  try {
    const lock = (await reuse(workspace, draft.id)) ?? (await create(workspace, draft, table, holdout, split));
    return { lock, train: trainingPart(whole, split) };
  } finally {
    await release();
  }
}

async function reuse(workspace: Workspace, id: string): Promise<HoldoutLock | null> {
  if (!(await stat(holdoutPath(workspace, id)).catch(() => null))) return null;
  const lock = await verifyLock(workspace, id);
  await appendLedger(workspace, { event: 'holdout-reused', details: { id, contentHash: lock.contentHash } });
  return lock;
}

/** Builds the folder aside and moves it into place, after the ledger tells of it. */
async function create(
  workspace: Workspace,
  draft: Omit<HoldoutLock, 'fileHash'>,
  table: Table,
  holdout: Table,
  split: Split,
): Promise<HoldoutLock> {
  const folder = workspace.path('holdouts', `${TEMPORARY}${randomUUID()}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    const file = join(folder, 'holdout.parquet');
    await publishFile(file, (temporary) => writeTable(holdout, temporary));
    const lock: HoldoutLock = { ...draft, fileHash: await fileHash(file) };
    const key = randomBytes(32);
    await writeFileAtomic(join(folder, 'key'), key);
    const fingerprints = makeFingerprints(table, split.holdout, draft.fingerprintColumns, key);
    await writeFileAtomic(join(folder, 'fingerprints.json'), fingerprints);
    await writeFileAtomic(join(folder, 'lock.json'), lockText(lock));
    const details = { id: lock.id, contentHash: lock.contentHash, rows: lock.rows, source: lock.source };
    await appendLedger(workspace, {
      event: 'holdout-locked',
      details: { ...details, lockHash: hashOf(lockText(lock)) } as unknown as Json,
    });
    return await moveIntoPlace(workspace, folder, lock);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function moveIntoPlace(workspace: Workspace, folder: string, lock: HoldoutLock): Promise<HoldoutLock> {
  try {
    await rename(folder, holdoutPath(workspace, lock.id));
    await syncFolder(workspace.path('holdouts'));
    return lock;
  } catch (error) {
    const other = await reuse(workspace, lock.id);
    if (other === null) throw error;
    return other;
  }
}

function trainingPart(whole: TrackedTable, split: Split): TrackedTable {
  const { table, lineage } = takeTrackedRows(whole, split.train);
  return trackedTable(withoutUnusedLevels(table), withSplit(lineage, 'train'));
}

/** A level that only the holdout shows is not told to anything that is fitted. */
function withoutUnusedLevels(table: Table): Table {
  const columns = table.columns.map((column): Column => {
    if (column.storage !== 'coded') return column;
    const used = new Set(column.codes);
    const levels = column.levels.filter((_, code) => used.has(code));
    if (levels.length === column.levels.length) return column;
    let next = 0;
    const map = Int32Array.from(column.levels, (_, code) => (used.has(code) ? next++ : -1));
    return { storage: 'coded', levels, codes: column.codes.map((code) => (code < 0 ? -1 : map[code])) };
  });
  return createTable(table.spec.columns, columns);
}

function withSplit(lineage: Lineage, split: string): Lineage {
  const at = columnIndex(lineage.spec, 'split');
  const columns = [...lineage.columns];
  columns[at] = { storage: 'coded', codes: new Int32Array(lineage.rows), levels: [split] };
  return createTable(lineage.spec.columns, columns);
}

function comparedColumns(table: Table): readonly string[] {
  return table.spec.columns
    .filter(({ kind, role }) => role !== 'ignore' && !columnKinds[kind].identifies)
    .map(({ name }) => name);
}

/** A file's name without the machine: relative to the project, or its last part. */
function portable(workspace: Workspace, file: string): string {
  if (!isAbsolute(file)) return file;
  const inside = relative(dirname(workspace.folder), file);
  return inside.startsWith('..') || isAbsolute(inside) ? file.split(sep).at(-1)! : inside;
}
