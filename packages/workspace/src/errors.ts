import { type VerisimError, verisimError } from '@verisim/core';
import type { DuplicateExample } from './duplicates.ts';
import type { Holder } from './process-identity.ts';

const RESTORE = 'Restore it from a copy, or move the .verisim folder away and lock a new holdout.';

/** `workspace/cannot-open`: the folder cannot hold a workspace. */
export const cannotOpen = (folder: string, why: string, cause?: unknown): VerisimError =>
  verisimError(
    'workspace/cannot-open',
    `The folder ${folder} cannot hold a workspace: ${why}.`,
    'Name a folder that you may write to.',
    { kind: 'usage', cause },
  );

/** `workspace/cannot-write`: the disk refused a file. */
export const cannotWrite = (file: string, cause: unknown): VerisimError =>
  verisimError(
    'workspace/cannot-write',
    `The file ${file} could not be written: ${cause instanceof Error ? cause.message : String(cause)}.`,
    'Free space or mend the permissions and start again; no half-written file was left behind.',
    { cause },
  );

/** `workspace/bad-name`: a file name that leaves its folder. */
export const badName = (name: string): VerisimError =>
  verisimError(
    'workspace/bad-name',
    `"${name}" is not a file name inside the workspace.`,
    'Use a name such as data.csv.',
    {
      kind: 'usage',
    },
  );

/** `workspace/bad-holdout-size`: more rows asked for than can be locked. */
export const badHoldoutSize = (rows: number, have: number): VerisimError =>
  verisimError(
    'workspace/bad-holdout-size',
    `A holdout of ${rows} rows cannot be taken from a table of ${have} rows.`,
    have < 2 ? 'Give a table of at least two rows.' : `Ask for a whole number from 1 to ${have - 1}.`,
    { kind: 'usage' },
  );

/** `workspace/lock-missing`: no such lock in this workspace. */
export const lockMissing = (id: string): VerisimError =>
  verisimError(
    'workspace/lock-missing',
    `This workspace has no holdout ${id}: there is no file holdouts/${id}/lock.json.`,
    'Lock a holdout first, or open the workspace that it was locked in.',
  );

/** `workspace/lock-changed`: lock.json is not what the ledger recorded. */
export const lockChanged = (id: string, why: string): VerisimError =>
  verisimError(
    'workspace/lock-changed',
    `The lock of holdout ${id} (holdouts/${id}/lock.json) is not the one that was made: ${why}.`,
    RESTORE,
  );

/** `workspace/holdout-changed`: the locked rows are not those on disk. */
export const holdoutChanged = (id: string, why: string): VerisimError =>
  verisimError(
    'workspace/holdout-changed',
    `The file holdouts/${id}/holdout.parquet does not hold the rows that were locked: ${why}.`,
    RESTORE,
  );

/** `workspace/fingerprints-changed`: key and fingerprints do not belong together. */
export const fingerprintsChanged = (id: string, why: string): VerisimError =>
  verisimError(
    'workspace/fingerprints-changed',
    `The fingerprints of holdout ${id} (holdouts/${id}/) are not those that were locked: ${why}.`,
    RESTORE,
  );

/** `workspace/ledger-damaged`: the ledger is not as it was written. */
export const ledgerDamaged = (problems: readonly string[]): VerisimError =>
  verisimError(
    'workspace/ledger-damaged',
    `The ledger (ledger.jsonl) is not as it was written: ${problems.slice(0, 3).join(' ')}${problems.length > 3 ? ` (${problems.length - 3} more)` : ''}`,
    'Restore ledger.jsonl and ledger.head from a copy, or move the .verisim folder away and begin a new one.',
  );

/** `workspace/locked`: another process holds what only one may hold. */
export const locked = (found: { what: string; path: string; holder: Holder | null; here: boolean }): VerisimError => {
  const { what, path, holder, here } = found;
  const who = holder === null ? 'another process' : `process ${holder.pid} on ${holder.host}`;
  return verisimError(
    'workspace/locked',
    `${what} is in use by ${who}.`,
    here
      ? 'Wait for that process to end, or end it; then start again.'
      : `This machine cannot ask whether it still runs: when it has ended, delete the file ${path}.`,
  );
};

/** `workspace/another-journal`: a journal that was begun for something else. */
export const anotherJournal = (file: string, why: string): VerisimError =>
  verisimError(
    'workspace/another-journal',
    `The journal ${file} belongs to other work: ${why}.`,
    'Go on with what it was begun with, or delete it to begin anew.',
  );

/** `workspace/journal-failed`: an earlier write to a journal failed, so what is on the disk is not known. */
export const journalFailed = (file: string): VerisimError =>
  verisimError(
    'workspace/journal-failed',
    `The journal ${file} takes no more records since a write to it failed.`,
    'Start again: every record that was reported as kept is still there.',
  );

/** `workspace/journal-damaged`: a record that was whole when the journal was opened is not any more. */
export const journalDamaged = (file: string, what: string): VerisimError =>
  verisimError(
    'workspace/journal-damaged',
    `The journal ${file} is not as it was written: ${what}.`,
    'Start again: whole records are used, damaged ones are named and made anew.',
  );

