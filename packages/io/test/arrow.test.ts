import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createTable, type Table } from '@verisim/core';
import { readTable, writeTable } from '@verisim/io';
import * as apache from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { arrow } from '../src/arrow/arrow.ts';
import { at, cells, errorOf, file } from './folder.ts';
import { readSource, rowsOf } from './source-rows.ts';

const fixture = (name: string) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
const DAY = 86_400_000;

/** What fixtures/arrow.py put in, column by column: native type, first and third cell; the second is missing. */
const types: Readonly<Record<string, readonly [string, string | number | null, string | number | null]>> = {
  i8: ['integer', 1, -128],
  u8: ['integer', 1, 255],
  i16: ['integer', 1, -32768],
  u16: ['integer', 1, 65535],
  i32: ['integer', 1, -(2 ** 31)],
  u32: ['integer', 1, 2 ** 32 - 1],
  i64: ['integer', 1, 1 - 2 ** 53],
  i64big: ['text', '1', '-9223372036854775808'],
  u64big: ['text', '1', '18446744073709551615'],
  f16: ['number', 1.5, 6.103515625e-5],
  f32: ['number', Math.fround(0.1), Math.fround(1e-45)],
  f64: ['number', 5e-324, null],
  s: ['text', 'a\0b', ''],
  ls: ['text', 'é', 'x'.repeat(300)],
  sv: ['text', 'short', 'a rather long string view'],
  b: ['text', 'abc', 'é'],
  fsb: ['text', 'ab', 'cd'],
  bv: ['text', 'ab', 'cd'.repeat(20)],
  dict: ['text', 'x', 'y'],
  dint: ['text', '7', String(2n ** 60n)],
  bool: ['boolean', 'true', 'false'],
  null: ['untyped', null, null],
  d32: ['instant', Date.parse('0001-01-01T00:00Z'), Date.parse('9999-12-31T00:00Z')],
  d64: ['instant', 0, Date.parse('2024-02-29T00:00Z')],
  ts: ['instant', 0, -1000],
  tms: ['instant', 0, -1],
  tus: ['instant', 0, -1],
  tns: ['instant', 1e12, 1],
  t32: ['text', '00:00:01', '23:59:59'],
  t64: ['text', '00:00:00.000000001', '23:59:59.999999999'],
  dur: ['integer', 1, -5],
  dec: ['number', 1.5, -0.01],
  decbig: ['text', '1.50', '12345678901234567890.12'],
  dec256: ['text', '1', `-9${'9'.repeat(50)}`],
  dec32: ['number', 1.5, -2.5],
};

describe('files of pyarrow and polars', () => {
  it.each([
    ['pyarrow-types.arrow', 2],
    ['pyarrow-types-stream.arrow', 2],
    ['pyarrow-types-lz4.feather', 1],
    ['pyarrow-types-zstd.feather', 1],
  ])('%s: every type is read as it is', async (name, batches) => {
    const { source, names, rows } = await readSource(arrow, fixture(name));
    expect(names).toEqual(Object.keys(types));
    expect(source.columns.map(({ native }) => native)).toEqual(Object.values(types).map(([native]) => native));
    const first = Object.values(types).map(([, cell]) => cell);
    const third = Object.values(types).map(([, , cell]) => cell);
    const wanted = [first, first.map(() => null), third];
    expect(rows).toEqual(Array.from({ length: batches }, () => wanted).flat());
    expect(source.hash()).toBe(
      createHash('sha256')
        .update(await readFile(fixture(name)))
        .digest('hex'),
    );
    expect(source.changes()).toEqual([
      { column: 'f64', what: 'NaN or infinite, read as missing', rows: batches, example: 'NaN' },
      {
        column: 'tus',
        what: 'finer than a millisecond, rounded down to it',
        rows: batches,
        example: '1969-12-31T23:59:59.999999',
      },
      {
        column: 'tns',
        what: 'finer than a millisecond, rounded down to it',
        rows: batches,
        example: '1970-01-01T00:00:00.001500000',
      },
    ]);
    const shown = Object.fromEntries(source.columns.map((column) => [column.name, [column.format, column.zone]]));
    expect(shown).toMatchObject({
      d32: ['%Y-%m-%d', undefined],
      ts: ['%Y-%m-%d %H:%M:%S', undefined],
      tms: ['%Y-%m-%dT%H:%M:%S.%gZ', 'Z'],
      tus: ['%Y-%m-%dT%H:%M:%S.%g%:z', 'Europe/Berlin'],
      tns: ['%Y-%m-%dT%H:%M:%S.%g%:z', '+02:00'],
    });
  });

  it('polars writes views and categories', async () => {
    const texts = Array.from({ length: 5 }, () => ['x', 'a longer text than twelve', null]).flat();
    const views = await readSource(arrow, fixture('polars-views.arrow'));
    expect(views.rows).toEqual(texts.map((text, i) => [text, [1, 2, null][i % 3]]));
    const categories = await readSource(arrow, fixture('polars-categorical-zstd.arrow'));
    expect(categories.rows).toEqual(texts.map((text, i) => [text, ['u', 'v', null][i % 3]]));
  });

  it('LZ4 of many rows in several batches', async () => {
    const { rows } = await readSource(arrow, fixture('pyarrow-rows-lz4.feather'));
    const wanted = Array.from({ length: 3000 }, (_, i) => {
      const hash = Number((BigInt(i) * 2654435761n) % 2n ** 32n) / 2 ** 32;
      return [i, `row ${i % 97} of many, many rows`, hash];
    });
    expect(rows).toEqual(wanted);
  });
});

