import { createHash } from 'node:crypto';
import { glob } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { type ColumnSpec, isVerisimError } from '@verisim/core';
import { declaredColumns } from '../declaration.ts';
import { duplicateColumn, fileNotFound, noRows, unnamedColumn, unreadableParquet, unsupportedType } from '../errors.ts';
import { visitFile } from '../file-bytes.ts';
import { checkReadable } from '../file-checks.ts';
import type { Format } from '../format.ts';
import type { Source } from '../source.ts';
import { type Database, firstSentence, openDatabase } from './duckdb.ts';
import { parquetBatches } from './parquet-batches.ts';
import { checkPages } from './parquet-checksums.ts';
import { type ParquetColumn, parquetColumn } from './parquet-column.ts';
import { writeParquet } from './parquet-write.ts';
import { sqlGuarded, sqlPath, unguarded } from './sql.ts';

/** Apache Parquet: DuckDB reads it, we write it; a pattern names the parts of one table, which are read in order of their names. */
export const parquet: Format = {
  name: 'parquet',
  open: (path, { signal }) => openParquet(path, signal),
  write: writeParquet,
};

async function openParquet(location: string, signal?: AbortSignal): Promise<Source> {
  const paths = await partsOf(location);
  const hashes: string[] = [];
  for (const path of paths) hashes.push(await visitFile(path, () => {}, signal));
  const hash = hashes.length === 1 ? hashes[0] : createHash('sha256').update(hashes.join('\n')).digest('hex');
  const { db, close } = await openDatabase(signal);
  try {
    for (const path of paths) await checkPages(db, path, signal);
    const columns = await mapColumns(db, location, paths);
    return {
      columns: columns.map(({ column }) => column),
      batches: (passSignal) => parquetBatches(db, location, columns, passSignal),
      hash: () => hash,
      notes: () =>
        paths.length === 1 ? [] : [`${paths.length} parts: ${paths.map((path) => basename(path)).join(', ')}`],
      changes: () => columns.flatMap(({ changes }) => changes),
      close: async () => close(),
    };
  } catch (error) {
    close();
    signal?.throwIfAborted();
    if (isVerisimError(error)) throw error;
    throw unreadableParquet(location, firstSentence(error), error);
  }
}

async function partsOf(location: string): Promise<readonly string[]> {
  const named = await checkReadable(location).then(
    () => true,
    (error) => {
      if (/[*?[]/.test(location) && isVerisimError(error) && error.code === 'io/file-not-found') return false;
      throw error;
    },
  );
  if (named) return [location];
  const parts: string[] = [];
  for await (const part of glob(location)) parts.push(part);
  if (parts.length === 0) throw fileNotFound(location, null);
  for (const part of parts) await checkReadable(part);
  return parts.sort();
}

async function mapColumns(db: Database, location: string, paths: readonly string[]): Promise<readonly ParquetColumn[]> {
  await db.run('SET enable_geoparquet_conversion = false');
  // One thread hands rows out in order, and holds one row group in memory at a time.
  await db.run('SET threads = 1');
  await db.run("SET memory_limit = '1GB'");
  const files = `[${paths.map((path) => sqlPath(resolve(path))).join(', ')}]`;
  const reader = `read_parquet(${files}, hive_partitioning = false, filename = false)`;
  const described = await db.rows(`DESCRIBE SELECT * FROM ${reader}`);
  const types = described.map(([, type]) => String(type));
  types.forEach((type, i) => {
    if (/\[|^STRUCT|^MAP|^UNION|^VARIANT|^LIST/.test(type))
      throw unsupportedType(location, String(described[i][0]), 'nested');
  });
  const names = await columnNames(db, location, paths);
  if (names.length !== types.length) throw unsupportedType(location, names.join(', '), 'nested');
  await db.run(`CREATE VIEW t AS SELECT * FROM ${reader} AS r(${types.map((_, i) => `c${i}`).join(', ')})`);
  if (Number((await db.row('SELECT count(*) FROM t'))[0]) === 0) throw noRows(location);
  const declared = await declarations(db, paths[0]);
  const columns: ParquetColumn[] = [];
  for (let i = 0; i < names.length; i++) {
    const mapped = await parquetColumn(db, location, names[i], `c${i}`, types[i]);
    columns.push({ ...mapped, column: { ...mapped.column, declared: declared.get(names[i]) } });
  }
  return columns;
}

async function declarations(db: Database, path: string): Promise<ReadonlyMap<string, ColumnSpec>> {
  const [found] = await db.rows(
    `SELECT decode(value) FROM parquet_kv_metadata(${sqlPath(resolve(path))}) WHERE decode(key) = 'verisim'`,
  );
  return declaredColumns(found === undefined ? '' : String(found[0]));
}

/** The names as the files have them, which must be the same in all; DuckDB's own are changed when two differ in case alone. */
async function columnNames(db: Database, location: string, paths: readonly string[]): Promise<readonly string[]> {
  let first: readonly string[] | null = null;
  for (const path of paths) {
    const schema = `parquet_schema(${sqlPath(resolve(path))})`;
    const [, ...leaves] = await db.rows(`SELECT ${sqlGuarded('name')} FROM ${schema}`);
    const names = leaves.map(([name]) => unguarded(name) ?? '');
    if (first !== null && names.join('\0') !== first.join('\0')) {
      throw unreadableParquet(path, `its columns are not those of "${basename(paths[0])}"`);
    }
    first ??= names;
  }
  const seen = new Map<string, number>();
  first!.forEach((name, i) => {
    if (name === '') throw unnamedColumn(location, i + 1);
    const known = seen.get(name);
    if (known !== undefined) throw duplicateColumn(location, name, known + 1, i + 1);
    seen.set(name, i);
  });
  return first!;
}