/** `workspace/run-missing`: no such run, or it was never finished. */
export const runMissing = (id: string, why: string): VerisimError =>
  verisimError('workspace/run-missing', `The run ${id} cannot be checked: ${why}.`, 'Name a folder of .verisim/runs.', {
    kind: 'usage',
  });

/** `workspace/run-changed`: a finished run whose files are not what they were. */
export const runChanged = (id: string, problems: readonly string[]): VerisimError =>
  verisimError(
    'workspace/run-changed',
    `The files of run ${id} (runs/${id}/) are not those that it made: ${problems.slice(0, 3).join(' ')}${problems.length > 3 ? ` (${problems.length - 3} more)` : ''}`,
    'Do not use them: restore them from a copy, or run it again.',
  );

/** `workspace/run-finished`: a finished run takes no more files. */
export const runFinished = (id: string): VerisimError =>
  verisimError('workspace/run-finished', `The run ${id} is finished and takes no more files.`, 'Start another run.');

/** `workspace/bad-model-file`: a model file that is cut, changed or not one. */
export const badModelFile = (path: string, why: string): VerisimError =>
  verisimError(
    'workspace/bad-model-file',
    `${path} does not hold a whole model: ${why}.`,
    'Restore the file from a copy, or fit the model again.',
  );

/** `workspace/input-changed`: the input is not any more what was read from it. */
export const inputChanged = (path: string): VerisimError =>
  verisimError(
    'workspace/input-changed',
    `The file ${path} was changed while it was being worked on, so the result would not belong to it.`,
    'Nothing was written. Start again when the file is at rest.',
  );

/** `workspace/bad-time`: a column that rows cannot be put in order of time by. */
export const badTime = (column: string, why: string): VerisimError =>
  verisimError(
    'workspace/bad-time',
    `The latest rows by "${column}" cannot be locked: ${why}.`,
    'Name a column of dates or numbers with at least two different values; dates that were read as text need --formats.',
    { kind: 'usage' },
  );

/** `workspace/groups-too-large`: rows that must stay together leave nothing to split. */
export const groupsTooLarge = (found: { groups: number; largest: number; rows: number }): VerisimError => {
  const { groups, largest, rows } = found;
  return verisimError(
    'workspace/groups-too-large',
    `A holdout of about ${rows} rows cannot be taken: rows that must stay on one side make ${groups === 1 ? 'one group' : `${groups} groups`}, the largest of ${largest} rows.`,
    'Name a column with more different values as the group, ask for a larger holdout, or let copies stay where they fall (duplicates: keep).',
    { kind: 'usage' },
  );
};

/** `workspace/copies-across`: copies that would stand on both sides of a split. */
export const copiesAcross = (across: number, examples: readonly DuplicateExample[]): VerisimError => {
  const shown = examples.map(({ how, rows }) => `${rows.join(' = ')} (${how})`).join('; ');
  return verisimError(
    'workspace/copies-across',
    `${across} of the rows to be locked ${across === 1 ? 'has' : 'have'} a copy among the others, such as rows ${shown}.`,
    'Nothing was locked. Remove the copies from the file, or keep them on one side (duplicates: together).',
    { kind: 'usage' },
  );
};

/** `workspace/training-changed`: a training part that is not the file that was written. */
export const trainingChanged = (file: string, state: 'changed' | 'missing'): VerisimError =>
  verisimError(
    'workspace/training-changed',
    `The training part ${file} ${state === 'missing' ? 'is missing' : 'was changed since it was written'}.`,
    'Move it away and run verisim lock again in the same way: the same rows are written anew.',
  );

/** `workspace/versions-changed`: what is kept of a version of data is not what was recorded. */
export const versionsChanged = (file: string, why: string): VerisimError =>
  verisimError(
    'workspace/versions-changed',
    `The file ${file} ${why}.`,
    'Restore it from a copy; without it verisim history cannot tell what changed in that version.',
  );

/** `workspace/signature-stale`: a signature on something else than what is there now. */
export const signatureStale = (name: string, line: number): VerisimError =>
  verisimError(
    'workspace/signature-stale',
    `The signature on ${name} (line ${line} of ledger.jsonl) was given to another manifest.json than the one there now.`,
    'Look at the run again, and sign it again or restore its files.',
  );

/** `workspace/review-changed`: a spot check's key that is not the one that was drawn. */
export const reviewChanged = (file: string, missing: boolean): VerisimError =>
  verisimError(
    'workspace/review-changed',
    `The file ${file} ${missing ? 'is missing' : 'was changed since the review was drawn'}.`,
    'Restore it from a copy, or draw the review anew.',
  );

/** `workspace/locked-texts-made`: synthetic rows that say nearly what a locked text says. */
export const lockedTextsMade = (
  file: string,
  { id, rows, first }: { readonly id: string; readonly rows: number; readonly first: number },
): VerisimError =>
  verisimError(
    'workspace/locked-texts-made',
    `${file}: ${rows === 1 ? 'a row says' : `${rows} rows say`} nearly what a locked text of holdout ${id.slice(0, 8)} says (first: row ${first + 1}). A model trained on them is judged by what it was shown.`,
    'Leave these rows out of every training set; verisim generate drops such rows while it makes them.',
  );
