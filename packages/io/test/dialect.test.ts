import { expect, it } from 'vitest';
import { readTable, writeTable } from '../src/index.ts';
import { at, cells, errorOf, file } from './folder.ts';

it.each([
  ['semicolons with decimal commas', 'a;b\n1,5;x\n2,5;y\n', 2, /semicolons/],
  ['semicolons with a comma in the header', 'a, really;b\n1;x\n2;y\n', 2, /semicolons/],
  ['tabs', 'a\tb\n1\tx, y\n2\ty, z\n', 2, /tabs/],
  ['bars', 'a|b|c\n1|x|y\n2|y|z\n', 3, /bars/],
  ['semicolons in quotes', '"a;b";c\n"1;2";x\n', 2, /semicolons/],
])('%s', async (_, content, columns, note) => {
  const { table, report } = await readTable(await file('dialect.csv', content));
  expect(table.columns).toHaveLength(columns);
  expect(report.notes).toEqual([expect.stringMatching(note)]);
});

it('commas are no news, and prose with semicolons stays one column', async () => {
  const plain = await readTable(await file('plain.csv', 'a,b\n1;1,x\n2;2,y\n'));
  expect(plain.table.columns).toHaveLength(2);
  expect(plain.report.notes).toEqual([]);
  const prose = await readTable(await file('prose.csv', 'text\none; two\nthree\nfour\n'));
  expect(prose.table.columns).toHaveLength(1);
});

it('a .tsv file is parted by tabs, whatever else it holds, and written so', async () => {
  const { table, report } = await readTable(await file('some.tsv', 'a,b\tc\n1,2\tx\n"q\tr"\t"s ""t"""\n'));
  expect(table.spec.columns.map(({ name }) => name)).toEqual(['a,b', 'c']);
  expect(report.notes).toEqual([]);
  await writeTable(table, at('again.tsv'));
  const again = await readTable(at('again.tsv'));
  expect(cells(again.table)).toEqual([
    ['1,2', 'x'],
    ['q\tr', 's "t"'],
  ]);
});

it('10,000 columns', async () => {
  const names = Array.from({ length: 10_000 }, (_, i) => `column ${i}`);
  const rows = [0, 1, 2].map((row) => names.map((_, i) => row * i).join(','));
  const { table } = await readTable(await file('broad.csv', `${names.join(',')}\n${rows.join('\n')}\n`));
  expect(table.columns).toHaveLength(10_000);
  expect(cells(table)[2]).toEqual(names.map((_, i) => 2 * i));
});

it("a first line that declares the delimiter, as Excel's does, is obeyed, and said", async () => {
  for (const content of ['sep=;\r\na;b\r\n1,5;x\r\n', 'sep=:\na:b\n1:x\n', 'sep=,\na,b\n1,x\n']) {
    const { table, report } = await readTable(await file('sep.csv', content));
    expect(table.spec.columns.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(report.notes[0]).toMatch(/declares the delimiter/);
    const wide = await readTable(await file('sep-wide.csv', Buffer.from(`\ufeff${content}`, 'utf16le')));
    expect(cells(wide.table)).toEqual(cells(table));
  }
  expect((await errorOf(readTable(await file('ragged.csv', 'sep=;\na;b\n1\n')))).message).toMatch(/line 3/);
});

it('an offset that no clock has leaves the column text', async () => {
  const { table } = await readTable(
    await file('far.csv', 'at,n\n2024-01-01T00:00:00+25:00,1\n2024-01-02T00:00:00+25:00,2\n'),
  );
  expect(table.spec.columns[0].kind).toBe('category');
});
