import { unsupportedType } from '../errors.ts';
import type { ValueChange } from '../read-result.ts';
import type { SourceColumn } from '../source.ts';
import type { Database } from './duckdb.ts';

/** A column of a Parquet file that is mapped to what a table can hold. */
export interface ParquetColumn {
  readonly column: SourceColumn;
  /** SQL over `t` that gives the cell: VARCHAR for texts and booleans, a whole number, a DOUBLE, milliseconds. NULL = missing. */
  readonly cell: string;
  readonly changes: readonly ValueChange[];
}

/** Maps a Parquet column (`c` of the view `t`) of a DuckDB type to what a table can hold without loss. */
export async function parquetColumn(
  db: Database,
  path: string,
  name: string,
  c: string,
  type: string,
): Promise<ParquetColumn> {
  const plain = (native: SourceColumn['native'], cell: string, more: Partial<SourceColumn> = {}): ParquetColumn => ({
    column: { name, native, type, ...more },
    cell,
    changes: [],
  });
  if (/^(U?(TINY|SMALL)INT|U?INTEGER)$/.test(type)) return plain('integer', `${c}::BIGINT`);
  if (/^U?(BIG|HUGE)INT$/.test(type)) {
    const fits = await none(db, `abs(${c}::HUGEINT) > 9007199254740991`);
    if (fits) return plain('integer', `${c}::BIGINT`);
    return plain('text', `${c}::VARCHAR`, { note: 'whole numbers beyond 2^53, kept as they are written' });
  }
  if (type.startsWith('DECIMAL')) return decimalColumn(db, plain, c, type);
  if (type === 'FLOAT' || type === 'DOUBLE') return doubleColumn(db, name, c, type);
  if (type === 'BOOLEAN') return plain('boolean', `${c}::VARCHAR`);
  if (type === 'DATE' || type.startsWith('TIMESTAMP')) return instantColumn(db, name, c, type);
  if (/^GEO/.test(type)) throw unsupportedType(path, name, 'a geometry');
  if (type === 'BLOB') {
    const text = await none(db, `${c} IS NOT NULL AND TRY(decode(${c})) IS NULL`);
    if (text) return plain('text', `decode(${c})`, { note: 'binary without a type, read as UTF-8 text' });
    throw unsupportedType(path, name, 'binary');
  }
  return plain('text', `${c}::VARCHAR`);
}

async function none(db: Database, condition: string): Promise<boolean> {
  return Number((await db.row(`SELECT count(*) FROM t WHERE ${condition}`))[0]) === 0;
}

async function decimalColumn(
  db: Database,
  plain: (native: SourceColumn['native'], cell: string, more?: Partial<SourceColumn>) => ParquetColumn,
  c: string,
  type: string,
): Promise<ParquetColumn> {
  if (/,\s*0\)$/.test(type) && (await none(db, `abs(${c}::HUGEINT) > 9007199254740991`))) {
    return plain('integer', `${c}::BIGINT`);
  }
  const exact = await none(db, `${c} IS NOT NULL AND TRY_CAST(${c}::DOUBLE AS ${type}) IS DISTINCT FROM ${c}`);
  if (exact) return plain('number', `${c}::DOUBLE`);
  return plain('text', `${c}::VARCHAR`, { note: `${type} with more digits than a number holds, kept as written` });
}

async function doubleColumn(db: Database, name: string, c: string, type: string): Promise<ParquetColumn> {
  const [rows, example] = await db.row(`SELECT count(*), min(${c}::VARCHAR) FROM t WHERE NOT isfinite(${c})`);
  const cell = `CASE WHEN isfinite(${c}) THEN ${c}::DOUBLE END`;
  return {
    column: { name, native: 'number', type },
    cell,
    changes:
      Number(rows) === 0
        ? []
        : [{ column: name, what: 'NaN or infinite, read as missing', rows: Number(rows), example: String(example) }],
  };
}

async function instantColumn(db: Database, name: string, c: string, type: string): Promise<ParquetColumn> {
  if (type === 'DATE') {
    const cell = `epoch_ms(${c})`;
    const column: SourceColumn = { name, native: 'instant', type, format: '%Y-%m-%d' };
    return { column, cell, changes: await endless(db, name, c) };
  }
  const perMillisecond = type === 'TIMESTAMP_NS' ? 1_000_000 : 1000;
  const count = type === 'TIMESTAMP_NS' ? `epoch_ns(${c})` : `epoch_us(${c})`;
  const [finer, example, fractions] = await db.row(`SELECT count_if(${count} % ${perMillisecond} <> 0),
    min(${c}::VARCHAR) FILTER (WHERE ${count} % ${perMillisecond} <> 0), count_if(epoch_ms(${c}) % 1000 <> 0)
    FROM t WHERE isfinite(${c})`);
  const zone = type.includes('TIME ZONE');
  const format = `%Y-%m-%d${zone ? 'T' : ' '}%H:%M:%S${Number(fractions) > 0 ? '.%g' : ''}${zone ? 'Z' : ''}`;
  const changes = [...(await endless(db, name, c))];
  if (Number(finer) > 0) {
    const what = 'finer than a millisecond, rounded down to it';
    changes.push({ column: name, what, rows: Number(finer), example: String(example) });
  }
  const cell = `CASE WHEN isfinite(${c}) THEN epoch_ms(${c}) END`;
  return { column: { name, native: 'instant', type, format, zone: zone ? 'Z' : undefined }, cell, changes };
}

async function endless(db: Database, name: string, c: string): Promise<readonly ValueChange[]> {
  const [rows, example] = await db.row(`SELECT count(*), min(${c}::VARCHAR) FROM t WHERE NOT isfinite(${c})`);
  if (Number(rows) === 0) return [];
  return [{ column: name, what: 'an infinite date, read as missing', rows: Number(rows), example: String(example) }];
}
