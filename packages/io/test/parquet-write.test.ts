import { readFile, writeFile } from 'node:fs/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { type Column, type ColumnSpec, createTable, sliceRows, type Table, tableHash } from '@verisim/core';
import { readTable, writeTable } from '@verisim/io';
import { afterAll, describe, expect, it } from 'vitest';
import { rowGroups } from '../src/parquet/row-groups.ts';
import { at, cells, errorOf } from './folder.ts';

const instance = await DuckDBInstance.create();
const connection = await instance.connect();
afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

/** What DuckDB, which has nothing of ours, makes of a query; `t` is the file. */
async function ask(name: string, query: string): Promise<readonly (readonly unknown[])[]> {
  return (await connection.runAndReadAll(query.replaceAll('$t', `'${at(name)}'`))).getRows();
}

const spec = (name: string, kind: ColumnSpec['kind'], more: Partial<ColumnSpec> = {}): ColumnSpec => ({
  ...{ name, kind, nullable: true, role: 'feature' },
  ...more,
});
const numeric = (rows: number, make: (row: number) => number): Column => ({
  storage: 'numeric',
  values: Float64Array.from({ length: rows }, (_, row) => make(row)),
});
const one = (column: Column, kind: ColumnSpec['kind'], more: Partial<ColumnSpec> = {}): Table =>
  createTable([spec('v', kind, more)], [column]);

async function* parts(table: Table, size: number): AsyncIterable<Table> {
  for (let from = 0; from < table.rows; from += size) yield sliceRows(table, from, Math.min(table.rows, from + size));
}

const rows = 150_000;
const large = createTable(
  [
    spec('row', 'integer'),
    spec('near', 'number'),
    spec('grid', 'number', { decimals: 2 }),
    spec('level', 'category'),
    spec('runs', 'category'),
    spec('text', 'text'),
    spec('at', 'datetime', { format: '%Y-%m-%d %H:%M:%S' }),
  ],
  [
    numeric(rows, (row) => (row % 5 === 0 ? Number.NaN : row * (row % 2 ? 1 : -1))),
    numeric(rows, (row) => Math.sin(row) * 10 ** ((row % 600) - 300)),
    numeric(rows, (row) => ((row * 7919) % 500) / 100),
    {
      storage: 'coded',
      levels: Array.from({ length: 3000 }, (_, i) => `é${i}`),
      codes: Int32Array.from({ length: rows }, (_, row) => ((row * 31) % 3001) - 1),
    },
    {
      storage: 'coded',
      levels: ['only', 'seldom'],
      codes: Int32Array.from({ length: rows }, (_, row) => (row % 1000 === 999 ? 1 : 0)),
    },
    { storage: 'text', values: Array.from({ length: rows }, (_, row) => (row % 3 ? `text ${row} 漢` : null)) },
    numeric(rows, (row) => (row - 70_000) * 61_000),
  ],
);

describe('a Parquet file of more than one row group', () => {
  it('holds what the table holds, to another reader', async () => {
    await writeTable(large, at('large.parquet'));
    const groups = await ask(
      'large.parquet',
      'SELECT DISTINCT row_group_num_rows FROM parquet_metadata($t) ORDER BY 1',
    );
    expect(groups).toEqual([[18_928n], [131_072n]]);
    const read = await ask('large.parquet', 'SELECT row, near, grid, level, runs, text, epoch_ms("at") FROM $t');
    const wanted = cells(large);
    expect(read.length).toBe(rows);
    read.forEach((row, i) => {
      const found = row.map((cell) => (typeof cell === 'bigint' ? Number(cell) : cell));
      if (found.some((cell, column) => cell !== wanted[i][column])) expect(found).toEqual(wanted[i]);
    });
    expect(tableHash((await readTable(at('large.parquet'))).table)).toBe(tableHash(large));
  });

  it('has the same bytes however its rows were streamed', async () => {
    await writeTable(large, at('whole.parquet'));
    const whole = await readFile(at('whole.parquet'));
    for (const size of [7_001, 65_536, 140_000]) {
      await writeTable(parts(large, size), at('streamed.parquet'));
      expect(whole.equals(await readFile(at('streamed.parquet'))), String(size)).toBe(true);
    }
  });

  it('says of each column what it reaches from and to', async () => {
    await writeTable(large, at('large.parquet'));
    const stats = await ask(
      'large.parquet',
      `SELECT path_in_schema, sum(stats_null_count), min(stats_min_value::DOUBLE), max(stats_max_value::DOUBLE)
       FROM parquet_metadata($t) WHERE path_in_schema IN ('row', 'grid') GROUP BY ALL ORDER BY 1`,
    );
    expect(stats.map((row) => row.map((cell) => (typeof cell === 'bigint' ? Number(cell) : cell)))).toEqual([
      ['grid', 0, -0, 4.99],
      ['row', 30_000, -149_998, 149_999],
    ]);
    expect(await ask('large.parquet', 'SELECT count(*) FROM $t WHERE row > 149990')).toEqual([[5n - 1n]]);
  });
});

