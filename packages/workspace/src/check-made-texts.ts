import { dirname, join } from 'node:path';
import { openTable } from '@verisim/io';
import { type CheckedPart, checked, type PartProblem } from './checked-part.ts';
import { recordsIn } from './dataset-record.ts';
import { lockedTextsMade } from './errors.ts';
import { fileState } from './history.ts';
import { lockedTexts } from './holdout-fingerprints.ts';
import { lockOf } from './holdout-lock.ts';
import type { LedgerEntry } from './ledger-chain.ts';
import type { TextSketches } from './text-sketches.ts';
import type { Workspace } from './workspace.ts';

/** The sketches of a lock. */
interface Guarded {
  readonly id: string;
  readonly sketches: TextSketches;
}

/** Every file of synthetic rows that lies as it was recorded, held against the sketches of all locked texts. Nothing where no texts are locked. */
export async function checkMadeTexts(
  workspace: Workspace,
  entries: readonly LedgerEntry[],
): Promise<readonly CheckedPart[]> {
  const guarded = await guardedTexts(workspace, entries);
  if (guarded.length === 0) return [];
  const made = new Map<string, string>();
  for (const { record } of recordsIn(entries)) {
    const { role, file, fileHash, elsewhere } = record;
    if (role === 'synthetic' && file !== null && fileHash !== null && !elsewhere) made.set(file, fileHash);
  }
  const parts: CheckedPart[] = [];
  for (const [file, hash] of made) {
    const path = join(dirname(workspace.folder), file);
    // What became of the file is the business of the versions.
    if ((await fileState(path, hash)) !== 'as recorded') continue;
    parts.push(checked('synthetic rows', file, await copiesIn(path, file, guarded)));
  }
  return parts;
}

/** Locks that are damaged are named elsewhere. */
async function guardedTexts(workspace: Workspace, entries: readonly LedgerEntry[]): Promise<readonly Guarded[]> {
  const told = entries.filter(({ event }) => event === 'holdout-locked');
  const guarded: Guarded[] = [];
  for (const id of new Set(told.map(({ details }) => String((details as { id?: string } | null)?.id)))) {
    try {
      const sketches = await lockedTexts(workspace, await lockOf(workspace, id, entries));
      if (sketches !== null) guarded.push({ id, sketches });
    } catch {}
  }
  return guarded;
}

async function copiesIn(path: string, file: string, guarded: readonly Guarded[]): Promise<readonly PartProblem[]> {
  const found = guarded.map(({ id }) => ({ id, rows: 0, first: -1 }));
  const opened = await openTable(path);
  try {
    let before = 0;
    for await (const block of opened.blocks()) {
      for (const [i, { sketches }] of guarded.entries()) {
        for (const [row, hit] of sketches.nearCopies(block).entries()) {
          if (hit === 0) continue;
          if (found[i].rows++ === 0) found[i].first = before + row;
        }
      }
      before += block.rows;
    }
  } finally {
    await opened.close();
  }
  return found
    .filter(({ rows }) => rows > 0)
    .map((one) => {
      const { code, message } = lockedTextsMade(file, one);
      return { code, message };
    });
}
