import { type Table, tableHash } from '@verisim/core';
import { readTable } from '@verisim/io';
import { versionOf } from './dataset-record.ts';
import type { HoldoutLock } from './holdout-lock.ts';
import { readSketch, sketchTable } from './row-sketch.ts';
import type { Workspace } from './workspace.ts';

const MOST_NAMED = 3;

/** In what a file of holdout rows that is not the locked one differs from it, as half a sentence. Rows are told by number alone. */
export async function holdoutChange(workspace: Workspace, path: string, lock: HoldoutLock): Promise<string> {
  const read = await readTable(path, { like: { columns: lock.columns } }).catch(() => null);
  if (read === null) return 'it can no longer be read as the table that was locked';
  const { table } = read;
  if (table.rows !== lock.rows) return `it has ${table.rows} rows where ${lock.rows} were locked`;
  if (tableHash(table) === lock.contentHash) return 'the file was written again, though with the same rows';
  return `it has other cells in ${await changedRows(workspace, table, lock)}`;
}

async function changedRows(workspace: Workspace, table: Table, lock: HoldoutLock): Promise<string> {
  const version = await versionOf(workspace, { role: 'holdout', split: lock.id });
  const before = version === null ? null : await readSketch(workspace, version);
  if (before === null || before.rows.length !== table.rows) return `its ${lock.rows} rows`;
  const now = await sketchTable(workspace, table);
  if (now.key !== before.key) return `its ${lock.rows} rows`;
  const changed = Array.from(now.rows.keys()).filter((row) => now.rows[row] !== before.rows[row]);
  if (changed.length === 0) return `its ${lock.rows} rows`;
  const named = changed.slice(0, MOST_NAMED).map((row) => row + 1);
  const more = changed.length > MOST_NAMED ? ` and ${changed.length - MOST_NAMED} more` : '';
  return `${changed.length === 1 ? 'row' : 'rows'} ${named.join(', ')}${more} of ${lock.rows}`;
}
