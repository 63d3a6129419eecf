import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TEMPORARY } from './atomic-write.ts';
import { type CheckedPart, checked, type PartProblem, problemsOf } from './checked-part.ts';
import { recordsIn } from './dataset-record.ts';
import { lockChanged, trainingChanged } from './errors.ts';
import { fileState } from './history.ts';
import { holdoutFingerprints } from './holdout-fingerprints.ts';
import { type HoldoutLock, holdoutPath, isAbout, lockOf, requireSealed } from './holdout-lock.ts';
import type { LedgerEntry } from './ledger-chain.ts';
import type { Workspace } from './workspace.ts';

const FILES: readonly string[] = ['fingerprints.json', 'holdout.parquet', 'key', 'lock.json'];
const SKETCHES = 'texts.sketch';

/** Every lock that the ledger tells of or that lies there, and its training part. */
export async function checkLocks(
  workspace: Workspace,
  entries: readonly LedgerEntry[],
): Promise<readonly CheckedPart[]> {
  const told = entries.filter(({ event }) => event === 'holdout-locked');
  const there = await readdir(workspace.path('holdouts')).catch(() => []);
  const ids = new Set([
    ...told.map(({ details }) => String((details as { id?: string } | null)?.id)),
    ...there.filter((name) => !name.startsWith(TEMPORARY)),
  ]);
  const parts: CheckedPart[] = [];
  for (const id of ids) {
    parts.push(checked('holdout', id, await lockProblems(workspace, id, entries)));
    const training = await checkTraining(workspace, id, entries);
    if (training !== null) parts.push(training);
  }
  return parts;
}

async function lockProblems(
  workspace: Workspace,
  id: string,
  entries: readonly LedgerEntry[],
): Promise<readonly PartProblem[]> {
  let lock: HoldoutLock | null = null;
  const problems = [
    ...(await problemsOf(async () => {
      lock = await lockOf(workspace, id, entries);
    })),
  ];
  if (lock !== null) {
    const own: HoldoutLock = lock;
    problems.push(...(await problemsOf(() => requireSealed(workspace, own))));
    problems.push(...(await problemsOf(() => holdoutFingerprints(workspace, own))));
  }
  const names = await readdir(
    /^[0-9a-f]{16}$/.test(id) ? holdoutPath(workspace, id) : workspace.path('holdouts', id),
  ).catch(() => []);
  const sketched = entries.some(
    (entry) => isAbout(entry, 'holdout-locked', id) && 'sketchesHash' in Object(entry.details),
  );
  for (const name of names) {
    if (FILES.includes(name) || (sketched && name === SKETCHES) || name.startsWith(TEMPORARY)) continue;
    const { code, message } = lockChanged(id, `the file holdouts/${id}/${name} was added`);
    problems.push({ code, message });
  }
  return problems;
}

async function checkTraining(
  workspace: Workspace,
  id: string,
  entries: readonly LedgerEntry[],
): Promise<CheckedPart | null> {
  const written = recordsIn(entries).findLast(
    ({ record }) => record.role === 'train' && record.split === id && record.file !== null,
  );
  if (written === undefined) {
    const there = await readdir(workspace.path('training')).catch(() => []);
    const name = there.find((file) => file.startsWith(id));
    return name === undefined
      ? null
      : { part: 'training part', name: `training/${name}`, state: 'not recorded', problems: [] };
  }
  const { file, fileHash: hash } = written.record;
  const state = await fileState(join(dirname(workspace.folder), file!), hash);
  if (state === 'as recorded') return checked('training part', file!, []);
  const { code, message } = trainingChanged(file!, state);
  return checked('training part', file!, [{ code, message }]);
}
