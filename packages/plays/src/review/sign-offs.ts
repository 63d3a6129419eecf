import { isVerisimError } from '@verisim/core';
import { readLedger, verifyRun, type Workspace } from '@verisim/workspace';
import type { Signature } from './sign-run.ts';

/** A signature as it stands today. */
export interface SignOff extends Signature {
  /** ISO 8601, UTC, of the ledger entry. */
  readonly time: string;
  /** Why it does not hold any more, one sentence per file that was changed since; empty when it holds. */
  readonly stale: readonly string[];
}

/** The signatures of a run, or of all runs, oldest first; each is held against the run's files as they are now. */
export async function signOffs(workspace: Workspace, place?: string): Promise<readonly SignOff[]> {
  const entries = (await readLedger(workspace)).filter(
    ({ event, details }) => event === 'signed' && (place === undefined || (details as { run?: string }).run === place),
  );
  const problems = new Map<string, readonly string[]>();
  for (const run of new Set(entries.map(({ details }) => (details as unknown as Signature).run)))
    problems.set(run, await changesOf(workspace, run));
  return entries.map(({ details, time }) => {
    const signature = details as unknown as Signature;
    return { ...signature, time, stale: problems.get(signature.run) ?? [] };
  });
}

async function changesOf(workspace: Workspace, place: string): Promise<readonly string[]> {
  try {
    return await verifyRun(workspace, place);
  } catch (error) {
    if (!isVerisimError(error)) throw error;
    return [error.message];
  }
}
