import { expect, it } from 'vitest';
import { readTable } from '../src/index.ts';
import { cells, errorOf, file } from './folder.ts';

const text = 'name,größe\nÄnne,1\n"€5, bitte",2\n😀,3\n';

function utf16(order: 'le' | 'be', content: string): Buffer {
  const bytes = Buffer.from(content, 'utf16le');
  return order === 'le' ? bytes : bytes.swap16();
}

it.each([
  ['UTF-16LE with a mark', utf16('le', `\ufeff${text}`), 'utf-16le'],
  ['UTF-16BE with a mark', utf16('be', `\ufeff${text}`), 'utf-16be'],
  ['UTF-16LE without', utf16('le', text), 'utf-16le'],
  ['UTF-16BE without', utf16('be', text), 'utf-16be'],
])('%s is read, and said', async (_, bytes, encoding) => {
  const { table, report } = await readTable(await file('wide.csv', bytes));
  expect(table.spec.columns.map(({ name }) => name)).toEqual(['name', 'größe']);
  expect(cells(table)).toEqual([
    ['Änne', 1],
    ['€5, bitte', 2],
    ['😀', 3],
  ]);
  expect(report.notes).toEqual([`the text is encoded as ${encoding}`]);
  expect(report.changes).toEqual([]);
});

it('Latin-1 is read as Windows-1252, and said', async () => {
  const { table, report } = await readTable(
    await file('latin.csv', Buffer.from('name,n\nÄnne,1\nSøren,2\nBob,3\n', 'latin1')),
  );
  expect(cells(table).map(([name]) => name)).toEqual(['Änne', 'Søren', 'Bob']);
  expect(report.notes).toEqual(['the text is encoded as windows-1252']);
  expect(report.changes).toEqual([{ column: '*', what: expect.stringMatching(/Windows-1252/), rows: 2, example: 'Ä' }]);
});

it('a wide character that a chunk of 4 MB cuts stays whole', async () => {
  const row = `${'é'.repeat(1000)},1\n`;
  const content = `a,b\nx${row}`.padEnd((1 << 21) - 1, 'y,2\n').concat(`\n😀😀,3\n`);
  const { table } = await readTable(
    await file('cut.csv', utf16('le', `\ufeff${content.replace(/\n[^,\n]*\n/g, '\n')}`)),
    {
      kinds: { a: 'text' },
    },
  );
  expect(cells(table).at(-1)?.[0]).toBe('😀😀');
});

it.each([
  [
    'one bad byte among UTF-8',
    Buffer.concat([Buffer.from('a,b\né,1\n'), Buffer.of(0xff), Buffer.from(',2\n')]),
    /line 3/,
  ],
  ['a zero byte among Latin-1', Buffer.from('a,b\n\xe9\0,1\n', 'latin1'), /line 2/],
])('%s is refused by line', async (_, bytes, line) => {
  const error = await errorOf(readTable(await file('mixed.csv', bytes)));
  expect(error.code).toBe('io/not-utf8');
  expect(error.message).toMatch(line);
});
