import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileHash, hashOf, TEMPORARY } from './atomic-write.ts';
import { runChanged, runMissing } from './errors.ts';
import { readLedger } from './ledger.ts';
import type { LedgerEntry } from './ledger-chain.ts';
import type { RunManifest } from './run.ts';
import type { Workspace } from './workspace.ts';

/**
 * What became of a finished run's files since: one sentence per file that was changed, removed or added, beginning with
 * its name; empty when all is as it was. `place` is the run's folder name. Throws `workspace/run-missing`.
 */
export async function verifyRun(workspace: Workspace, place: string): Promise<readonly string[]> {
  return runProblems(workspace, place, await readLedger(workspace));
}

/** {@link verifyRun} by these entries of the ledger. */
export async function runProblems(
  workspace: Workspace,
  place: string,
  entries: readonly LedgerEntry[],
): Promise<readonly string[]> {
  const folder = workspace.path('runs', place);
  const text = await readFile(join(folder, 'manifest.json'), 'utf8').catch(() => null);
  if (text === null) throw runMissing(place, 'there is no such folder with a manifest.json');
  const problems: string[] = [];
  const recorded = recordedManifest(entries, place);
  if (recorded === null) throw runMissing(place, 'it was never finished');
  if (recorded !== hashOf(text)) problems.push('manifest.json was changed.');
  const files = filesOf(text);
  const found = await filesIn(folder);
  for (const [name, hash] of Object.entries(files)) {
    if (!found.includes(name)) problems.push(`${name} is missing.`);
    else if ((await fileHash(join(folder, name))) !== hash) problems.push(`${name} was changed.`);
  }
  for (const name of found) {
    if (name !== 'manifest.json' && !Object.hasOwn(files, name)) problems.push(`${name} was added.`);
  }
  return problems;
}

/** Makes sure that a run is finished and its files are what they were. Throws `workspace/run-changed`, `workspace/run-missing`. */
export async function requireRun(workspace: Workspace, place: string): Promise<void> {
  const problems = await verifyRun(workspace, place);
  if (problems.length > 0) throw runChanged(place, problems);
}

function recordedManifest(entries: readonly LedgerEntry[], place: string): string | null {
  const entry = entries.findLast(
    ({ event, details }) => event === 'run-finished' && (details as { place?: string }).place === place,
  );
  return entry ? (entry.details as { manifestHash: string }).manifestHash : null;
}

function filesOf(text: string): Readonly<Record<string, string>> {
  try {
    return (JSON.parse(text) as RunManifest).files ?? {};
  } catch {
    return {};
  }
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep))
    .filter((parts) => !parts.some((part) => part.startsWith(TEMPORARY)))
    .map((parts) => parts.join('/'))
    .sort();
}
