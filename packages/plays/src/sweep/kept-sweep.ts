import { readFile } from 'node:fs/promises';
import type { Json } from '@verisim/core';
import { listRuns, type Run, readLedger, type Workspace } from '@verisim/workspace';
import type { SweepKey } from './sweep-key.ts';
import type { Sweep } from './sweep-ratios.ts';

/** A sweep that a finished run kept. */
export interface KeptSweep {
  /** The run's place. */
  readonly place: string;
  /** The lock whose training part was swept. */
  readonly holdout: string;
  readonly key: SweepKey;
  readonly sweep: Sweep;
}

const FILE = 'sweep.json';

/** Keeps a sweep with its run, before the run is finished. */
export function keepSweep(run: Run, key: SweepKey, sweep: Sweep): Promise<void> {
  return run.writeJson(FILE, { key, sweep } as unknown as Json);
}

/**
 * The sweep that was finished last on the training part of a holdout, whatever run made it. Where there is none: the last of the same target (of any, for `null`) in the
 * workspace, which is stale when the data was changed and locked anew. `null` when there is neither.
 */
export async function latestSweep(
  workspace: Workspace,
  holdout: string,
  target: string | null,
): Promise<KeptSweep | null> {
  const runs = new Map((await listRuns(workspace)).map((run) => [run.place, run]));
  const finished = (await readLedger(workspace)).filter(({ event }) => event === 'run-finished').toReversed();
  let other: KeptSweep | null = null;
  for (const { details } of finished) {
    const place = String((details as { readonly place?: unknown }).place);
    const request = runs.get(place)?.manifest?.request;
    if (request === undefined || !SWEEPING.test(request.name)) continue;
    const text = await readFile(workspace.path('runs', place, FILE), 'utf8').catch(() => null);
    if (text === null) continue;
    const found = JSON.parse(text) as Pick<KeptSweep, 'key' | 'sweep'>;
    const kept = { place, holdout: String(request.holdout), ...found };
    if (request.holdout === holdout) return kept;
    if (target === null || kept.key.task.target === target) other ??= kept;
  }
  return other;
}

/** Runs that keep a sweep. */
const SWEEPING = /sweep|coverage/;
