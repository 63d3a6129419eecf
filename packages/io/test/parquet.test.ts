import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { type ColumnSpec, createTable } from '@verisim/core';
import { readTable, writeTable } from '@verisim/io';
import { afterAll, describe, expect, it } from 'vitest';
import { at, cells, errorOf, file, valuesOf } from './folder.ts';

const badData = fileURLToPath(new URL('../../../../shared/badinput/parquet-testing/data', import.meta.url));
const instance = await DuckDBInstance.create();
const connection = await instance.connect();
afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

/** A Parquet file that DuckDB wrote from a query, without any code of ours. */
async function parquet(query: string): Promise<string> {
  await connection.run(`COPY (${query}) TO '${at('typed.parquet')}' (FORMAT parquet)`);
  return at('typed.parquet');
}

const column = (type: string, ...values: string[]) =>
  parquet(`SELECT v::${type} AS v FROM (VALUES ${values.map((value) => `(0, ${value})`).join(', ')}) x(i, v)`);

describe('the type of a Parquet column', () => {
  const cases: readonly [string, string[], string, unknown[], string?][] = [
    ['TINYINT', ['-128', 'NULL'], 'integer', [-128, null]],
    ['UINTEGER', ['4294967295'], 'integer', [4294967295]],
    ['BIGINT', ['9007199254740991', '1'], 'integer', [9007199254740991, 1]],
    ['BIGINT', ['9007199254740993', '1'], 'category', ['9007199254740993', '1']],
    ['UBIGINT', ['18446744073709551615', 'NULL'], 'category', ['18446744073709551615', null]],
    ['DECIMAL(10, 2)', ['1.50', '-0.25'], 'number', [1.5, -0.25]],
    ['DECIMAL(18, 0)', ['42', '-7'], 'integer', [42, -7]],
    [
      'DECIMAL(30, 10)',
      ['12345678901234567890.0123456789', '0.5'],
      'category',
      ['12345678901234567890.0123456789', '0.5000000000'],
    ],
    ['DOUBLE', ['0.1', '1e300', 'NULL'], 'number', [0.1, 1e300, null]],
    ['FLOAT', ['0.5', '0.1'], 'number', [0.5, Math.fround(0.1)]],
    ['BOOLEAN', ['true', 'false', 'NULL'], 'boolean', ['true', 'false', null]],
    ['DATE', ["'2024-02-29'", "'1969-12-31'"], 'datetime', [Date.UTC(2024, 1, 29), -86400000], '%Y-%m-%d'],
    ['TIMESTAMP', ["'2024-02-29 01:02:03'"], 'datetime', [Date.UTC(2024, 1, 29, 1, 2, 3)], '%Y-%m-%d %H:%M:%S'],
    [
      'TIMESTAMP_MS',
      ["'2024-02-29 01:02:03.5'"],
      'datetime',
      [Date.UTC(2024, 1, 29, 1, 2, 3, 500)],
      '%Y-%m-%d %H:%M:%S.%g',
    ],
    ['TIMESTAMPTZ', ["'2024-02-29 01:02:03+02'"], 'datetime', [Date.UTC(2024, 1, 28, 23, 2, 3)], '%Y-%m-%dT%H:%M:%SZ'],
    ['VARCHAR', ["'007'", "'7'", "''", 'NULL'], 'category', ['007', '7', '', null]],
    ['VARCHAR', ["'2024-01-01'", "'12'"], 'category', ['2024-01-01', '12']],
    ['VARCHAR', ["'yes'", "'no'"], 'boolean', ['yes', 'no']],
    ["ENUM('z', 'a')", ["'z'", "'a'", "'z'"], 'category', ['z', 'a', 'z']],
    ['UUID', ["'0b5b1b5e-0000-4000-8000-000000000010'"], 'category', ['0b5b1b5e-0000-4000-8000-000000000010']],
    ['BLOB', ["'plain'", 'NULL'], 'category', ['plain', null]],
    ['TIME', ["'01:02:03'"], 'category', ['01:02:03']],
  ];
  it.each(cases)('%s %j: %s', async (type, values, kind, wanted, format) => {
    const { table, report } = await readTable(await column(type, ...values));
    expect(table.spec.columns[0]).toMatchObject({
      name: 'v',
      kind,
      nullable: values.includes('NULL'),
      ...(format ? { format } : {}),
    });
    expect(valuesOf(table, 'v')).toEqual(wanted);
    expect(report).toMatchObject({ format: 'parquet', rows: values.length, changes: [] });
    expect(report.columns[0].reason).not.toBe('');
  });

  it('has both levels when it is BOOLEAN, whatever occurs', async () => {
    const { table } = await readTable(await column('BOOLEAN', 'true'));
    expect(table.spec.columns[0].levels).toEqual(['false', 'true']);
  });

  it('says what it could not keep', async () => {
    const not = await readTable(await column('DOUBLE', "'nan'", "'inf'", "'1'"));
    expect(valuesOf(not.table, 'v')).toEqual([null, null, 1]);
    expect(not.report.changes).toEqual([
      { column: 'v', what: expect.stringContaining('missing'), rows: 2, example: 'inf' },
    ]);
    const fine = await readTable(await column('TIMESTAMP_NS', "'2024-01-01 00:00:00.000123456'", "'2024-01-01'"));
    expect(valuesOf(fine.table, 'v')).toEqual([Date.UTC(2024, 0, 1), Date.UTC(2024, 0, 1)]);
    expect(fine.report.changes).toMatchObject([{ column: 'v', rows: 1, what: expect.stringContaining('millisecond') }]);
    const endless = await readTable(await column('TIMESTAMP', "'infinity'", "'2024-01-01'"));
    expect(valuesOf(endless.table, 'v')).toEqual([null, Date.UTC(2024, 0, 1)]);
    expect(endless.report.changes).toMatchObject([{ column: 'v', rows: 1 }]);
  });
});

