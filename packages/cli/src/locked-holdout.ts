import { resolve } from 'node:path';
import type { Table } from '@verisim/core';
import type { Report, ReportOpening } from '@verisim/report';
import {
  datasetRecords,
  type HoldoutLock,
  openHoldout,
  type Run,
  readLedger,
  startRun,
  type Workspace,
} from '@verisim/workspace';
import { keepReport } from './keep-report.ts';
import { headOf, type LedgerHead, type LockedData, locksIn, trainingFile } from './locks.ts';
import { holdsHoldout, notLocked, trainingEdited } from './project-errors.ts';

/** The word that asks for the locked rows in place of a file. */
export const LOCKED = 'locked';

/** A holdout that was opened for one evaluation, which is recorded with the number of openings so far. */
export interface OpenedHoldout {
  readonly table: Table;
  /** Every opening of it so far, this one last. */
  readonly openings: readonly ReportOpening[];
  /** The ledger with this opening in it. */
  readonly ledger: LedgerHead;
  readonly run: Run;
  /** Keeps the report beside the ledger, for `verisim report`. */
  keep(report: Report): Promise<void>;
}

/**
 * Opens the locked holdout that belongs to a training file. `hash` is that of the file. Throws `cli/not-locked`, and
 * `cli/holds-holdout` before anything is opened when the file is the one that the holdout was taken from.
 */
export async function openLocked(
  command: string,
  real: { readonly file: string; readonly hash: string },
  request: { readonly synthetic: string; readonly seed: string; readonly terms: string },
): Promise<OpenedHoldout> {
  const { workspace, lock } = await lockOf(real);
  await requireTraining(workspace, lock, real);
  const run = await startRun(workspace, { name: command, ...request, real: real.hash, holdout: lock.id });
  try {
    const table = await openHoldout(workspace, lock, { reason: `verisim ${command}`, run: run.id });
    const ledger = await headOf(workspace);
    const kept = (report: Report) => ({ ...report, provenance: { ...report.provenance, ledger: { ...ledger } } });
    const openings = await openingsOf(workspace, lock.id);
    return { table, run, openings, ledger, keep: (report) => keepReport(run, kept(report)) };
  } catch (error) {
    await run.abandon();
    throw error;
  }
}

/** Throws `cli/training-changed` when the file has the name of the training part that was written, and not its bytes. */
export async function requireTraining(
  workspace: Workspace,
  { id }: HoldoutLock,
  real: { readonly file: string; readonly hash: string },
): Promise<void> {
  const written = (await datasetRecords(workspace)).findLast(
    ({ record }) => record.role === 'train' && record.split === id && record.file !== null,
  );
  if (written === undefined || resolve(trainingFile('.', workspace, id)) !== resolve(real.file)) return;
  if (written.record.fileHash !== real.hash) throw trainingEdited(real.file);
}

/** What a user should know of an opening. */
export function sayOpened({ openings, run, ledger }: OpenedHoldout): string {
  const times =
    openings.length === 1
      ? 'for the first time'
      : `for time number ${openings.length}: each makes it a little less of a holdout`;
  return `\nThe locked holdout was opened ${times}.\nrun: ${run.place} (verisim report ${run.place})\nledger: ${ledger.entries} entries, the last ${ledger.hash}`;
}

export async function openingsOf(workspace: Workspace, id: string): Promise<readonly ReportOpening[]> {
  const entries = await readLedger(workspace);
  return entries.flatMap(({ event, details }): ReportOpening[] => {
    const opening = details as { readonly id: string; readonly reason: string; readonly run: string };
    return event === 'holdout-opened' && opening.id === id ? [{ reason: opening.reason, run: opening.run }] : [];
  });
}

async function lockOf(real: { readonly file: string; readonly hash: string }): Promise<LockedData> {
  const locks = await locksIn('.');
  if (locks.length === 0) {
    throw notLocked('There is no locked holdout in this folder.', 'Run verisim lock before anything is generated.');
  }
  const own = locks.find(({ training }) => resolve(training) === resolve(real.file));
  if (own) return own;
  const whole = locks.find(({ lock }) => lock.source.hash === real.hash);
  if (whole) throw holdsHoldout(real.file, whole.training);
  if (locks.length === 1) return locks[0];
  throw notLocked(
    `This folder has ${locks.length} locked holdouts, and ${real.file} is the training part of none of them.`,
    `Give one of their training parts as --real: ${locks.map(({ training }) => training).join(', ')}.`,
  );
}
