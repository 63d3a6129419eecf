import { type ColumnSpec, createTable } from '@verisim/core';
import { readTable, writeTable } from '@verisim/io';
import { describe, expect, it } from 'vitest';
import { at, errorOf, file, valuesOf } from './folder.ts';

const real = await file(
  'real.csv',
  'n,word,when,x\n1,pear,03/04/2024,0.5\n2,apple,31/12/2024,1.25\n3,pear,01/01/2024,2\n',
);
const { table } = await readTable(real);
const like = {
  columns: table.spec.columns.map((spec): ColumnSpec => (spec.name === 'word' ? { ...spec, role: 'target' } : spec)),
};

describe('reading like another table', () => {
  it('keeps its kinds, column order, roles, formats and the codes of its levels', async () => {
    const path = await file('synthetic.csv', 'x,when,word,n\n7,05/06/2024,cherry,9\n1,07/08/2024,pear,8\n');
    const read = await readTable(path, { like });
    expect(read.table.spec.columns.map(({ name, kind, role }) => [name, kind, role])).toEqual([
      ['n', 'integer', 'feature'],
      ['word', 'category', 'target'],
      ['when', 'datetime', 'feature'],
      ['x', 'number', 'feature'],
    ]);
    expect(read.table.spec.columns[1].levels).toEqual(['apple', 'pear', 'cherry']);
    expect(valuesOf(read.table, 'word')).toEqual(['cherry', 'pear']);
    expect(valuesOf(read.table, 'when')).toEqual([Date.UTC(2024, 5, 5), Date.UTC(2024, 7, 7)]);
    expect(read.report.changes).toEqual([]);
  });

  it('widens an integer column that holds fractions, and says so', async () => {
    const path = await file('fractions.csv', 'n,word,when,x\n3.5,pear,03/04/2024,1\n4.0,pear,03/04/2024,1\n');
    const read = await readTable(path, { like });
    expect(read.table.spec.columns[0]).toMatchObject({ kind: 'number', decimals: 1 });
    expect(valuesOf(read.table, 'n')).toEqual([3.5, 4]);
    expect(read.report.changes).toEqual([
      { column: 'n', what: expect.stringContaining('not whole'), rows: 1, example: '3.5' },
    ]);
  });

  it('reads whole numbers spelt as decimals as integers', async () => {
    const path = await file('floats.csv', 'n,word,when,x\n3.0,pear,03/04/2024,1\n4.0,pear,03/04/2024,1\n');
    const read = await readTable(path, { like });
    expect(read.table.spec.columns[0].kind).toBe('integer');
    expect(valuesOf(read.table, 'n')).toEqual([3, 4]);
  });

  it('takes Parquet for CSV and the other way round', async () => {
    const strings = createTable(
      ['x', 'when', 'word', 'n'].map((name) => ({ name, kind: 'text', nullable: false, role: 'ignore' })),
      ['0.25', '02/03/2024', 'apple', '12'].map((value) => ({ storage: 'text', values: [value] })),
    );
    await writeTable(strings, at('strings.parquet'));
    const read = await readTable(at('strings.parquet'), { like });
    expect(read.table.spec.columns.map(({ kind }) => kind)).toEqual(['integer', 'category', 'datetime', 'number']);
    expect(read.table.columns.map((_, i) => valuesOf(read.table, read.table.spec.columns[i].name)[0])).toEqual([
      12,
      'apple',
      Date.UTC(2024, 2, 2),
      0.25,
    ]);
    await writeTable(table, at('real.parquet'));
    const labels = { columns: table.spec.columns.map((spec) => ({ ...spec, kind: 'category' as const, levels: [] })) };
    const coded = await readTable(at('real.parquet'), { like: labels });
    expect(coded.table.spec.columns.map(({ levels }) => levels)).toEqual([
      ['1', '2', '3'],
      ['apple', 'pear'],
      ['2024-01-01', '2024-04-03', '2024-12-31'],
      ['0.5', '1.25', '2'],
    ]);
  });

  it('names columns that are missing or too many', async () => {
    const path = await file('columns.csv', 'n,Word,when,y,z\n1,pear,03/04/2024,1,1\n');
    const error = await errorOf(readTable(path, { like }));
    expect(error).toMatchObject({
      code: 'io/columns-differ',
      message: expect.stringMatching(/lacks 2 columns .*: "word", "x"/),
      next: expect.stringMatching(/Did you mean "Word" for "word"/),
    });
  });

  it('passes over further columns, and says so', async () => {
    const path = await file('further.csv', 'z,n,word,when,x\n9,1,pear,03/04/2024,0.5\n');
    const { table, report } = await readTable(path, { like });
    expect(table.spec.columns.map(({ name }) => name)).toEqual(like.columns.map(({ name }) => name));
    expect(report.changes).toEqual([
      { column: 'z', what: 'not in the other table, so the column was passed over', rows: 1, example: '' },
    ]);
  });

  it('names row and value of what is no number, or no date', async () => {
    const words = await file('words.csv', 'n,word,when,x\n1,pear,03/04/2024,1\n2,pear,03/04/2024,much\n');
    expect(await errorOf(readTable(words, { like }))).toMatchObject({
      code: 'io/wrong-kind',
      message: expect.stringMatching(/row 2: "much" in column "x" is not a number/),
    });
    const dates = await file('dates.csv', 'n,word,when,x\n1,pear,03/04/2024,1\n2,pear,soon,1\n');
    expect(await errorOf(readTable(dates, { like }))).toMatchObject({
      code: 'io/wrong-kind',
      message: expect.stringMatching(/row 2: "soon" in column "when"/),
    });
    const fraction = errorOf(readTable(words, { kinds: { n: 'integer', x: 'category', word: 'integer' } }));
    expect(await fraction).toMatchObject({ code: 'io/wrong-kind', message: expect.stringMatching(/row 1: "pear"/) });
    await writeTable(table, at('typed.parquet'));
    expect(await errorOf(readTable(at('typed.parquet'), { kinds: { when: 'number' } }))).toMatchObject({
      code: 'io/wrong-type',
      message: expect.stringMatching(/"when" holds DATE values/),
    });
  });

  it('refuses kinds for columns that do not exist, and kinds that do not exist', async () => {
    const unknown = await errorOf(readTable(real, { kinds: { wordd: 'text' } }));
    expect(unknown).toMatchObject({ code: 'io/unknown-column', next: 'Did you mean "word"?' });
    const kinds = { word: 'strings' } as unknown as Record<string, 'text'>;
    expect((await errorOf(readTable(real, { kinds }))).code).toBe('io/unknown-kind');
    expect((await errorOf(readTable(real, { kinds: { n: 'boolean' } }))).code).toBe('io/wrong-type');
  });
});
