import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { CardEvidence, CardSignature } from '@verisim/report';
import { type ListedRun, listRuns, verifyRun, type Workspace } from '@verisim/workspace';
import type { CardRows } from './card-rows.ts';
import { isFile } from './card-rows.ts';
import { readReport } from './commands/report.ts';
import { plain } from './printable.ts';
import { unknownRun } from './project-errors.ts';
import type { Terminal } from './terminal.ts';

/** Runs that say nothing of the worth or the privacy of rows. */
const BESIDE = /^(baseline|suite|cold-start)/;

/**
 * The reports on these rows: that of the run that made them, those of every finished run that was given one of their files, and those that the user names. A run that was
 * changed since is left out and said so. Throws `cli/unknown-run` and `cli/not-a-report`.
 */
export async function evidenceFor(
  rows: CardRows,
  named: readonly string[],
  workspace: Workspace | null,
  terminal: Terminal,
): Promise<readonly CardEvidence[]> {
  const runs = workspace === null ? [] : (await listRuns(workspace)).filter(({ state }) => state === 'whole');
  const places = new Set(runs.filter((run) => isAbout(run, rows)).map(({ place }) => place));
  const files: string[] = [];
  for (const name of named) {
    const run = runs.findLast(({ place }) => place === name || place.startsWith(name));
    if (run) places.add(run.place);
    else if (await isFile(name)) files.push(name);
    else
      throw unknownRun(
        name,
        runs.map(({ place }) => place),
      );
  }
  const found: CardEvidence[] = [];
  for (const run of runs.filter(({ place }) => places.has(place)))
    found.push(...(await ofRun(workspace!, run, terminal)));
  for (const file of files) found.push(await ofFile(file));
  return found;
}

function isAbout({ place, manifest }: ListedRun, { hashes, run }: CardRows): boolean {
  if (place === run?.place) return true;
  const request = JSON.stringify(manifest?.request ?? {});
  return !BESIDE.test(manifest?.request.name ?? '') && hashes.some((hash) => request.includes(hash));
}

async function ofRun(
  workspace: Workspace,
  { place, manifest }: ListedRun,
  terminal: Terminal,
): Promise<CardEvidence[]> {
  const changes = await verifyRun(workspace, place);
  if (changes.length > 0) {
    terminal.sayAside(plain(`left out: run ${place} is not what it was (${changes[0]})`));
    return [];
  }
  const file = join(workspace.path('runs', place), 'report.json');
  if (!(await isFile(file))) return [];
  const kind = /privacy/.test(manifest?.request.name ?? '') ? 'privacy' : 'utility';
  const { decisions = [] } = (manifest?.summary ?? {}) as { readonly decisions?: readonly string[] };
  const outcome = kind === 'privacy' && decisions.length > 0 ? { outcome: decisions.join(', ') } : {};
  return [{ kind, report: await readReport(file), kept: place, sha256: await hashOf(file), ...outcome }];
}

/** An audit has no verdicts and carries its own hash. */
async function ofFile(file: string): Promise<CardEvidence> {
  const report = await readReport(file);
  const kind = report.provenance.documentHash !== undefined ? 'privacy' : 'utility';
  return { kind, report, kept: basename(file), sha256: await hashOf(file) };
}

async function hashOf(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
}

/** The signatures on these runs that still hold. */
export async function signaturesOn(
  evidence: readonly CardEvidence[],
  workspace: Workspace | null,
): Promise<readonly CardSignature[]> {
  if (workspace === null) return [];
  const { signOffs } = await import('@verisim/plays');
  const places = new Set(evidence.map(({ kept }) => kept));
  const held = (await signOffs(workspace)).filter(({ run, stale }) => places.has(run) && stale.length === 0);
  return held.map(({ as, name, role, time }) => ({ subject: as, name, role, date: time.slice(0, 10) }));
}