describe('Parquet that is refused', () => {
  const cases: readonly [string, string, RegExp, string][] = [
    ['a list', 'io/unsupported-type', /"tags" is nested/, 'SELECT 1 AS a, [1, 2] AS tags'],
    ['a struct', 'io/unsupported-type', /"s" is nested/, "SELECT {'x': 1} AS s"],
    ['a map', 'io/unsupported-type', /"m" is nested/, "SELECT MAP {'x': 1} AS m"],
    ['binary', 'io/unsupported-type', /"b" is binary/, "SELECT '\\xFF'::BLOB AS b"],
    ['no rows', 'io/no-rows', /no rows/, 'SELECT 1 AS a WHERE false'],
  ];
  it.each(cases)('%s', async (_, code, message, query) => {
    expect(await errorOf(readTable(await parquet(query)))).toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });

  it('cut off, damaged or something else', async () => {
    const whole = await readFile(await parquet('SELECT i, i::VARCHAR AS t FROM range(10000) x(i)'));
    const broken = [
      whole.subarray(0, whole.length / 2),
      whole.subarray(40),
      Buffer.from('PAR1'),
      Buffer.from('a,b\n1,2\n'),
    ];
    const damaged = Buffer.from(whole);
    damaged.fill(0xff, whole.length - 300, whole.length - 20);
    for (const bytes of [...broken, damaged]) {
      const error = await errorOf(readTable(await file('broken.parquet', bytes)));
      expect(error.code).toBe('io/unreadable-parquet');
    }
  });
});

describe('a Parquet file of ours', () => {
  it('has plain types that other readers know', async () => {
    const { table } = await readTable(
      await file(
        'mixed.csv',
        'n,x,day,at,w\n1,0.5,2024-01-02,2024-01-02T03:04:05Z,a\n,,,,""\n3,2,2024-01-03,2024-01-02T03:04:06Z,b\n',
      ),
    );
    await writeTable(table, at('ours.parquet'));
    const read = await connection.runAndReadAll(
      `SELECT column_type FROM (DESCRIBE SELECT * FROM '${at('ours.parquet')}')`,
    );
    expect(read.getRows().flat()).toEqual(['BIGINT', 'DOUBLE', 'DATE', 'TIMESTAMP WITH TIME ZONE', 'VARCHAR']);
    const rows = await connection.runAndReadAll(
      `SELECT n, x, day::VARCHAR, "at"::VARCHAR, w FROM '${at('ours.parquet')}'`,
    );
    expect(rows.getRows()).toEqual([
      [1n, 0.5, '2024-01-02', '2024-01-02 03:04:05+00', 'a'],
      [null, null, null, null, ''],
      [3n, 2, '2024-01-03', '2024-01-02 03:04:06+00', 'b'],
    ]);
    expect(cells((await readTable(at('ours.parquet'))).table)).toEqual(cells(table));
  });

  it('reads names of any kind', async () => {
    await connection.run(`COPY (SELECT 1 AS "__proto__", 2 AS "it's ""x""", 3 AS "漢") TO '${at('names.parquet')}'`);
    const { table } = await readTable(at('names.parquet'));
    expect(table.spec.columns.map(({ name }) => name)).toEqual(['__proto__', `it's "x"`, '漢']);
  });
});

it('a Parquet file of ours keeps kinds, roles, formats, zones and the order of levels by itself', async () => {
  const columns: readonly ColumnSpec[] = [
    { name: 'when', kind: 'datetime', nullable: false, role: 'feature', format: '%d/%m/%Y %H:%M%:z', zone: '+02:00' },
    { name: 'code', kind: 'id', nullable: false, role: 'group' },
    { name: 'grade', kind: 'category', nullable: true, role: 'target', levels: ['low', 'high', 'none'] },
    { name: 'price', kind: 'number', nullable: false, role: 'sensitive', decimals: 4 },
  ];
  const table = createTable(columns, [
    { storage: 'numeric', values: Float64Array.of(0, 60_000) },
    { storage: 'text', values: ['x', "y'z"] },
    { storage: 'coded', codes: Int32Array.of(1, -1), levels: ['low', 'high', 'none'] },
    { storage: 'numeric', values: Float64Array.of(1.5, 2) },
  ]);
  await writeTable(table, at('declared.parquet'));
  const { table: again, report } = await readTable(at('declared.parquet'));
  expect(again.spec.columns.map(({ reason, ...spec }) => spec)).toEqual(columns);
  expect(cells(again)).toEqual(cells(table));
  expect(report.columns[0].reason).toMatch(/declared in the file/);
});

it.skipIf(!existsSync(badData))(
  'a page whose checksum is wrong is refused by column, a right one is read',
  async () => {
    const good = await readTable(join(badData, 'datapage_v1-uncompressed-checksum.parquet'));
    expect(good.table.rows).toBeGreaterThan(0);
    for (const name of ['datapage_v1-corrupt-checksum', 'rle-dict-uncompressed-corrupt-checksum']) {
      expect(await errorOf(readTable(join(badData, `${name}.parquet`)))).toMatchObject({
        code: 'io/unreadable-parquet',
        message: expect.stringMatching(/the checksum of a page of column/),
      });
    }
  },
);
if (!existsSync(badData)) console.warn('parquet-testing is not beside the repository: the checksum test is skipped');
