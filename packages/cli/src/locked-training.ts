import { resolve } from 'node:path';
import { type Table, withTarget } from '@verisim/core';
import { type ReadReport, readTable } from '@verisim/io';
import { missingOption, notLocked } from './errors.ts';
import { type LockedData, locksIn, trainingKinds } from './locks.ts';
import { readOptionsOf } from './read-options.ts';

/** The training part of a locked holdout. */
export interface LockedTraining {
  readonly locked: LockedData;
  /** Its target a column of classes, with the role of the target. */
  readonly table: Table;
  readonly report: ReadReport;
}

/**
 * The training part that belongs to a file: the file itself, or what `verisim lock` left of it. Throws `cli/not-locked` where no holdout
 * was taken from it, `cli/missing-option`, and what reading throws.
 */
export async function lockedTraining(
  file: string | undefined,
  target: string,
  { command, options, signal }: { command: string; options: Readonly<Record<string, unknown>>; signal: AbortSignal },
): Promise<LockedTraining> {
  if (file === undefined) throw missingOption('a file of real rows', command);
  const locks = await locksIn('.');
  const own = locks.find(({ training }) => resolve(training) === resolve(file));
  if (own)
    return prepared(
      own,
      await readTable(file, { ...readOptionsOf(options), ...trainingKinds(own.lock), signal }),
      target,
    );
  if (locks.length === 0) throw notLocked('No holdout is locked in this folder.', `Run verisim lock ${file} first.`);
  const read = await readTable(file, { ...readOptionsOf(options), signal });
  const whole = locks.findLast(({ lock }) => lock.source.hash === read.report.hash);
  if (!whole) throw notLocked(`No holdout was taken from ${file}.`, `Run verisim lock ${file} first.`);
  return prepared(whole, await readTable(whole.training, { ...trainingKinds(whole.lock), signal }), target);
}

async function prepared(
  locked: LockedData,
  { table, report }: { table: Table; report: ReadReport },
  target: string,
): Promise<LockedTraining> {
  const { asClassTarget } = await import('@verisim/evaluator-utility');
  return { locked, report, table: withTarget(asClassTarget(table, target, 'training'), target) };
}
