import { readLedger, type Workspace } from '@verisim/workspace';
import { latestSweep } from '../sweep/kept-sweep.ts';
import { type SweepKey, whyStale } from '../sweep/sweep-key.ts';

/** What a project asks of a sweep today, as far as it is known without reading the data. */
export interface AskedSweep {
  readonly generator?: SweepKey['generator'];
  readonly task?: Partial<SweepKey['task']>;
}

/** Why the last sweep does not hold any more for the rows that were locked last and for what is asked; empty when it does, `null` without a sweep. */
export async function staleRatio(
  workspace: Workspace,
  asked: AskedSweep,
): Promise<{ readonly place: string; readonly reasons: readonly string[] } | null> {
  const locks = (await readLedger(workspace)).filter(({ event }) => /^holdout-(locked|reused)$/.test(event));
  const lock = String((locks.at(-1)?.details as { readonly id?: string } | undefined)?.id ?? '');
  const kept = await latestSweep(workspace, lock, asked.task?.target ?? null);
  if (kept === null) return null;
  const { key, holdout, place } = kept;
  const now = { ...key, generator: asked.generator ?? key.generator, task: { ...key.task, ...asked.task } };
  const data =
    holdout === lock ? [] : [`the data changed (holdout ${holdout.slice(0, 8)} then, ${lock.slice(0, 8)} now)`];
  return { place, reasons: [...data, ...whyStale(key, now)] };
}
