import { tableHash } from '@verisim/core';
import { readTable } from '@verisim/io';
import type { HoldoutLock } from './holdout-lock.ts';

/** In what a file of holdout rows that is not the locked one differs from it, as half a sentence. No row is told. */
export async function holdoutChange(path: string, lock: HoldoutLock): Promise<string> {
  const read = await readTable(path, { like: { columns: lock.columns } }).catch(() => null);
  if (read === null) return 'it can no longer be read as the table that was locked';
  const { table } = read;
  if (table.rows !== lock.rows) return `it has ${table.rows} rows where ${lock.rows} were locked`;
  if (tableHash(table) !== lock.contentHash) return `it has other cells in its ${lock.rows} rows`;
  return 'the file was written again, though with the same rows';
}