const spec = {
  columns: [
    { name: 'n', kind: 'number', nullable: true, role: 'target', bounds: [-5, 5], decimals: 2 },
    { name: 'i', kind: 'integer', nullable: true, role: 'feature' },
    { name: 'day', kind: 'datetime', nullable: true, role: 'feature', format: '%d.%m.%Y' },
    { name: 'at', kind: 'datetime', nullable: true, role: 'feature', format: '%Y-%m-%dT%H:%M:%SZ', zone: 'Z' },
    {
      name: 'there',
      kind: 'datetime',
      nullable: true,
      role: 'group',
      format: '%Y-%m-%dT%H:%M:%S%:z',
      zone: 'Europe/Berlin',
    },
    { name: 'c', kind: 'category', nullable: true, role: 'sensitive', levels: ['z', 'unused', '', 'é'] },
    { name: 'b', kind: 'boolean', nullable: true, role: 'feature', levels: ['true', 'false'] },
    { name: 'y', kind: 'boolean', nullable: true, role: 'feature', levels: ['Yes', 'No'] },
    { name: 't', kind: 'text', nullable: true, role: 'ignore' },
    { name: '__proto__', kind: 'id', nullable: true, role: 'ignore' },
  ],
} as const satisfies Table['spec'];

const numeric = (...values: number[]) => ({ storage: 'numeric' as const, values: Float64Array.from(values) });
const coded = (at: number, ...codes: number[]) => {
  const { levels } = spec.columns[at] as { readonly levels: readonly string[] };
  return { storage: 'coded' as const, codes: Int32Array.from(codes), levels };
};
const text = (...values: (string | null)[]) => ({ storage: 'text' as const, values });

const table = createTable(spec.columns, [
  numeric(1.25, Number.NaN, -0),
  numeric(2 ** 53 - 1, Number.NaN, 1 - 2 ** 53),
  numeric(0, Number.NaN, -DAY),
  numeric(0, Number.NaN, 1000),
  numeric(0, Number.NaN, 1000),
  coded(5, 0, -1, 3),
  coded(6, 0, -1, 1),
  coded(7, 1, -1, 0),
  text('a\0b', null, ''),
  text('😀', null, 'x'),
]);

