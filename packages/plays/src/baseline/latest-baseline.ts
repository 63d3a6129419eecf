import { readFile } from 'node:fs/promises';
import { listRuns, verifyRun, type Workspace } from '@verisim/workspace';
import type { Baseline } from './baseline.ts';

/** What `verisim baseline` keeps beside its report, as `baseline.json`. */
export interface KeptBaseline {
  /** The hash of the training part's file. */
  readonly data: string;
  readonly target: string;
  readonly holdout: string | null;
  readonly seed: string;
  readonly baseline: Baseline;
}

/**
 * The last baseline that was finished on a training part and is still what it was, or `null`: then `verisim baseline` comes first. `trainingHash`
 * is the hash of the file that was read; `target` narrows it to baselines of that column.
 */
export async function latestBaseline(
  workspace: Workspace,
  trainingHash: string,
  target?: string,
): Promise<(KeptBaseline & { readonly run: string }) | null> {
  const runs = (await listRuns(workspace))
    .filter(({ state, manifest }) => {
      const request = manifest?.request;
      const wanted = target === undefined || request?.target === target;
      return state === 'whole' && request?.name === 'baseline' && request.real === trainingHash && wanted;
    })
    .sort((a, b) => (a.manifest!.time < b.manifest!.time ? 1 : -1));
  for (const { place } of runs) {
    if ((await verifyRun(workspace, place)).length > 0) continue;
    const text = await readFile(workspace.path('runs', place, 'baseline.json'), 'utf8').catch(() => null);
    if (text !== null) return { ...(JSON.parse(text) as KeptBaseline), run: place };
  }
  return null;
}