describe('columns at the edges of what Parquet holds', () => {
  const cases: readonly [string, Table][] = [
    [
      'nothing but missing numbers',
      one(
        numeric(9, () => Number.NaN),
        'number',
      ),
    ],
    [
      'nothing but missing levels',
      one({ storage: 'coded', levels: ['x'], codes: new Int32Array(9).fill(-1) }, 'category'),
    ],
    ['nothing but missing texts', one({ storage: 'text', values: new Array(9).fill(null) }, 'text')],
    ['one level', one({ storage: 'coded', levels: ['x'], codes: new Int32Array(9) }, 'category')],
    [
      'one row',
      one(
        numeric(1, () => -0.5),
        'number',
      ),
    ],
    [
      'zeros of both signs',
      one(
        numeric(64, (row) => (row % 2 ? -0 : 0)),
        'number',
      ),
    ],
    [
      'numbers at the limits',
      one(
        numeric(8, (row) => [5e-324, -Number.MAX_VALUE, 1, Number.NaN][row % 4]),
        'number',
      ),
    ],
    [
      'whole numbers at the limits',
      one(
        numeric(9, (row) => [2 ** 53 - 1, 1 - 2 ** 53, -1][row % 3]),
        'integer',
      ),
    ],
    [
      'days before 1970',
      one(
        numeric(9, (row) => -86_400_000 * (row + 1) ** 5),
        'datetime',
        { format: '%Y-%m-%d' },
      ),
    ],
    [
      'instants that are no whole seconds of a second',
      one(
        numeric(9, (row) => -1234567890123 + row),
        'datetime',
        { format: '%Y-%m-%dT%H:%M:%S.%gZ', zone: 'Z' },
      ),
    ],
    [
      'texts of more than one page',
      one(
        { storage: 'text', values: Array.from({ length: 40 }, (_, i) => (i % 7 ? 'ab漢'.repeat(20_000 + i) : null)) },
        'text',
      ),
    ],
  ];
  it.each(cases)('%s', async (_, table) => {
    await writeTable(table, at('edge.parquet'));
    const read = await readTable(at('edge.parquet'), { like: table.spec });
    expect(cells(read.table)).toEqual(cells(table));
    expect(read.report.changes).toEqual([]);
    expect(await ask('edge.parquet', 'SELECT count(*) FROM $t')).toEqual([[BigInt(table.rows)]]);
  });

  it('no rows', async () => {
    await writeTable(sliceRows(large, 0, 0), at('none.parquet'));
    expect(await ask('none.parquet', 'SELECT count(*) FROM $t')).toEqual([[0n]]);
    expect((await ask('none.parquet', 'DESCRIBE SELECT * FROM $t')).length).toBe(7);
    expect(await errorOf(readTable(at('none.parquet')))).toMatchObject({ code: 'io/no-rows' });
  });

  it('a column of days is refused when a later row is none', async () => {
    const days = (at: number) =>
      one(
        numeric(140_000, () => at),
        'datetime',
        { format: '%d/%m/%Y' },
      );
    async function* stream() {
      yield days(0);
      yield days(1000);
    }
    expect(await errorOf(writeTable(stream(), at('days.parquet')))).toMatchObject({
      code: 'io/bad-instant',
      message: expect.stringContaining('row 140001'),
    });
    await writeTable(days(1000), at('days.parquet'));
    const [type] = await ask('days.parquet', 'SELECT column_type FROM (DESCRIBE SELECT * FROM $t)');
    expect(type).toEqual(['TIMESTAMP']);
  });
});

it('a bit that flips in a page is found', async () => {
  await writeTable(sliceRows(large, 0, 5000), at('flip.parquet'));
  const bytes = await readFile(at('flip.parquet'));
  for (const share of [0.2, 0.5, 0.8]) {
    const damaged = Buffer.from(bytes);
    damaged[Math.floor(share * bytes.length)] ^= 4;
    await writeFile(at('flipped.parquet'), damaged);
    expect((await errorOf(readTable(at('flipped.parquet')))).code).toBe('io/unreadable-parquet');
  }
});

describe('texts of a row group', () => {
  it('become pages as they come: no string is held, and each text is where it was, over pages and groups', async () => {
    const rows = 200_000;
    const values = Array.from({ length: rows }, (_, row) =>
      row % 7 === 3 ? null : `${row} ${'ä'.repeat((row * 31) % 40)}`,
    );
    const table = createTable(
      [spec('text', 'text'), spec('none', 'text'), spec('row', 'integer')],
      [
        { storage: 'text', values },
        { storage: 'text', values: new Array<null>(rows).fill(null) },
        numeric(rows, (row) => row),
      ],
    );
    const seen: { readonly first: number; readonly rows: number; readonly held: number; readonly missing: number }[] =
      [];
    for await (const { first, rows: own, parts: held, texts } of rowGroups(parts(table, 30_000)))
      seen.push({
        first,
        rows: own,
        held: held.flatMap(({ columns }) => columns.slice(0, 2)).filter((column) => column !== null).length,
        missing: texts[0]!.missing,
      });
    const missing = (from: number, to: number) => values.slice(from, to).filter((value) => value === null).length;
    expect(seen).toEqual([
      { first: 0, rows: 131_072, held: 0, missing: missing(0, 131_072) },
      { first: 131_072, rows: 68_928, held: 0, missing: missing(131_072, rows) },
    ]);
    await writeTable(parts(table, 30_000), at('texts.parquet'));
    const back = await readTable(at('texts.parquet'));
    expect(tableHash(back.table)).toBe(tableHash(table));
  });
});
