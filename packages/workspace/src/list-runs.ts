import { readdir, readFile } from 'node:fs/promises';
import { TEMPORARY } from './atomic-write.ts';
import { readLedger } from './ledger.ts';
import type { LedgerEntry } from './ledger-chain.ts';
import type { RunManifest } from './run.ts';
import type { Workspace } from './workspace.ts';

/** A run as a workspace holds it. */
export interface ListedRun {
  /** Its folder under `runs/`. */
  readonly place: string;
  /** `unfinished`: a kill or an error ended it; its files are not to be used, and the same request takes the folder over. */
  readonly state: 'whole' | 'unfinished';
  /** `null` when a kill came before it was written. */
  readonly manifest: RunManifest | null;
}

/** All runs of a workspace by the name of their folders. `verifyRun` tells whether a whole one is still what it was. */
export async function listRuns(workspace: Workspace): Promise<readonly ListedRun[]> {
  return runsBy(workspace, await readLedger(workspace));
}

/** {@link listRuns} by these entries of the ledger. */
export async function runsBy(workspace: Workspace, ledger: readonly LedgerEntry[]): Promise<readonly ListedRun[]> {
  const finished = finishedPlaces(ledger);
  const entries = await readdir(workspace.path('runs'), { withFileTypes: true }).catch(() => []);
  const places = entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith(TEMPORARY))
    .map(({ name }) => name);
  return Promise.all(
    places.sort().map(async (place) => ({
      place,
      state: finished.has(place) ? ('whole' as const) : ('unfinished' as const),
      manifest: await manifestOf(workspace, place),
    })),
  );
}

/** The folders of runs that the ledger says were finished. */
export function finishedPlaces(entries: readonly LedgerEntry[]): ReadonlySet<string> {
  const finished = entries.filter(({ event }) => event === 'run-finished');
  return new Set(finished.map(({ details }) => String((details as { place?: string }).place)));
}

async function manifestOf(workspace: Workspace, place: string): Promise<RunManifest | null> {
  try {
    return JSON.parse(await readFile(workspace.path('runs', place, 'manifest.json'), 'utf8')) as RunManifest;
  } catch {
    return null;
  }
}
