import { chmod, mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { columnIndex, type Table } from '@verisim/core';
import { readTable, writeTable } from '@verisim/io';
import { type DuplicatePolicy, type HoldoutLock, lockHoldout, openWorkspace, recordDataset } from '@verisim/workspace';
import type { Call } from '../call.ts';
import { counted } from '../counted.ts';
import { emptyOption, missingOption, unknownChoice } from '../errors.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { holdoutRows } from '../holdout-share.ts';
import { type Locked, lockDocument, sayLock } from '../lock-words.ts';
import { headOf, type LockedData, locksIn, trainingFile } from '../locks.ts';
import { lockedAlready } from '../project-errors.ts';
import { sayReading } from '../read-inputs.ts';
import { readLineage } from '../read-lineage.ts';
import { readOptionsOf } from '../read-options.ts';
import { optional } from '../settings.ts';
import { strataOf } from '../strata.ts';
import { printJson } from '../terminal.ts';

const POLICIES: readonly DuplicatePolicy[] = ['together', 'keep', 'refuse'];

/** Texts count where nothing else tells rows apart: copies and fingerprints are then theirs too. */
async function textsCount(table: Table, target: string): Promise<Table> {
  const { withTextFeatures } = await import('@verisim/evaluator-utility');
  return withTextFeatures(table, target);
}

/** `verisim lock`: takes a holdout away before anything is generated, and writes the training part. */
export async function run({ arguments: [file], options, terminal, signal }: Call): Promise<ExitCode> {
  if (file === undefined) throw missingOption('a file of real rows', 'lock');
  const target = optional(options, 'target');
  const read = await readTable(file, { ...readOptionsOf(options), signal });
  sayReading([read.report], terminal);
  const { report } = read;
  const table = target === undefined ? read.table : await textsCount(read.table, target);
  const way = wayOf(options, table);
  const rows = holdoutRows(String(options.share), table.rows);
  const seed = String(options.seed);
  const earlier = await locksIn('.');
  const same = earlier.find(({ lock }) => lock.source.hash === report.hash);
  // A lock of before copies were looked for is found again as it was made.
  const duplicates = same && same.lock.split === undefined ? 'keep' : way.duplicates;
  if (same) refuseAnother(same, file, { ...way, duplicates, rows, seed, target: target ?? null, table });
  const lineageFile = optional(options, 'lineage');
  const lineage = lineageFile === undefined ? undefined : await readLineage(lineageFile, table.rows, signal);
  const workspace = await openWorkspace('.');
  const source = { file: resolve(file), hash: report.hash };
  const request = { table, lineage, rows, seed, target, source, ...way, duplicates };
  const { lock, train, versions, examples } = await lockHoldout(workspace, request);
  const training = trainingFile('.', workspace, lock.id);
  await writeTraining(training, train.table);
  const part = { tables: { data: train }, parent: versions.real };
  await recordDataset(workspace, part, { role: 'train', split: lock.id, file: training });
  const older = same ? undefined : earlier.find((one) => one.lock.source.file === lock.source.file);
  const strata = target === undefined ? null : strataOf(table, train.table, target);
  const locked: Locked = {
    already: same !== undefined,
    lock,
    training: { file: training, rows: train.table.rows },
    strata,
    examples,
    older: older?.lock.id ?? null,
    head: await headOf(workspace),
  };
  if (terminal.json) printJson(lockDocument(locked));
  else sayLock(locked, table.rows, terminal);
  return locked.older === null ? exitCodes.done : exitCodes.attention;
}

type Way = { readonly groups: readonly string[]; readonly time?: string; readonly duplicates: DuplicatePolicy };

/** How rows are to be chosen. Throws `core/unknown-column`, `cli/unknown-choice`. */
function wayOf(options: Call['options'], table: Table): Way {
  const target = optional(options, 'target');
  const time = optional(options, 'time');
  const groups = namesOf(options.group, table);
  for (const name of [target, time, ...groups]) if (name !== undefined) columnIndex(table.spec, name);
  const duplicates = POLICIES.find((policy) => policy === options.duplicates);
  if (duplicates === undefined) throw unknownChoice('--duplicates', String(options.duplicates), POLICIES);
  return { groups, duplicates, ...(time !== undefined && { time }) };
}

/** Column names, given one by one or between commas. */
function namesOf(given: unknown, table: Table): readonly string[] {
  const known = new Set(table.spec.columns.map(({ name }) => name));
  const words = Array.isArray(given) ? (given as string[]) : [];
  if (words.includes('')) throw emptyOption('--group');
  return [...new Set(words.flatMap((word) => (known.has(word) ? [word] : word.split(','))))];
}

type Wanted = Way & { rows: number; seed: string; target: string | null; table: Table };

/** A lock that was made in the same way is found again; any other would take its holdout out of the first one's training part. */
function refuseAnother({ lock }: LockedData, file: string, wanted: Wanted): void {
  const kinds = (columns: HoldoutLock['columns']) => JSON.stringify(columns.map(({ name, kind }) => [name, kind]));
  const { split } = lock;
  const asked = split?.asked ?? lock.rows;
  const [groups, time] = [split?.groups ?? [], split?.time?.column];
  const policy = split?.duplicates.policy ?? 'keep';
  const faults = [
    asked !== wanted.rows && `${counted(asked, 'row')} instead of ${wanted.rows}`,
    String(lock.seed) !== wanted.seed && `seed ${lock.seed}`,
    lock.target !== wanted.target && (lock.target === null ? 'no target' : `target "${lock.target}"`),
    groups.join() !== wanted.groups.join() && (groups.length === 0 ? 'no groups' : `groups by ${groups.join(', ')}`),
    time !== wanted.time && (time === undefined ? 'not by time' : `by the time "${time}"`),
    policy !== wanted.duplicates && `duplicates: ${policy}`,
    kinds(lock.columns) !== kinds(wanted.table.spec.columns) && 'columns of other kinds',
  ].filter((fault) => fault !== false);
  if (faults.length > 0) throw lockedAlready(file, `holdout ${lock.id.slice(0, 8)}: ${faults.join(', ')}`);
}

async function writeTraining(path: string, table: Table): Promise<void> {
  if (await stat(path).catch(() => null)) return;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeTable(table, path);
  await chmod(path, 0o600);
}
