import { chmod, mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { columnIndex, type Table } from '@verisim/core';
import { type ReadResult, readTable, writeTable } from '@verisim/io';
import { type HoldoutLock, lockHoldout, openWorkspace } from '@verisim/workspace';
import type { Call } from '../call.ts';
import { counted } from '../counted.ts';
import { lockedAlready, missingOption } from '../errors.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { holdoutRows } from '../holdout-share.ts';
import { type LockedData, locksIn, trainingFile } from '../locks.ts';
import { plain } from '../printable.ts';
import { sayReading } from '../read-inputs.ts';
import { readOptionsOf } from '../read-options.ts';
import { sayTable } from '../say-table.ts';
import { optional } from '../settings.ts';
import { type Stratum, strataOf, strataTable } from '../strata.ts';
import { printJson, type Terminal } from '../terminal.ts';

/** What is said of a lock. */
interface Locked {
  readonly already: boolean;
  readonly lock: HoldoutLock;
  readonly trainingRows: number;
  readonly training: string;
  readonly strata: readonly Stratum[] | null;
  /** An older lock of a file of the same name that held something else. */
  readonly older: string | null;
}

/** `verisim lock`: takes a holdout away before anything is generated, and writes the training part. */
export async function run({ arguments: [file], options, terminal, signal }: Call): Promise<ExitCode> {
  if (file === undefined) throw missingOption('a file of real rows', 'lock');
  const target = optional(options, 'target');
  const read = await readTable(file, { ...readOptionsOf(options), signal });
  sayReading([read.report], terminal);
  if (target !== undefined) columnIndex(read.table.spec, target);
  const rows = holdoutRows(String(options.share), read.table.rows);
  const seed = String(options.seed);
  const earlier = await locksIn('.');
  const same = earlier.find(({ lock }) => lock.source.hash === read.report.hash);
  if (same) refuseAnother(same, file, { rows, seed, target: target ?? null, table: read.table });
  const workspace = await openWorkspace('.');
  const source = { file: resolve(file), hash: read.report.hash };
  const { lock, train } = await lockHoldout(workspace, { table: read.table, rows, seed, target, source });
  const training = trainingFile('.', workspace, lock.id);
  await writeTraining(training, train.table);
  const older = same ? undefined : earlier.find((one) => one.lock.source.file === lock.source.file);
  const locked: Locked = {
    already: same !== undefined,
    lock,
    trainingRows: train.table.rows,
    training,
    strata: target === undefined ? null : strataOf(read.table, train.table, target),
    older: older?.lock.id ?? null,
  };
  if (terminal.json) printJson(documentOf(locked));
  else say(locked, read, terminal);
  return locked.older === null ? exitCodes.done : exitCodes.attention;
}

type Wanted = { rows: number; seed: string; target: string | null; table: Table };

/** A lock that was made in the same way is found again; any other would take its holdout out of the first one's training part. */
function refuseAnother({ lock }: LockedData, file: string, wanted: Wanted): void {
  const kinds = (columns: HoldoutLock['columns']) => JSON.stringify(columns.map(({ name, kind }) => [name, kind]));
  const faults = [
    lock.rows !== wanted.rows && `${counted(lock.rows, 'row')} instead of ${wanted.rows}`,
    String(lock.seed) !== wanted.seed && `seed ${lock.seed}`,
    lock.target !== wanted.target && (lock.target === null ? 'no target' : `target "${lock.target}"`),
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

function documentOf({ already, lock, trainingRows, training, strata, older }: Locked) {
  const { id, rows, contentHash, target, seed, source } = lock;
  return {
    already,
    id,
    rows,
    contentHash,
    target,
    seed,
    source,
    training: { file: training, rows: trainingRows },
    strata,
    older,
  };
}

function say(locked: Locked, read: ReadResult, terminal: Terminal): void {
  const { lock, already, training, trainingRows, strata, older } = locked;
  terminal.say(
    already
      ? `${plain(lock.source.file)} is locked already: holdout ${lock.id}, ${counted(lock.rows, 'row')} of ${counted(read.table.rows, 'row')}.`
      : `Locked ${counted(lock.rows, 'row')} of ${counted(read.table.rows, 'row')} of ${plain(lock.source.file)}: holdout ${lock.id}.`,
  );
  terminal.say(`content hash: ${lock.contentHash}`);
  terminal.say(
    `training part: ${training} (${counted(trainingRows, 'row')}); make and choose everything from it alone`,
  );
  if (strata) sayTable(strataTable(strata, lock.target!), terminal);
  else
    terminal.say(
      lock.target === null ? 'strata: none (no target)' : `strata: along the values of "${plain(lock.target)}"`,
    );
  if (older !== null)
    terminal.say(
      `warning: a file of this name was locked before with other contents (holdout ${older}): rows of that holdout may be in this training part`,
    );
}
