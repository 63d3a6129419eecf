import { readFile } from 'node:fs/promises';
import {
  cellOf,
  columnOf,
  concatTables,
  type Table,
  type TrackedTable,
  tableHash,
  trackedTable,
  withTarget,
} from '@verisim/core';
import { readTable } from '@verisim/io';
import type { ArrivedRows, ColdStart } from '@verisim/plays';
import { type HoldoutLock, openHoldout, type Run, requireRun, type Workspace } from '@verisim/workspace';
import { lineageDiffers } from './errors.ts';
import { locksIn } from './locks.ts';
import { readLike, readOptionsOf } from './read-options.ts';
import { optional } from './settings.ts';

/** What the runs of a cold start hold. */
export interface ColdFiles {
  readonly workspace: Workspace;
  readonly made: TrackedTable;
  /** Real rows that may be trained on; `null` while none have come. */
  readonly training: TrackedTable | null;
  readonly arrived: ArrivedRows;
  /** Locks of the evaluation part. */
  readonly locks: readonly HoldoutLock[];
}

/** Files that a run of `verisim replace` keeps for the next one. */
export const replaceFiles = { rows: 'real.parquet', lineage: 'real-lineage.parquet', arrived: 'arrived.json' } as const;

/** Reads them, each as it was when its run ended. Throws `workspace/run-changed`. */
export async function readColdFiles(workspace: Workspace, start: ColdStart): Promise<ColdFiles> {
  await requireRun(workspace, start.place);
  const made = await readTracked(workspace, start, start.place, ['data.parquet', 'lineage.parquet']);
  if (tableHash(made.table) !== start.rowsHash) throw lineageDiffers('data.parquet', 'holds other rows than were made');
  const { replacedIn, replaced } = start;
  if (replacedIn === null || replaced === null) return { workspace, made, training: null, arrived: {}, locks: [] };
  await requireRun(workspace, replacedIn);
  const { rows, lineage, arrived } = replaceFiles;
  const ids = replaced.evaluation.map(({ id }) => id);
  const locks = (await locksIn('.')).map(({ lock }) => lock);
  return {
    workspace,
    made,
    training: await readTracked(workspace, start, replacedIn, [rows, lineage]),
    arrived: JSON.parse(await readFile(workspace.path('runs', replacedIn, arrived), 'utf8')) as ArrivedRows,
    locks: ids.map((id) => locks.find((lock) => lock.id === id)!),
  };
}

async function readTracked(
  workspace: Workspace,
  { columns }: ColdStart,
  place: string,
  [rows, lineage]: readonly [string, string],
): Promise<TrackedTable> {
  const { lineageSpec } = await import('@verisim/core');
  const { table } = await readTable(workspace.path('runs', place, rows), { like: { columns } });
  const told = await readTable(workspace.path('runs', place, lineage), { like: { columns: lineageSpec } });
  return trackedTable(table, told.table);
}

/** Real rows that come, in the columns of the made ones, and what a source of labels says of them. */
export interface ArrivalFile {
  readonly table: Table;
  readonly hash: string;
  readonly source: { readonly file: string; readonly hash: string };
  readonly said: { readonly name: string; readonly labels: readonly (string | null)[] } | null;
}

/** Reads `verisim replace REAL.csv --said COLUMN`. */
export async function readArrival(
  file: string,
  { columns, plan, source: made }: ColdStart,
  options: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): Promise<ArrivalFile> {
  const { asClassTarget } = await import('@verisim/evaluator-utility');
  const settings = readOptionsOf(options);
  const read = await readTable(file, { ...readLike({ columns }, settings), signal });
  const { hash } = read.report;
  const table = withTarget(asClassTarget(read.table, plan.target, 'real'), plan.target);
  const column = optional(options, 'said');
  const source = { file: read.report.file, hash };
  if (column === undefined) return { table, hash, source, said: null };
  const kinds = { ...settings.kinds, [column]: 'category' as const };
  const said = columnOf((await readTable(file, { ...settings, kinds, signal })).table, column);
  const labels = Array.from({ length: table.rows }, (_, row) => {
    const cell = cellOf(said, row);
    return cell === null ? null : String(cell);
  });
  return { table, hash, source, said: { name: optional(options, 'source') ?? made, labels } };
}

/** Every locked part of the evaluation rows, one below the other; each opening is recorded. */
export async function openEvaluation(
  workspace: Workspace,
  locks: readonly HoldoutLock[],
  { plan }: ColdStart,
  run: Run,
): Promise<Table> {
  const parts: Table[] = [];
  for (const lock of locks)
    parts.push(await openHoldout(workspace, lock, { reason: 'verisim replace', run: run.place, once: true }));
  return withTarget(concatTables(parts), plan.target);
}
