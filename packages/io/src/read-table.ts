import { openTable } from './open-table.ts';
import type { ReadOptions, ReadResult } from './read-result.ts';

/**
 * Reads a file (`.csv`, `.tsv`, `.jsonl`, `.json`, `.parquet`, `.arrow`, `.sqlite`; also with `.gz` or `.zst` behind it; a
 * pattern such as `parts-*.parquet`) or a database's table (`postgres://user@host/database#table`), in row order, and says of
 * every column which kind it was given and why, and of every value that was not taken as it stands how it was changed. In CSV
 * an empty field is missing, `""` is the empty string. The same file gives the same table.
 *
 * Throws `io/...` errors that name file, row (from 1 below the header) and column; see `errors.ts`.
 */
export async function readTable(location: string, options: ReadOptions = {}): Promise<ReadResult> {
  const opened = await openTable(location, options);
  try {
    return { table: await opened.table(options.signal), report: opened.report };
  } finally {
    await opened.close();
  }
}
