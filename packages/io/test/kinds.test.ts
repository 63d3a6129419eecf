import type { ColumnKind } from '@verisim/core';
import { readTable } from '@verisim/io';
import { describe, expect, it } from 'vitest';
import { file, valuesOf } from './folder.ts';

const range = (count: number, make: (i: number) => string | number) => Array.from({ length: count }, (_, i) => make(i));

async function readColumn(name: string, values: readonly (string | number)[], kinds?: Record<string, ColumnKind>) {
  const rows = values.map((value, i) => `${value},${i % 2}`);
  const { table, report } = await readTable(await file('column.csv', `${name},other\n${rows.join('\n')}\n`), { kinds });
  const spec = table.spec.columns[0];
  return { spec, values: valuesOf(table, spec.name), changes: report.changes, reason: report.columns[0].reason };
}

describe('the kind of a CSV column', () => {
  const cases: readonly [string, ColumnKind, string, readonly (string | number)[], RegExp?][] = [
    ['whole numbers', 'integer', 'n', [3, -4, 0, 9007199254740991]],
    ['one row', 'integer', 'n', [7]],
    ['unique whole numbers that are a quantity', 'integer', 'price', range(40, (i) => i * i + 3)],
    ['0 and 1', 'integer', 'flag', [0, 1, 1, 0]],
    ['decimals', 'number', 'x', ['1.50', '-0.25', '.5', '3', '2e-3', '1E+5']],
    ['leading zeros', 'category', 'zip', ['00123', '04109', '99999'], /"00123" would not stay the same/],
    ['leading zeros, nearly all different', 'id', 'code', [...range(39, (i) => `00${i + 10}`), '0010']],
    ['numbers with a plus sign', 'category', 'phone', ['+4930123', '+4930124'], /\+4930123/],
    ['integers beyond 2^53', 'category', 'n', ['9007199254740993', '1', '1'], /9007199254740993/],
    ['integers beyond 2^53 that differ', 'id', 'n', range(30, (i) => `90071992547409${930 + i}`)],
    ['more than 17 digits', 'category', 'x', ['0.1234567890123456789', '0.5'], /0\.1234567890123456789/],
    ['beyond the largest double', 'category', 'x', ['1e400', '2.5']],
    ['so small that it would be 0', 'category', 'x', ['1e-400', '2.5']],
    ['numbers and one word', 'category', 'x', [1, 2, 'three', 4], /"three" in row 3/],
    ['pairs of yes and no', 'boolean', 'b', ['Yes', 'No', 'Yes', '']],
    ['TRUE and FALSE', 'boolean', 'b', ['TRUE', 'FALSE']],
    ['t and f', 'boolean', 'b', ['t', 'f', 't']],
    ['yes and maybe', 'category', 'b', ['yes', 'maybe']],
    ['yes, no and Yes', 'category', 'b', ['yes', 'no', 'Yes']],
    ['ISO dates', 'datetime', 'd', ['2024-02-29', '1969-12-31', '']],
    ['a day that does not exist', 'category', 'd', ['2023-02-29', '2023-03-01'], /no one format/],
    ['dates in two formats', 'category', 'd', ['2023-02-28', '01/02/2023']],
    ['day or month first', 'category', 'd', ['01/02/2024', '03/04/2024'], /day\/month or month\/day; declare/],
    ['month first', 'datetime', 'd', ['01/31/2024', '02/01/2024']],
    ['day first with dots', 'datetime', 'd', ['01.02.2024', '31.12.2024']],
    ['days without leading zeros', 'datetime', 'd', ['1/31/2024', '12/1/2024']],
    ['instants', 'datetime', 'd', ['2024-01-01T10:00:00Z', '2024-01-01T10:00:01Z']],
    ['microseconds that matter', 'category', 'd', ['2024-01-01T10:00:00.123456', '2024-01-01T10:00:00.123457']],
    ['UUIDs', 'id', 'u', range(25, (i) => `0b5b1b5e-0000-4000-8000-0000000000${10 + i}`)],
    ['one pattern, all different', 'id', 'key', range(25, (i) => `C-${i * 3}`)],
    ['one pattern, too few rows', 'category', 'key', range(19, (i) => `C-${i * 3}`)],
    ['one pattern with a repeat', 'category', 'key', [...range(25, (i) => `C-${i}`), 'C-1']],
    ['a row number', 'id', 'n', range(25, (i) => i + 1)],
    ['years one after another', 'integer', 'year', range(25, (i) => i + 1990)],
    ['a row number with a gap', 'integer', 'n', range(25, (i) => (i < 20 ? i : i + 1))],
    ['named an id and unique', 'id', 'customer_id', range(25, (i) => 1000 - i * 3)],
    ['named an id, not unique', 'integer', 'storeId', range(25, (i) => i % 7)],
    ['a word that ends in id', 'integer', 'paid', range(25, (i) => 1000 - i * 3)],
    ['sentences', 'text', 't', range(60, (i) => `the customer wrote ${i} times`)],
    ['long and few', 'text', 't', range(5, (i) => `the customer wrote that number ${i} did not work at all`)],
    [
      'long but two of them',
      'category',
      't',
      range(60, (i) => `at least fifty thousand dollars in a year for class ${i % 2}`),
    ],
    ['nothing', 'category', 'none', ['', '', '']],
    ['only markers', 'category', 'none', ['NA', 'NA', 'nan']],
    ['None among words', 'category', 'damage', ['None', 'Minor', 'None']],
    ['None among numbers', 'category', 'damage', ['None', '3', '4'], /"None" in row 1/],
  ];
  it.each(cases)('%s: %s', async (_, kind, name, values, reason) => {
    const read = await readColumn(name, values);
    expect([read.spec.kind, read.reason]).toEqual([kind, reason ? expect.stringMatching(reason) : read.reason]);
    expect(read.reason).not.toBe('');
    expect(read.changes).toEqual([]);
    const numeric = kind === 'integer' || kind === 'number';
    if (kind !== 'datetime')
      expect(read.values).toEqual(values.map((v) => (v === '' ? null : numeric ? Number(v) : String(v))));
    expect(read.spec.nullable).toBe(values.includes(''));
    expect(read.spec.role).toBe(kind === 'id' || kind === 'text' ? 'ignore' : 'feature');
    expect(read.spec.bounds).toBeUndefined();
  });

  it('gives instants in milliseconds and the format they were written in', async () => {
    const formats = new Map([
      ['2024-03-01', '%Y-%m-%d'],
      ['2024-03-01 12:30', '%Y-%m-%d %H:%M'],
      ['2024-03-01T12:30:15', '%Y-%m-%dT%H:%M:%S'],
      ['2024-03-01 12:30:15.250', '%Y-%m-%d %H:%M:%S.%g'],
      ['2024-03-01T12:30:15.250000Z', '%Y-%m-%dT%H:%M:%S.%fZ'],
      ['2024/03/01', '%Y/%m/%d'],
    ]);
    for (const [text, format] of formats) {
      const read = await readColumn('when', [text]);
      expect(read.spec.format).toBe(format);
      expect(read.values).toEqual([
        Date.parse(`${text.replaceAll('/', '-').replace(/Z$/, '').replace(' ', 'T')}${text.length > 10 ? 'Z' : ''}`),
      ]);
    }
  });

  it('counts decimals', async () => {
    expect((await readColumn('x', ['1.50', '2', '-3.125'])).spec.decimals).toBe(3);
    expect((await readColumn('x', ['1.5e-3', '2'])).spec.decimals).toBe(4);
    expect((await readColumn('x', ['1.5e3', '2'])).spec.decimals).toBe(0);
  });

  it('takes markers for missing where everything else is a number or a date, and says so', async () => {
    for (const [values, wanted] of [
      [
        ['1', 'NA', '3', 'null'],
        [1, null, 3, null],
      ],
      [
        ['2024-01-01', 'NaN', '2024-01-03', 'NULL'],
        [1704067200000, null, 1704240000000, null],
      ],
    ]) {
      const read = await readColumn('x', values as string[]);
      expect(read.values).toEqual(wanted);
      expect(read.spec.nullable).toBe(true);
      expect(read.changes).toEqual([
        { column: 'x', what: expect.stringContaining('missing'), rows: 2, example: expect.stringMatching(/^N/) },
      ]);
    }
  });

  it('sorts levels by code unit and codes into them', async () => {
    const { spec } = await readColumn('c', ['é', 'b', '\u{1F600}', 'B', '\uFB01', 'a']);
    expect(spec.levels).toEqual(['B', 'a', 'b', 'é', '\u{1F600}', '\uFB01']);
  });
});

