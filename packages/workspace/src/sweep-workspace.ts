import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TEMPORARY } from './atomic-write.ts';
import type { Workspace } from './workspace.ts';

/** A draft of a lock file: its name and a UUID. */
const DRAFT = /\.lock(?:\.takeover)?\.[0-9a-f]{8}-[0-9a-f-]{27}$/;

/**
 * Removes what killed processes left half written: temporary folders and drafts of locks. Only for the one writer, who knows that
 * nobody else is writing. Returns how many were removed.
 */
export async function sweepWorkspace(workspace: Workspace): Promise<number> {
  let removed = 0;
  for (const folder of [workspace.folder, workspace.path('holdouts'), ...(await runFolders(workspace))]) {
    for (const name of await readdir(folder).catch(() => [])) {
      if (!name.startsWith(TEMPORARY) && !DRAFT.test(name)) continue;
      await rm(join(folder, name), { recursive: true, force: true });
      removed++;
    }
  }
  return removed;
}

async function runFolders(workspace: Workspace): Promise<readonly string[]> {
  const runs = workspace.path('runs');
  const entries = await readdir(runs, { recursive: true, withFileTypes: true }).catch(() => []);
  return [runs, ...entries.filter((entry) => entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name))];
}
