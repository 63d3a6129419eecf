import { constantColumn, createTable, type Lineage, lineageSpec } from '@verisim/core';
import { openTable, readTable } from '@verisim/io';
import { lineageDiffers } from './errors.ts';

/** What is taken for rows of which a file does not say it. */
const ASSUMED: Readonly<Record<string, string | number>> = { origin: 'real', depth: 0 };

/**
 * Reads where rows come from: a file as `verisim generate --lineage` writes it, or any with the columns `id` and `parents`. Throws
 * `cli/lineage-differs` when it lacks one of these or has another number of rows.
 */
export async function readLineage(file: string, rows: number, signal?: AbortSignal): Promise<Lineage> {
  const opened = await openTable(file, { signal });
  await opened.close();
  const has = new Set(opened.spec.columns.map(({ name }) => name));
  for (const name of ['id', 'parents']) if (!has.has(name)) throw lineageDiffers(file, `has no column "${name}"`);
  const there = lineageSpec.filter(({ name }) => has.has(name));
  const { table } = await readTable(file, { like: { columns: there }, signal });
  if (table.rows !== rows)
    throw lineageDiffers(file, `tells where ${table.rows} rows come from, and there are ${rows}`);
  const columns = lineageSpec.map(({ name, kind }) => {
    const at = there.findIndex((spec) => spec.name === name);
    return at < 0 ? constantColumn(kind, rows, ASSUMED[name] ?? null) : table.columns[at];
  });
  return createTable(lineageSpec, columns);
}