describe('kinds set by the caller', () => {
  it('are used, and values that change are listed', async () => {
    const read = await readColumn('code', ['007', '+8', '9'], { code: 'integer' });
    expect(read.values).toEqual([7, 8, 9]);
    expect(read.changes).toEqual([{ column: 'code', what: expect.stringContaining('spelt'), rows: 2, example: '007' }]);
  });

  it('can make numbers text or categories, as they are written', async () => {
    for (const kind of ['id', 'text', 'category'] as const) {
      const read = await readColumn('n', ['1.50', '2', ''], { n: kind });
      expect(read.spec.kind).toBe(kind);
      expect(read.values).toEqual(['1.50', '2', null]);
    }
  });

  it('read an ambiguous date, and say how', async () => {
    const read = await readColumn('d', ['01/02/2024', '03/04/2024'], { d: 'datetime' });
    expect(read.values).toEqual([Date.UTC(2024, 0, 2), Date.UTC(2024, 2, 4)]);
    expect(read.changes[0]).toMatchObject({ column: 'd', rows: 2, what: expect.stringContaining('%m/%d/%Y') });
  });
});

describe('the role of a column of text', () => {
  const prose = range(30, (i) => `the customer of order ${i} wrote that nothing has arrived so far and asks for help`);

  it('found by the reader: ignored; said by the caller: a feature; an id or a category by kinds as ever', async () => {
    expect((await readColumn('note', prose)).spec).toMatchObject({ kind: 'text', role: 'ignore' });
    expect((await readColumn('note', prose, { note: 'text' })).spec).toMatchObject({ kind: 'text', role: 'feature' });
    expect((await readColumn('note', [1, 2, 3], { note: 'text' })).spec).toMatchObject({
      kind: 'text',
      role: 'feature',
    });
    expect((await readColumn('note', prose, { note: 'id' })).spec).toMatchObject({ kind: 'id', role: 'ignore' });
    expect((await readColumn('note', prose, { other: 'category' })).spec.role).toBe('ignore');
  });

  it('a declared role comes first, also before that of another table; one for no column is refused', async () => {
    const path = await file('notes.csv', `note,n\n${prose.map((text, i) => `"${text}",${i}`).join('\n')}\n`);
    const said = await readTable(path, { kinds: { note: 'text' }, roles: { note: 'ignore', n: 'group' } });
    expect(said.table.spec.columns.map(({ role }) => role)).toEqual(['ignore', 'group']);
    const { table } = await readTable(path, { kinds: { note: 'text' } });
    const alike = await readTable(path, { like: table.spec });
    expect(alike.table.spec.columns[0].role).toBe('feature');
    const other = await readTable(path, { like: table.spec, roles: { note: 'sensitive' } });
    expect(other.table.spec.columns[0].role).toBe('sensitive');
    await expect(readTable(path, { roles: { nots: 'ignore' } })).rejects.toMatchObject({ code: 'io/unknown-column' });
  });
});
