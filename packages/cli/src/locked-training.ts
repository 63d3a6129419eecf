import { type Table, withTarget } from '@verisim/core';
import type { ReadReport } from '@verisim/io';
import { missingOption } from './errors.ts';
import { requireTraining } from './locked-holdout.ts';
import type { LockedData } from './locks.ts';
import { notLocked } from './project-errors.ts';
import { trainingPart } from './training-part.ts';

/** The training part of a locked holdout. */
export interface LockedTraining {
  readonly locked: LockedData;
  /** Its target a column of classes, with the role of the target. */
  readonly table: Table;
  readonly report: ReadReport;
}

/**
 * The training part that belongs to a file: the file itself, or what `verisim lock` left of it. Throws `cli/not-locked` where no holdout
 * was taken from it, `cli/training-changed`, `cli/missing-option`, and what reading throws.
 */
export async function lockedTraining(
  file: string | undefined,
  target: string,
  { command, options, signal }: { command: string; options: Readonly<Record<string, unknown>>; signal: AbortSignal },
): Promise<LockedTraining> {
  if (file === undefined) throw missingOption('a file of real rows', command);
  const { locked, table, report } = await trainingPart(file, options, signal);
  if (locked === null) throw notLocked(`No holdout was taken from ${file}.`, `Run verisim lock ${file} first.`);
  await requireTraining(locked.workspace, locked.lock, { file: locked.training, hash: report.hash });
  const { asClassTarget } = await import('@verisim/evaluator-utility');
  return { locked, report, table: withTarget(asClassTarget(table, target, 'training'), target) };
}
