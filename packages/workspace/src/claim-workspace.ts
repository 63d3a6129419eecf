import { unlinkSync } from 'node:fs';
import { withLedger } from './ledger-lock.ts';
import { acquireLock, releaseLock } from './lock-file.ts';
import { sweepWorkspace } from './sweep-workspace.ts';
import type { Workspace } from './workspace.ts';
import { WRITER, writerLock } from './writer-lock.ts';

interface Claim {
  count: number;
  /** When the lock was made and what a killed process left was removed. */
  readonly ready: Promise<void>;
}

const claims = new Map<string, Claim>();
let watching = false;

/**
 * Makes this process the one writer of a workspace until the function that comes back is called, or the process ends: others are
 * refused naming pid and host, and a claim of a dead process is taken over. Claims of one process nest. What a killed writer left half
 * written is removed. Throws `workspace/locked`, `workspace/cannot-write`.
 */
export async function claimWorkspace(workspace: Workspace): Promise<() => Promise<void>> {
  const path = writerLock(workspace);
  const claim = claims.get(path) ?? { count: 0, ready: claimFirst(workspace, path) };
  claims.set(path, claim);
  claim.count++;
  try {
    await claim.ready;
  } catch (error) {
    claims.delete(path);
    throw error;
  }
  let released = false;
  return async () => {
    if (released) return;
    released = true;
    if (--claim.count > 0) return;
    claims.delete(path);
    await releaseLock(path);
  };
}

async function claimFirst(workspace: Workspace, path: string): Promise<void> {
  await acquireLock(path, { what: WRITER, patience: 200 });
  if (!watching) process.on('exit', releaseAll);
  watching = true;
  await withLedger(workspace, () => sweepWorkspace(workspace));
}

/** Nothing can be awaited any more when a process exits. */
function releaseAll(): void {
  for (const path of claims.keys()) {
    try {
      unlinkSync(path);
    } catch {
      // It is gone already, or its folder is.
    }
  }
}
