import { expect, it } from 'vitest';
import { readTable, writeTable } from '../src/index.ts';
import { at, cells, errorOf, file, valuesOf } from './folder.ts';

it('texts that are declared to mean missing are missing in every column, and counted', async () => {
  const path = await file('declared.csv', 'n,word,x\n1,?,-999\n-999,NA,2.5\n3,pear,?\n');
  const { table, report } = await readTable(path, { missing: ['?', '-999'] });
  expect(cells(table)).toEqual([
    [1, null, null],
    [null, 'NA', 2.5],
    [3, 'pear', null],
  ]);
  expect(table.spec.columns.map(({ kind, nullable }) => [kind, nullable])).toEqual([
    ['integer', true],
    ['category', true],
    ['number', true],
  ]);
  expect(report.changes).toEqual([
    { column: 'n', what: 'declared to mean missing', rows: 1, example: '-999' },
    { column: 'word', what: 'declared to mean missing', rows: 1, example: '?' },
    { column: 'x', what: 'declared to mean missing', rows: 2, example: '-999' },
  ]);
});

it('NA is a text among texts, and missing among numbers unless another rule is declared', async () => {
  const path = await file('na.csv', 'word,n\nNA,NA\npear,2\n');
  expect(cells((await readTable(path)).table)).toEqual([
    ['NA', null],
    ['pear', 2],
  ]);
  expect(cells((await readTable(path, { missing: [] })).table)).toEqual([
    ['NA', 'NA'],
    ['pear', '2'],
  ]);
});

it('asks for the order of dates, and takes the answer', async () => {
  const path = await file('dates.csv', 'when,n\n03/04/2024,1\n05/06/2024,2\n');
  const { table, report } = await readTable(path);
  expect(valuesOf(table, 'when')).toEqual(['03/04/2024', '05/06/2024']);
  expect(report.questions).toEqual([
    { column: 'when', question: 'Is "03/04/2024" day first or month first?', formats: ['%m/%d/%Y', '%d/%m/%Y'] },
  ]);
  const answered = await readTable(path, { formats: { when: '%d/%m/%Y' } });
  expect(valuesOf(answered.table, 'when')).toEqual([Date.UTC(2024, 3, 3), Date.UTC(2024, 5, 5)]);
  expect(answered.report).toMatchObject({ questions: [], changes: [] });
  expect(await errorOf(readTable(path, { formats: { when: '%Y' } }))).toMatchObject({ code: 'io/wrong-kind' });
  expect(await errorOf(readTable(path, { formats: { when: '%Q' } }))).toMatchObject({ code: 'io/bad-format' });
  expect(await errorOf(readTable(path, { formats: { wen: '%Y' } }))).toMatchObject({ next: 'Did you mean "when"?' });
});

it('offsets from UTC make instants; one offset is kept as the zone', async () => {
  const one = await readTable(
    await file('one.csv', 'at,n\n2024-07-01T10:00:00+02:00,1\n2024-12-01T00:30:00+02:00,2\n'),
  );
  expect(one.table.spec.columns[0]).toMatchObject({ kind: 'datetime', zone: '+02:00', format: '%Y-%m-%dT%H:%M:%S%:z' });
  expect(valuesOf(one.table, 'at')).toEqual([Date.UTC(2024, 6, 1, 8), Date.UTC(2024, 10, 30, 22, 30)]);
  await writeTable(one.table, at('one-again.csv'));
  expect(valuesOf((await readTable(at('one-again.csv'))).table, 'at')).toEqual(valuesOf(one.table, 'at'));
  const two = await readTable(await file('two.csv', 'at,n\n2024-07-01 10:00+02:00,1\n2024-12-01 10:00+01:00,2\n'));
  expect(two.table.spec.columns[0]).toMatchObject({ kind: 'datetime', zone: 'Z' });
  expect(two.report.changes).toMatchObject([
    { column: 'at', what: expect.stringMatching(/2 different offsets/), rows: 2 },
  ]);
  const utc = await readTable(await file('utc.csv', 'at,n\n2024-07-01T10:00:00Z,1\n2024-12-01T10:00:00Z,2\n'));
  expect(utc.table.spec.columns[0]).toMatchObject({ zone: 'Z' });
});

it('an instant that its format cannot show is not written', async () => {
  const { table } = await readTable(await file('days.csv', 'when,n\n2024-07-01,1\n2024-12-01,2\n'));
  const moved = {
    ...table,
    columns: [{ storage: 'numeric' as const, values: Float64Array.of(1000, 0) }, table.columns[1]],
  };
  expect(await errorOf(writeTable(moved, at('moved.csv')))).toMatchObject({
    code: 'io/bad-instant',
    message: expect.stringMatching(/"when", row 1/),
  });
});