describe('a written Arrow file', () => {
  it('says all of its columns by itself', async () => {
    await writeTable(table, at('declared.arrow'));
    const source = await arrow.open(at('declared.arrow'), {});
    const declared = source.columns.map((column) => column.declared!);
    await source.close();
    expect(declared).toEqual(spec.columns);
    const again = await readTable(at('declared.arrow'));
    expect(cells(again.table)).toEqual(cells(table));
    expect(again.table.spec.columns.map(({ reason: _, ...rest }) => rest)).toEqual(spec.columns);
    expect(again.report.changes).toEqual([]);
  });

  it('is read by the reference implementation with the same types and values', async () => {
    await writeTable(table, at('reference.arrow'));
    const read = apache.tableFromIPC(await readFile(at('reference.arrow')));
    expect(read.schema.fields.map(({ type }) => String(type))).toEqual([
      ...[
        'Float64',
        'Int64',
        'Timestamp<MILLISECOND>',
        'Timestamp<MILLISECOND, UTC>',
        'Timestamp<MILLISECOND, Europe/Berlin>',
      ],
      ...['Dictionary<Int32, Utf8>', 'Bool', 'Dictionary<Int32, Utf8>', 'Utf8', 'Utf8'],
    ]);
    const columns = read.schema.fields.map((_, i) => [...read.getChildAt(i)!]);
    expect(columns).toEqual([
      [1.25, null, -0],
      [2n ** 53n - 1n, null, 1n - 2n ** 53n],
      [0, null, -DAY],
      [0, null, 1000],
      [0, null, 1000],
      ['z', null, 'é'],
      [true, null, false],
      ['No', null, 'Yes'],
      ['a\0b', null, ''],
      ['😀', null, 'x'],
    ]);
  });

  it('has the same bytes each time, and a stream may bring new levels', async () => {
    await writeTable(table, at('one.arrow'));
    await writeTable(table, at('two.arrow'));
    expect((await readFile(at('one.arrow'))).equals(await readFile(at('two.arrow')))).toBe(true);
    async function* parts() {
      yield table;
      const columns = [...table.columns];
      columns[5] = { storage: 'coded', levels: ['new', 'z'], codes: Int32Array.of(0, 1, -1) };
      yield { ...table, columns };
    }
    await writeTable(parts(), at('parts.arrow'));
    const { rows } = await readSource(arrow, at('parts.arrow'));
    expect(rows.map((row) => row[5])).toEqual(['z', null, 'é', 'new', 'z', null]);
    const read = apache.tableFromIPC(await readFile(at('parts.arrow')));
    expect([...read.getChild('c')!]).toEqual(['z', null, 'é', 'new', 'z', null]);
  });

  it('refuses boolean levels that change in a stream', async () => {
    async function* parts() {
      yield table;
      const columns = [...table.columns];
      columns[6] = { storage: 'coded', levels: ['Ja'], codes: Int32Array.of(0, 0, 0) };
      yield { ...table, columns };
    }
    expect(await errorOf(writeTable(parts(), at('levels.arrow')))).toMatchObject({ code: 'io/levels-differ' });
  });

  it('holds metadata that is believed only where it fits', async () => {
    const column = (metadata: string) => {
      const field = new apache.Field('x', new apache.Float64(), true, new Map([['verisim', metadata]]));
      const data = apache.makeData({
        type: new apache.Float64(),
        length: 2,
        nullCount: 0,
        data: Float64Array.of(1, 2),
      });
      const schema = new apache.Schema([field]);
      const struct = apache.makeData({ type: new apache.Struct([field]), length: 2, nullCount: 0, children: [data] });
      return apache.tableToIPC(new apache.Table(schema, [new apache.RecordBatch(schema, struct)]), 'file');
    };
    for (const [metadata, believed] of [
      ['{"kind":"number","role":"target"}', true],
      ['{"kind":"category","role":"target"}', false],
      ['{"kind":"__proto__","role":"target"}', false],
      ['{"kind":"number","role":"king"}', false],
      ['{"kind":"number","role":"target","bounds":[1]}', false],
      ['{"kind":"number","role":"target","format":7}', false],
      ['[]', false],
      ['{', false],
    ] as const) {
      const { source } = await readSource(arrow, await file('metadata.arrow', column(metadata)));
      expect(source.columns[0].declared !== undefined, metadata).toBe(believed);
    }
  });
});

