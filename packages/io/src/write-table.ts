import { createReadStream } from 'node:fs';
import { open, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isVerisimError, type Table } from '@verisim/core';
import { checkWritableTable } from './check-writable-table.ts';
import { copyStage } from './copy-stage.ts';
import { type Database, withDatabase } from './duckdb.ts';
import { blocksDiffer, cannotWrite, noColumns } from './errors.ts';
import { checkWritable, type FileFormat } from './file-checks.ts';
import { firstSentence } from './stage-csv.ts';
import { createStage, type Stage } from './stage-table.ts';
import { writeAtomically } from './write-atomically.ts';

const BODY = '.body';
const STAGE = '.stage';

/** What a write needs to know. */
interface Writing {
  readonly blocks: AsyncIterable<Table> | Iterable<Table>;
  readonly path: string;
  readonly temporary: string;
  readonly format: FileFormat;
  readonly signal?: AbortSignal;
}

/**
 * Writes a table, or a stream of tables with the same columns one below the other, to a `.csv` or `.parquet` file. The same
 * table gives the same bytes. The file appears whole or not at all; an abort or a failure leaves what was there before.
 *
 * CSV: missing is an empty field, the empty string is `""`, numbers are printed in the shortest way that reads back the same,
 * instants by their `format`. Parquet: integers are BIGINT, numbers DOUBLE, coded and text columns strings, instants DATE when
 * their format shows no time and TIMESTAMP otherwise. A stream to CSV holds one table in memory; one to Parquet is staged on
 * disk beside the target.
 *
 * Throws `io/...` errors (folder missing, no permission, values or names that the file would not hold); see `errors.ts`.
 */
export async function writeTable(
  table: Table | AsyncIterable<Table>,
  path: string,
  options: { readonly signal?: AbortSignal } = {},
): Promise<void> {
  const format = await checkWritable(path);
  const { signal } = options;
  const stream = Symbol.asyncIterator in table;
  const blocks = stream ? table : [table];
  await writeAtomically(path, [BODY, STAGE, `${STAGE}.wal`], signal, async (name) => {
    const temporary = resolve(name);
    const file = stream && format === 'parquet' ? temporary + STAGE : undefined;
    await withDatabase({ signal, file }, async (db) => {
      const write = format === 'csv' ? writeCsv : writeParquet;
      await write(db, { blocks, path, temporary, format, signal }).catch((error) => {
        signal?.throwIfAborted();
        throw isDuckDbError(error) ? cannotWrite(path, firstSentence(error), error) : error;
      });
    });
  });
}

/** The native module throws plain errors whose message begins with a class such as `IO Error:`. */
function isDuckDbError(error: unknown): boolean {
  return error instanceof Error && !isVerisimError(error) && /^[A-Z](?:\w+ )+Error: /.test(error.message);
}

async function writeCsv(db: Database, writing: Writing): Promise<void> {
  const { blocks, temporary, signal } = writing;
  let first: Table | null = null;
  let count = 0;
  for await (const block of blocks) {
    first = checkBlock(writing, block, first, ++count);
    if (count === 1) await writeFile(temporary, headerOf(first));
    const stage = await createStage(db, block);
    await stage.append(block, signal);
    await copyStage(db, stage, 'csv', temporary + BODY);
    await appendFile(temporary, temporary + BODY);
  }
  if (first === null) throw noColumns(writing.path);
}

async function writeParquet(db: Database, writing: Writing): Promise<void> {
  let first: Table | null = null;
  let stage: Stage | null = null;
  let count = 0;
  for await (const block of writing.blocks) {
    first = checkBlock(writing, block, first, ++count);
    stage ??= await createStage(db, first);
    await stage.append(block, writing.signal);
  }
  if (stage === null) throw noColumns(writing.path);
  await copyStage(db, stage, 'parquet', writing.temporary);
}

function checkBlock({ path, format, signal }: Writing, block: Table, first: Table | null, count: number): Table {
  signal?.throwIfAborted();
  checkWritableTable(path, format, block);
  const columns = ({ spec }: Table) => JSON.stringify(spec.columns.map(({ name, kind }) => [name, kind]));
  if (first !== null && columns(first) !== columns(block)) throw blocksDiffer(path, count);
  return first ?? block;
}

function headerOf(table: Table): string {
  const field = (name: string) => (/[",;|\t\r\n\ufeff]|^\s|\s$/.test(name) ? `"${name.replaceAll('"', '""')}"` : name);
  return `${table.spec.columns.map(({ name }) => field(name)).join(',')}\n`;
}

async function appendFile(target: string, part: string): Promise<void> {
  const file = await open(target, 'a');
  try {
    for await (const bytes of createReadStream(part, { highWaterMark: 1 << 22 })) await file.write(bytes);
  } finally {
    await file.close();
  }
  await rm(part);
}
