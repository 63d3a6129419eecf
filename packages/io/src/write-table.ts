import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip, createZstdCompress } from 'node:zlib';
import type { Table } from '@verisim/core';
import { checkWritableTable } from './check-writable-table.ts';
import { blocksDiffer } from './errors.ts';
import { checkWritable } from './file-checks.ts';
import type { Format } from './format.ts';
import { locate } from './location.ts';
import { writeAtomically } from './write-atomically.ts';

/**
 * Writes a table, or a stream of tables with the same columns one below the other, to a file whose format its extension names,
 * or to a database (see `readTable`). The same table gives the same bytes. The file appears whole or not at all; an abort or
 * a failure leaves what was there before. Behind `.gz` or `.zst` it is packed.
 *
 * CSV: missing is an empty field, the empty string is `""`, numbers are printed in the shortest way that reads back the same,
 * instants by their `format`. Parquet: integers are BIGINT, numbers DOUBLE, coded and text columns strings, instants DATE when
 * their format shows no time and TIMESTAMP otherwise. A stream to CSV holds one table in memory, one to Parquet a row group of
 * 131,072 rows.
 *
 * Throws `io/...` errors (folder missing, no permission, values or names that the file would not hold); see `errors.ts`.
 */
export async function writeTable(
  table: Table | AsyncIterable<Table>,
  location: string,
  options: { readonly signal?: AbortSignal } = {},
): Promise<void> {
  await checkWritable(location);
  const { target, path, compression, entry, name } = locate(location);
  const format = await entry.load();
  const blocks = checkedBlocks(Symbol.asyncIterator in table ? table : [table], name, format, options.signal);
  if (path === null || compression === null) await format.write(target, blocks, options);
  else await writePacked(format, target, path, compression, blocks, options.signal);
}

async function* checkedBlocks(
  blocks: AsyncIterable<Table> | Iterable<Table>,
  name: string,
  format: Format,
  signal?: AbortSignal,
): AsyncGenerator<Table> {
  const columns = ({ spec }: Table) => JSON.stringify(spec.columns.map((column) => [column.name, column.kind]));
  let first: string | null = null;
  let count = 0;
  for await (const block of blocks) {
    signal?.throwIfAborted();
    count++;
    checkWritableTable(name, format.name, block);
    first ??= columns(block);
    if (count > 1 && columns(block) !== first) throw blocksDiffer(name, count);
    yield block;
  }
}

async function writePacked(
  format: Format,
  target: string,
  path: string,
  compression: 'gzip' | 'zstd',
  blocks: AsyncIterable<Table>,
  signal?: AbortSignal,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'verisim-unpacked-'));
  try {
    const plain = join(folder, basename(path).replace(/\.(gz|zst)$/i, ''));
    await format.write(plain + target.slice(path.length), blocks, { signal });
    await writeAtomically(path, [], signal, async (temporary) => {
      const compress = compression === 'gzip' ? createGzip() : createZstdCompress();
      await pipeline(createReadStream(plain), compress, createWriteStream(temporary), { signal });
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
