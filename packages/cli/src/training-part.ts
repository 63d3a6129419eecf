import { resolve } from 'node:path';
import type { Table } from '@verisim/core';
import { type ReadReport, readTable } from '@verisim/io';
import { counted } from './counted.ts';
import { type LockedData, locksIn, trainingKinds } from './locks.ts';
import { plain } from './printable.ts';
import { readOptionsOf } from './read-options.ts';

/** Real rows that may be looked at. */
export interface TrainingPart {
  readonly table: Table;
  readonly report: ReadReport;
  /** `null` when no holdout was taken from the file. */
  readonly locked: LockedData | null;
}

/** The file as it is, or, when a holdout was taken from it, what was left. */
export async function trainingPart(
  file: string,
  options: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): Promise<TrainingPart> {
  const settings = readOptionsOf(options);
  const read = await readTable(file, { ...settings, signal });
  const locks = await locksIn('.');
  const own = locks.find(({ training }) => resolve(training) === resolve(file));
  if (own) return { ...(await readTable(file, { ...trainingKinds(own.lock, settings), signal })), locked: own };
  const whole = locks.find(({ lock }) => lock.source.hash === read.report.hash);
  if (!whole) return { ...read, locked: null };
  const left = await readTable(whole.training, { ...trainingKinds(whole.lock, settings), signal });
  return { ...left, locked: whole };
}

/** Which rows were read, in one line. */
export function partInWords(file: string, { table, locked }: TrainingPart): string {
  const rows = `${counted(table.rows, 'row')} of ${plain(file)}`;
  return locked
    ? `${rows}, the training part of holdout ${locked.lock.id.slice(0, 8)}, which stays closed`
    : `${rows}; no holdout is locked yet: run verisim lock before anything is generated`;
}