describe('large Arrow files', () => {
  it('are read piece by piece', async () => {
    const rows = 200_000;
    const n = Float64Array.from({ length: rows }, (_, i) => i / 4);
    const data = [
      apache.makeData({ type: new apache.Float64(), length: rows, nullCount: 0, data: n }),
      apache.vectorFromArray(
        Array.from({ length: rows }, (_, i) => (i % 11 === 0 ? null : `text ${i} ${'é'.repeat(i % 90)}`)),
        new apache.Utf8(),
      ).data[0],
      apache.vectorFromArray(
        Array.from({ length: rows }, (_, i) => (i % 13 === 0 ? null : i % 3 === 0)),
        new apache.Bool(),
      ).data[0],
    ];
    const fields = data.map(({ type }, i) => new apache.Field(`c${i}`, type, true));
    const struct = apache.makeData({ type: new apache.Struct(fields), length: rows, nullCount: 0, children: data });
    const bytes = apache.tableToIPC(
      new apache.Table([new apache.RecordBatch(new apache.Schema(fields), struct)]),
      'stream',
    );
    // One record batch, larger than what is read at once.
    expect(bytes.length).toBeGreaterThan(1 << 24);
    const source = await arrow.open(await file('large.arrow', bytes), {});
    let batches = 0;
    for await (const batch of source.batches()) {
      batches++;
      expect(batch.rows).toBeLessThanOrEqual(65_536);
    }
    expect(batches).toBeGreaterThan(2);
    const wrong = (await rowsOf(source)).findIndex(
      ([x, t, b], i) =>
        x !== i / 4 ||
        t !== (i % 11 === 0 ? null : `text ${i} ${'é'.repeat(i % 90)}`) ||
        b !== (i % 13 === 0 ? null : String(i % 3 === 0)),
    );
    expect(wrong).toBe(-1);
    await writeFile(at('large.arrow'), bytes.subarray(0, 1000));
    await expect(rowsOf(source)).rejects.toMatchObject({ code: 'io/changed-while-reading' });
    await source.close();
  });
});

describe('what a flat table cannot hold', () => {
  const nested = apache.tableToIPC(new apache.Table({ list: apache.vectorFromArray([[1, 2], [3]]) }), 'file');
  const oneColumn = (type: apache.DataType, values: unknown[]) =>
    apache.tableToIPC(new apache.Table({ x: apache.vectorFromArray(values, type) }), 'stream');

  it.each([
    ['a list', nested, 'io/unsupported-type', 'a list'],
    [
      'bytes that are no text',
      oneColumn(new apache.Binary(), [Uint8Array.of(0xff)]),
      'io/unsupported-type',
      'not UTF-8',
    ],
    ['nothing', oneColumn(new apache.Utf8(), []), 'io/no-rows', ''],
    ['Feather 1', Buffer.from('FEA1..........................FEA1'), 'io/unsupported-arrow', 'version 1'],
    ['Parquet', Buffer.from('PAR1..........................PAR1'), 'io/unsupported-arrow', 'Parquet'],
    ['text', Buffer.from('a,b\n1,2\n3,4\n'), 'io/unreadable-arrow', ''],
    ['zero bytes', Buffer.alloc(64), 'io/unreadable-arrow', ''],
  ])('%s is refused', async (_, bytes, code, message) => {
    const error = await errorOf(readTable(await file('refused.arrow', bytes)));
    expect(error).toMatchObject({ code, message: expect.stringContaining(message) });
  });

  it('two columns of one name are refused', async () => {
    const data = apache.vectorFromArray([1, 2], new apache.Int32()).data[0];
    const fields = ['a', 'a'].map((name) => new apache.Field(name, data.type, true));
    const struct = apache.makeData({
      type: new apache.Struct(fields),
      length: 2,
      nullCount: 0,
      children: [data, data],
    });
    const bytes = apache.tableToIPC(
      new apache.Table([new apache.RecordBatch(new apache.Schema(fields), struct)]),
      'file',
    );
    expect(await errorOf(readTable(await file('twice.arrow', bytes)))).toMatchObject({ code: 'io/duplicate-column' });
  });

  it('a stream without the mark of its end is read, and that is listed', async () => {
    const whole = oneColumn(new apache.Utf8(), ['a', 'b']);
    const { source, rows } = await readSource(arrow, await file('unmarked.arrow', whole.subarray(0, -8)));
    expect(rows).toEqual([['a'], ['b']]);
    expect(source.changes()).toEqual([
      {
        column: '*',
        what: 'the stream ends without the mark of its end: rows may have been cut off',
        rows: 0,
        example: '',
      },
    ]);
  });
});
