import { readFile } from 'node:fs/promises';
import {
  type Column,
  type ColumnSpec,
  createRandom,
  createTable,
  sliceRows,
  type Table,
  tableHash,
} from '@verisim/core';
import { readTable, writeTable } from '@verisim/io';
import { describe, expect, it } from 'vitest';
import { at, cells, file, valuesOf } from './folder.ts';
import { randomTable } from './random-table.ts';

const kindsOf = (table: Table) => table.spec.columns.map(({ name, kind, format }) => [name, kind, format]);

describe.each(['csv', 'parquet'] as const)('a written %s file', (format) => {
  it('reads back as the same table, whatever is in it', async () => {
    const random = createRandom(`round trip ${format}`);
    for (let trial = 0; trial < 40; trial++) {
      const rows = [1, 2, 7, 40][random.int(0, 4)];
      const table = randomTable(random.fork(`table ${trial}`), rows, format === 'csv');
      const path = at(`trial.${format}`);
      await writeTable(table, path);
      const { table: again, report } = await readTable(path, { like: table.spec });
      expect(cells(again), `trial ${trial}`).toEqual(
        cells(table).map((row) => row.map((cell) => (cell === 0 ? 0 : cell))),
      );
      expect(kindsOf(again), `trial ${trial}`).toEqual(kindsOf(table));
      expect(tableHash(again)).toBe(tableHash(table));
      expect(report.changes).toEqual([]);
    }
  });

  it('has the same bytes for the same table, and for its parts streamed to CSV', async () => {
    const table = largeTable(300_000);
    await writeTable(table, at(`a.${format}`));
    await writeTable(table, at(`b.${format}`));
    const bytes = await readFile(at(`a.${format}`));
    expect(bytes.equals(await readFile(at(`b.${format}`)))).toBe(true);
    await writeTable(parts(table), at(`c.${format}`));
    if (format === 'csv') expect(bytes.equals(await readFile(at('c.csv')))).toBe(true);
    const { table: streamed } = await readTable(at(`c.${format}`), { like: table.spec });
    expect(tableHash(streamed)).toBe(tableHash(table));
  });

  it('keeps the order of rows over many threads, for every kind of column', async () => {
    const table = largeTable(300_000);
    await writeTable(table, at(`order.${format}`));
    const { table: again, report } = await readTable(at(`order.${format}`));
    const found = ['id', 'number', 'category', 'datetime', 'id', 'integer'];
    const declared = table.spec.columns.map(({ kind }) => kind);
    expect(report.columns.map(({ kind }) => kind)).toEqual(format === 'parquet' ? declared : found);
    for (const [i, column] of again.columns.entries()) {
      if (i > 0) expect(cellsEqual(column, table.columns[i]), table.spec.columns[i].name).toBe(true);
    }
    expect(valuesOf(again, 'row').map(Number)).toEqual(Array.from({ length: table.rows }, (_, i) => i));
  });
});

describe('what a CSV file holds', () => {
  it('is read with the same kinds after it was written', async () => {
    const header = 'n,x,when,flag,code,key,word,note';
    const rows = Array.from(
      { length: 60 },
      (_, i) =>
        `${i * 7},${i / 4 + 0.25},2024-01-${String((i % 28) + 1).padStart(2, '0')},${i % 3 ? 'Yes' : 'No'},` +
        `${String(i % 5).padStart(3, '0')},u-${i},"w,${i % 4}","a long and ""free"" remark of row ${i} about this and that"`,
    );
    const path = await file('kinds.csv', `${header}\n${rows.join('\n')}\n`);
    const first = await readTable(path);
    await writeTable(first.table, at('kinds-2.csv'));
    const second = await readTable(at('kinds-2.csv'));
    expect(kindsOf(second.table)).toEqual(kindsOf(first.table));
    expect(cells(second.table)).toEqual(cells(first.table));
    expect(first.report.columns.map(({ kind }) => kind)).toEqual([
      'integer',
      'number',
      'datetime',
      'boolean',
      'category',
      'id',
      'category',
      'text',
    ]);
    expect(second.report.changes).toEqual([]);
  });

  it('prints whole numbers without a fraction, missing as nothing and the empty string as ""', async () => {
    const table = createTable(
      [
        { name: 'x', kind: 'number', nullable: true, role: 'feature' },
        { name: 'A "b"', kind: 'category', nullable: true, role: 'feature' },
        { name: 'a "b"', kind: 'text', nullable: true, role: 'feature' },
      ],
      [
        { storage: 'numeric', values: Float64Array.of(45, 0.1, Number.NaN, 1e21, -2.5) },
        { storage: 'coded', codes: Int32Array.of(0, -1, 1, 0, 1), levels: ['', 'p,q'] },
        { storage: 'text', values: [null, '', ' s', '"', 'é\n'] },
      ],
    );
    await writeTable(table, at('plain.csv'));
    expect(await readFile(at('plain.csv'), 'utf8')).toBe(
      'x,"A ""b""","a ""b"""\n45,"",\n0.1,,""\n,"p,q", s\n1e+21,"",""""\n-2.5,"p,q","é\n"\n',
    );
  });
});

function largeTable(rows: number): Table {
  const random = createRandom('large');
  const levels = Array.from({ length: 500 }, (_, i) => `level ${String(i).padStart(3, '0')}`);
  const numeric = (make: (row: number) => number): Column => ({
    storage: 'numeric',
    values: Float64Array.from({ length: rows }, (_, row) => make(row)),
  });
  const spec = (name: string, kind: ColumnSpec['kind'], format?: string): ColumnSpec => ({
    name,
    kind,
    format,
    nullable: true,
    role: 'feature',
  });
  return createTable(
    [
      spec('row', 'integer'),
      spec('x', 'number'),
      spec('word', 'category'),
      spec('when', 'datetime', '%Y-%m-%d'),
      spec('key', 'id'),
      spec('n', 'integer'),
    ],
    [
      numeric((row) => row),
      numeric((row) => (row % 17 === 0 ? Number.NaN : random.next())),
      { storage: 'coded', levels, codes: Int32Array.from({ length: rows }, (_, i) => ((i * 7919) % 501) - 1) },
      numeric(() => random.int(0, 20_000) * 86_400_000),
      { storage: 'text', values: Array.from({ length: rows }, (_, i) => `k${i}`) },
      numeric(() => random.int(0, 1000)),
    ],
  );
}

async function* parts(table: Table): AsyncIterable<Table> {
  for (let from = 0; from < table.rows; from += 70_001) yield sliceRows(table, from, from + 70_001);
}

function cellsEqual(a: Column, b: Column): boolean {
  if (a.storage === 'numeric' && b.storage === 'numeric')
    return a.values.every((value, i) => Object.is(value, b.values[i]));
  if (a.storage === 'coded' && b.storage === 'coded') {
    return a.codes.every((code, i) => a.levels[code] === b.levels[b.codes[i]]);
  }
  return a.storage === 'text' && b.storage === 'text' && a.values.every((value, i) => value === b.values[i]);
}
