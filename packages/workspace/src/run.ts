import { mkdir, rm, writeFile } from 'node:fs/promises';
import { canonicalJson, type Json, type Table } from '@verisim/core';
import { writeTable } from '@verisim/io';
import { fileHash, hashOf, publishFile, syncFolder, TEMPORARY, writeFileAtomic } from './atomic-write.ts';
import { claimWorkspace } from './claim-workspace.ts';
import { badName, runFinished } from './errors.ts';
import { appendLedger, readLedger } from './ledger.ts';
import { finishedPlaces } from './list-runs.ts';
import { insidePath, type Workspace } from './workspace.ts';

/** What a run is: everything that decides its bytes, and no time. */
export type RunRequest = { readonly name: string } & { readonly [key: string]: Json };

/** A run in progress. Files are written whole or not at all; names may have folders (`parts/0.parquet`). */
export interface Run {
  /** From the request alone: equal requests have equal ids, so ids may stand in files that must be equal. */
  readonly id: string;
  /** Its folder's name under `runs/`: the id, with `.2`, `.3` ... when the same run was made before. */
  readonly place: string;
  /** Absolute. */
  readonly folder: string;
  writeJson(name: string, value: Json): Promise<void>;
  writeText(name: string, text: string): Promise<void>;
  /** In the format of the name's extension. */
  writeTable(name: string, table: Table): Promise<void>;
  /** Puts the hashes of all files and the summary into `manifest.json`, and an entry into the ledger. Once only. */
  finish(summary: Json): Promise<void>;
  /** Leaves the run unfinished and lets the workspace go. The same request takes the folder over. */
  abandon(): Promise<void>;
}

/** `manifest.json`. `time` is the only thing in a run's folder in which equal runs differ. */
export interface RunManifest {
  readonly id: string;
  readonly time: string;
  readonly request: RunRequest;
  /** SHA-256 by file name; absent until the run is finished. */
  readonly files?: Readonly<Record<string, string>>;
  readonly summary?: Json;
}

/** Folders of runs that this process has open. */
const underway = new Set<string>();

/**
 * Starts a run in `runs/<id>/` and claims the workspace until it ends. The folder of an equal run that was never finished (a kill, an
 * error) is emptied and used again. Throws `workspace/bad-name`, `workspace/cannot-write`, `workspace/run-finished`, `workspace/locked`.
 */
export async function startRun(workspace: Workspace, request: RunRequest): Promise<Run> {
  const release = await claimWorkspace(workspace);
  const id = runId(request);
  try {
    const { place, again } = await claimPlace(workspace, id);
    const folder = workspace.path('runs', place);
    const manifest: RunManifest = { id, time: new Date().toISOString(), request };
    await writeFileAtomic(insidePath(folder, ['manifest.json']), jsonText(manifest));
    await appendLedger(workspace, { event: again ? 'run-restarted' : 'run-started', details: { run: id, place } });
    return runIn(workspace, place, manifest, async () => {
      underway.delete(folder);
      await release();
    });
  } catch (error) {
    await release();
    throw error;
  }
}

function runIn(workspace: Workspace, place: string, manifest: RunManifest, end: () => Promise<void>): Run {
  const { id } = manifest;
  const folder = workspace.path('runs', place);
  const names = new Set<string>();
  let ended = false;
  const publish = async (name: string, write: (temporary: string) => Promise<unknown>) => {
    if (ended) throw runFinished(place);
    names.add(fileName(name));
    await publishFile(insidePath(folder, [name]), write);
  };
  const writeText = (name: string, text: string) => publish(name, (temporary) => writeFile(temporary, text));
  return {
    id,
    place,
    folder,
    writeText,
    writeJson: (name, value) => writeText(name, jsonText(value)),
    writeTable: (name, table) => publish(name, (temporary) => writeTable(table, temporary)),
    async finish(summary) {
      if (ended) throw runFinished(place);
      ended = true;
      const files: Record<string, string> = {};
      for (const name of [...names].sort()) files[name] = await fileHash(insidePath(folder, [name]));
      const text = jsonText({ ...manifest, files, summary });
      await writeFileAtomic(insidePath(folder, ['manifest.json']), text);
      const details = { run: id, place, files: names.size, manifestHash: hashOf(text) };
      await appendLedger(workspace, { event: 'run-finished', details });
      await end();
    },
    async abandon() {
      if (ended) return;
      ended = true;
      await end();
    },
  };
}

function runId(request: RunRequest): string {
  const word = request.name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40);
  return `${word || 'run'}-${hashOf(canonicalJson(request)).slice(0, 12)}`;
}

async function claimPlace(workspace: Workspace, id: string): Promise<{ place: string; again: boolean }> {
  await mkdir(workspace.path('runs'), { recursive: true, mode: 0o700 });
  const finished = finishedPlaces(await readLedger(workspace));
  for (let n = 1; ; n++) {
    const place = n === 1 ? id : `${id}.${n}`;
    const folder = workspace.path('runs', place);
    if (finished.has(place) || underway.has(folder)) continue;
    underway.add(folder);
    const made = await mkdir(folder, { mode: 0o700 }).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
        return false;
      },
    );
    if (!made) {
      await rm(folder, { recursive: true });
      await mkdir(folder, { mode: 0o700 });
    }
    await syncFolder(workspace.path('runs'));
    return { place, again: !made };
  }
}

function fileName(name: string): string {
  const parts = name.split('/');
  const odd = (part: string) => part === '' || part === '.' || part === '..' || part.startsWith(TEMPORARY);
  if (name === 'manifest.json' || name.includes('\\') || parts.some(odd)) throw badName(name);
  return name;
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
