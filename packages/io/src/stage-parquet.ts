import { resolve } from 'node:path';
import { isVerisimError } from '@verisim/core';
import type { Database } from './duckdb.ts';
import { duplicateColumn, noRows, unnamedColumn, unreadableParquet, unsupportedType } from './errors.ts';
import { visitFile } from './file-bytes.ts';
import { parquetColumn } from './parquet-column.ts';
import type { ValueChange } from './read-result.ts';
import type { Source, SourceColumn } from './source.ts';
import { sqlGuarded, sqlPath, unguarded } from './sql.ts';
import { firstSentence } from './stage-csv.ts';

/**
 * Stages a Parquet file as table `t` and maps its types. Throws `io/unreadable-parquet`, `io/unsupported-type` for nested and
 * binary columns, `io/no-rows`, `io/unnamed-column`, `io/duplicate-column`.
 */
export async function stageParquet(db: Database, path: string, signal?: AbortSignal): Promise<Source> {
  const hash = await visitFile(path, () => {}, signal);
  try {
    return { hash, ...(await stage(db, path)) };
  } catch (error) {
    signal?.throwIfAborted();
    if (isVerisimError(error)) throw error;
    throw unreadableParquet(path, firstSentence(error), error);
  }
}

async function stage(db: Database, path: string): Promise<Omit<Source, 'hash'>> {
  await db.run('SET enable_geoparquet_conversion = false');
  const file = sqlPath(resolve(path));
  const reader = `read_parquet(${file}, hive_partitioning = false, filename = false)`;
  const described = await db.rows(`DESCRIBE SELECT * FROM ${reader}`);
  const types = described.map(([, type]) => String(type));
  types.forEach((type, i) => {
    if (/\[|^STRUCT|^MAP|^UNION|^VARIANT|^LIST/.test(type))
      throw unsupportedType(path, String(described[i][0]), 'nested');
  });
  const names = await columnNames(db, path, file);
  if (names.length !== types.length) throw unsupportedType(path, names.join(', '), 'nested');
  const aliases = types.map((_, i) => `c${i}`).join(', ');
  await db.run(`CREATE TABLE t AS SELECT * FROM ${reader} AS r(${aliases})`);
  const rows = Number((await db.row('SELECT count(*) FROM t'))[0]);
  if (rows === 0) throw noRows(path);
  const columns: SourceColumn[] = [];
  const changes: ValueChange[] = [];
  for (let i = 0; i < names.length; i++) {
    const mapped = await parquetColumn(db, path, names[i], `c${i}`, types[i]);
    columns.push(mapped.column);
    changes.push(...mapped.changes);
  }
  return { columns, rows, changes };
}

/** The names as the file has them; DuckDB's own are changed when two differ in case alone. */
async function columnNames(db: Database, path: string, file: string): Promise<readonly string[]> {
  const [, ...leaves] = await db.rows(`SELECT ${sqlGuarded('name')} FROM parquet_schema(${file})`);
  const names = leaves.map(([name]) => unguarded(name) ?? '');
  names.forEach((name, i) => {
    if (name === '') throw unnamedColumn(path, i + 1);
    if (names.indexOf(name) < i) throw duplicateColumn(path, name, names.indexOf(name) + 1, i + 1);
  });
  return names;
}
