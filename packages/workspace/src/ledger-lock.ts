import { acquireLock, releaseLock } from './lock-file.ts';
import type { Workspace } from './workspace.ts';

const underway = new Map<string, Promise<unknown>>();

/**
 * Does one piece of work on the ledger at a time: in this process in the order of the calls, among processes by the file
 * `ledger.lock`, for which it waits up to ten seconds. Throws `workspace/locked`.
 */
export function withLedger<T>(workspace: Workspace, work: () => Promise<T>): Promise<T> {
  const before = underway.get(workspace.folder) ?? Promise.resolve();
  const result = before.then(
    () => holding(workspace, work),
    () => holding(workspace, work),
  );
  const settled = result.catch(() => {});
  underway.set(workspace.folder, settled);
  void settled.then(() => {
    if (underway.get(workspace.folder) === settled) underway.delete(workspace.folder);
  });
  return result;
}

async function holding<T>(workspace: Workspace, work: () => Promise<T>): Promise<T> {
  const path = workspace.path('ledger.lock');
  await acquireLock(path, { what: 'The ledger', patience: 10_000 });
  try {
    return await work();
  } finally {
    await releaseLock(path);
  }
}
