import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
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
import { type ChosenSplit, chooseSplit } from './choose-split.ts';
import { claimWorkspace } from './claim-workspace.ts';
import type { DuplicateExample, DuplicatePolicy } from './duplicates.ts';
import { badHoldoutSize } from './errors.ts';
import { makeFingerprints } from './holdout-fingerprints.ts';
import {
  fieldHashes,
  type HoldoutLock,
  type HoldoutSource,
  holdoutPath,
  lockText,
  verifyLock,
} from './holdout-lock.ts';
import { appendLedger } from './ledger.ts';
import { portablePath } from './portable-path.ts';
import { recordDataset, recordKnown } from './record-dataset.ts';
import type { Split } from './stratified-split.ts';
import { makeTextSketches } from './text-sketches.ts';
import type { Workspace } from './workspace.ts';

type LockDraft = Omit<HoldoutLock, 'fileHash'>;

/** What to lock. */
export interface HoldoutRequest {
  readonly table: Table;
  /** Where the rows come from; by default real rows of `source.file`. */
  readonly lineage?: Lineage;
  /** Rows to lock: at least 1, and fewer than the table has. Groups and ties of time can make it other ones. */
  readonly rows: number;
  readonly seed: number | string;
  /** The column whose values the holdout shall hold in the same shares as the table. */
  readonly target?: string;
  /** Columns whose equal cells stay on one side: all rows of one person, or of one document. Rows with a common ancestor always do. */
  readonly groups?: readonly string[];
  /** A column of times: the latest rows are locked. */
  readonly time?: string;
  /** What to do with rows that are copies of one another; `keep` when left out, so that a lock of an earlier version is found again. */
  readonly duplicates?: DuplicatePolicy;
  readonly source: HoldoutSource;
}

/** The training part, and the lock on the rest. */
export interface LockedSplit {
  readonly lock: HoldoutLock;
  /** The rows that are left, in order; coded columns know only levels that occur among them. */
  readonly train: TrackedTable;
  /** Versions on record: of the whole table, of the training part, of the holdout. */
  readonly versions: Readonly<Record<'real' | 'train' | 'holdout', string>>;
  /** Some copies among the rows, by row number from 1. */
  readonly examples: readonly DuplicateExample[];
}

/**
 * Takes a part of a table away, for good: it goes to `.verisim/holdouts/<id>/`, the training part comes back, and from then on only
 * `openHoldout` reads it. The same request again finds the same lock (recorded as `holdout-reused`). Copies are looked for before anything
 * is locked. Throws `workspace/bad-holdout-size`, what `chooseSplit` throws, `core/table-mismatch`, `workspace/locked`, and what a damaged workspace throws.
 */
export async function lockHoldout(workspace: Workspace, request: HoldoutRequest, ctx?: Context): Promise<LockedSplit> {
  const { table, rows, target = null } = request;
  const source = { file: portablePath(workspace, request.source.file), hash: request.source.hash };
  const whole = trackedTable(table, request.lineage ?? realLineage(table.rows, source.file));
  if (!Number.isInteger(rows) || rows < 1 || rows >= table.rows) throw badHoldoutSize(rows, table.rows);
  if (target !== null) columnIndex(table.spec, target);
  const chosen = chooseSplit(table, whole.lineage, { ...request, target });
  ctx?.signal.throwIfAborted();
  const draft = draftOf(request, source, chosen);
  const release = await claimWorkspace(workspace);
  try {
    const lock = (await reuse(workspace, draft.id)) ?? (await create(workspace, draft, table, chosen.split));
    const train = trainingPart(whole, chosen.split);
    return {
      lock,
      train,
      versions: await recordSplit(workspace, request.source, { whole, train, lock, chosen }),
      examples: chosen.examples,
    };
  } finally {
    await release();
  }
}

function draftOf(request: HoldoutRequest, source: HoldoutSource, { split, record }: ChosenSplit): LockDraft {
  const { table, rows, seed, target = null, groups = [], time } = request;
  const contentHash = tableHash(takeRows(table, split.holdout));
  const plain = groups.length === 0 && time === undefined;
  const name = [contentHash, tableHash(table), rows, seed, target, ...(plain ? [] : [groups, time ?? null])];
  return {
    id: hashOf(canonicalJson(name)).slice(0, 16),
    contentHash,
    rows: split.holdout.length,
    columns: table.spec.columns,
    target,
    seed,
    source,
    fingerprintColumns: comparedColumns(table),
    split: record,
  };
}

/** Puts the whole table and both parts on record as versions of data. */
async function recordSplit(
  workspace: Workspace,
  source: HoldoutSource,
  found: { whole: TrackedTable; train: TrackedTable; lock: HoldoutLock; chosen: ChosenSplit },
): Promise<LockedSplit['versions']> {
  const { whole, train, lock, chosen } = found;
  const parts = { tables: { data: whole }, parent: null };
  const real = await recordKnown(workspace, parts, { role: 'real', file: source.file }, source.hash);
  const split = lock.id;
  const left = { tables: { data: train }, parent: real };
  const taken = takeTrackedRows(whole, chosen.split.holdout);
  const held = { tables: { data: { ...taken, lineage: withSplit(taken.lineage, 'holdout') } }, parent: real };
  const sealed = { role: 'holdout', split, file: `.verisim/holdouts/${split}/holdout.parquet` } as const;
  return {
    real,
    train: await recordDataset(workspace, left, { role: 'train', split }),
    holdout: await recordKnown(workspace, held, sealed, lock.fileHash),
  };
}

async function reuse(workspace: Workspace, id: string): Promise<HoldoutLock | null> {
  if (!(await stat(holdoutPath(workspace, id)).catch(() => null))) return null;
  const lock = await verifyLock(workspace, id);
  await appendLedger(workspace, { event: 'holdout-reused', details: { id, contentHash: lock.contentHash } });
  return lock;
}

/** Builds the folder aside and moves it into place, after the ledger tells of it. */
async function create(workspace: Workspace, draft: LockDraft, table: Table, split: Split): Promise<HoldoutLock> {
  const folder = workspace.path('holdouts', `${TEMPORARY}${randomUUID()}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    const file = join(folder, 'holdout.parquet');
    await publishFile(file, (temporary) => writeTable(takeRows(table, split.holdout), temporary));
    const lock: HoldoutLock = { ...draft, fileHash: await fileHash(file) };
    const key = randomBytes(32);
    await writeFileAtomic(join(folder, 'key'), key);
    const fingerprints = makeFingerprints(table, split.holdout, draft.fingerprintColumns, key);
    await writeFileAtomic(join(folder, 'fingerprints.json'), fingerprints);
    const sketches = makeTextSketches(table, split, draft.target, key);
    if (sketches !== null) await writeFileAtomic(join(folder, 'texts.sketch'), sketches);
    await writeFileAtomic(join(folder, 'lock.json'), lockText(lock));
    const { id, contentHash, rows, source } = lock;
    const hashes = { lockHash: hashOf(lockText(lock)), fields: fieldHashes(lock), keyHash: hashOf(key) };
    const made = {
      fingerprintsHash: hashOf(fingerprints),
      ...(sketches !== null && { sketchesHash: hashOf(sketches) }),
    };
    const details = { id, contentHash, rows, source, ...hashes, ...made };
    await appendLedger(workspace, { event: 'holdout-locked', details: details as unknown as Json });
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
