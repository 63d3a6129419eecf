import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { cellOf } from '@verisim/core';
import { readTable } from '@verisim/io';
import { describe, expect, it } from 'vitest';
import { cells, errorOf, file } from './folder.ts';

const read = async (content: string | Uint8Array) => readTable(await file('some.csv', content));
const names = async (content: string) => (await read(content)).table.spec.columns.map(({ name }) => name);

describe('reading CSV', () => {
  const cases: readonly [string, string, unknown[][]][] = [
    [
      'an empty field is missing, "" is the empty string',
      'a,b\n"",\n,""\nx,y\n',
      [
        ['', null],
        [null, ''],
        ['x', 'y'],
      ],
    ],
    ['line breaks, commas and quotes in quotes', 'a,b\n"x\ny","1,""2"""\n', [['x\ny', '1,"2"']]],
    [
      'CRLF outside and inside quotes',
      'a,b\r\n"x\r\ny",2\r\nz,3\r\n',
      [
        ['x\r\ny', 2],
        ['z', 3],
      ],
    ],
    [
      'LF and CRLF mixed',
      'a,b\r\nx,2\ny,3\r\n"p\r\nq",4\n',
      [
        ['x', 2],
        ['y', 3],
        ['p\r\nq', 4],
      ],
    ],
    [
      'bare carriage returns',
      'a,b\rx,2\ry,3\r',
      [
        ['x', 2],
        ['y', 3],
      ],
    ],
    ['no line end at the end', 'a,b\nx,2', [['x', 2]]],
    ['a byte order mark', '\ufeffa,b\nx,2\n', [['x', 2]]],
    ['a byte order mark that belongs to a cell', 'a,b\n\ufeffx,\ufeff2\n', [['\ufeffx', '\ufeff2']]],
    ['spaces around values stay', 'a,b\n x , y\n', [[' x ', ' y']]],
    ['quotes inside plain fields stay', 'a,b\n5" disk,x"y\n', [['5" disk', 'x"y']]],
    ['backslashes and hashes mean nothing', 'a,b\n#1,"x\\"\n', [['#1', 'x\\']]],
    ['one column: a blank line is a missing value', 'a\nx\n\n"y"\n', [['x'], [null], ['y']]],
    [
      'a row of commas is a row of missing values',
      'a,b\n,\nx,1\n',
      [
        [null, null],
        ['x', 1],
      ],
    ],
    ['NUL characters stay', 'a,b\nx\0y,1\n', [['x\0y', 1]]],
    ['semicolons', 'a;b\n1,5;2\n', [['1,5', 2]]],
    ['tabs', 'a\tb\nx\t2\n', [['x', 2]]],
    ['a semicolon in the only column', 'a;b\nx\n', [['x']]],
  ];
  it.each(cases)('%s', async (_, content, wanted) => {
    const { table, report } = await read(content);
    expect(cells(table)).toEqual(wanted);
    expect(report).toMatchObject({ file: 'some.csv', format: 'csv', rows: wanted.length, changes: [] });
    expect(report.hash).toBe(createHash('sha256').update(content).digest('hex'));
  });

  it('passes over blank lines between rows, and says so', async () => {
    const { table, report } = await read('a,b\n1,2\n\n\n3,4\n\n');
    expect(cells(table)).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(report.changes).toEqual([{ column: '*', what: expect.stringContaining('blank'), rows: 2, example: '' }]);
  });

  it('takes any name for a column', async () => {
    const all = [
      '__proto__',
      'constructor',
      'toString',
      'a',
      'A',
      "it's",
      'c0',
      'x "y"',
      'two\nlines',
      ' ',
      'rowid',
      '漢',
    ];
    const line = all.map((name) => `"${name.replaceAll('"', '""')}"`).join(',');
    expect(await names(`${line}\n${all.map((_, i) => i).join(',')}\n`)).toEqual(all);
    const forced = await readTable(await file('proto.csv', '__proto__,b\n1,2\n'), {
      kinds: JSON.parse('{"__proto__":"id"}'),
    });
    expect(forced.table.spec.columns.map(({ kind }) => kind)).toEqual(['id', 'integer']);
  });

  it('takes any file name', async () => {
    for (const name of ["it's.csv", 'a*b?.csv', 'a[1].csv', 'x{1,2}.CSV', '%20 ü.csv', 'year=2024.csv']) {
      const { table } = await readTable(await file(name, 'a,b\nx,2\n'));
      expect(cells(table)).toEqual([['x', 2]]);
    }
  });

  it('reads long cells', async () => {
    const long = 'long, "quoted"\n'.repeat(400_000);
    const { table } = await read(`a,b\n"${long.replaceAll('"', '""')}",2\ny,3\n`);
    expect(cells(table)).toEqual([
      [long, 2],
      ['y', 3],
    ]);
  });

  it('keeps its place in quoted line breaks over many buffers', async () => {
    const block = Array.from(
      { length: 1000 },
      (_, i) => `"${'x'.repeat(i % 61)}\n,""y"",\r\n${i}",${i},"a\nb,c\n"\n`,
    ).join('');
    const blocks = Math.ceil((36 << 20) / block.length);
    const { table } = await readTable(await file('breaks.csv', `a,b,c\n${block.repeat(blocks)}`));
    expect(table.rows).toBe(1000 * blocks);
    const [text, number, last] = table.columns;
    let wrong = 0;
    for (let i = 0; i < table.rows; i++) {
      if (cellOf(number, i) !== i % 1000 || cellOf(last, i) !== 'a\nb,c\n') wrong++;
      if (cellOf(text, i) !== `${'x'.repeat((i % 1000) % 61)}\n,"y",\r\n${i % 1000}`) wrong++;
    }
    expect(wrong).toBe(0);
  });

  it('reads the same whatever is cut at a chunk of 4 MB', async () => {
    const row = (i: number) => `"ü😀 ""${i}""\r\n",${i},\r\n`;
    const count = Math.ceil((9 << 20) / row(100_000).length);
    const { table } = await read(`a,b,c\r\n${Array.from({ length: count }, (_, i) => row(i)).join('')}`);
    expect(table.rows).toBe(count);
    const wrong = cells(table).findIndex(([a, b, c], i) => a !== `ü😀 "${i}"\r\n` || b !== String(i) || c !== null);
    expect(wrong).toBe(-1);
  });
});

describe('CSV that is refused, by row', () => {
  const big = `a,b\n${'x,1\n'.repeat(5000)}`;
  const cases: readonly [string, string, RegExp, string | Uint8Array][] = [
    ['too few fields', 'io/ragged-row', /row 2 \(line 3\): 1 field, but the header has 2/, 'a,b\n1,2\n3\n5,6\n'],
    ['too many fields', 'io/ragged-row', /row 5001 \(line 5002\): 3 fields/, `${big}1,2,3\n`],
    ['a comma at the end', 'io/ragged-row', /row 1 \(line 2\): 3 fields/, 'a,b\n1,2,\n3,4\n'],
    ['a ragged row below a cell of two lines', 'io/ragged-row', /row 2 \(line 4\)/, 'a,b\n"x\ny",2\n3\n'],
    ['a quote never closed', 'io/bad-quoting', /row 1 \(line 2\): a double quote opens/, 'a,b\n1,"x\n2,y\n'],
    ['text after a quote', 'io/bad-quoting', /row 1 \(line 2\): text follows/, 'a,b\n1,"x"y\n'],
    ['a space before a quote', 'io/bad-quoting', /row 1 \(line 2\): a space/, 'a,b\n1, "x, y"\n'],
    ['a carriage return among line feeds', 'io/mixed-newlines', /line 2/, 'a\nx\ry\n'],
    ['a name twice', 'io/duplicate-column', /columns 1 and 3 are both named "a"/, 'a,b,a\n1,2,3\n'],
    ['a name missing', 'io/unnamed-column', /column 1 has no name/, ',b\n1,2\n'],
    ['no rows', 'io/no-rows', /no rows/, 'a,b\n'],
    ['no rows and no line end', 'io/no-rows', /no rows/, 'a'],
    ['two encodings', 'io/not-utf8', /line 3/, Buffer.concat([Buffer.from('a,b\n1,é\n'), Buffer.of(0xe9, 0x2c, 0x0a)])],
    ['bytes of no encoding', 'io/not-utf8', /line 2/, Buffer.from('a,b\n\x81,2\n', 'latin1')],
    ['cut inside a character', 'io/not-utf8', /cut off/, Buffer.from('a,b\n1,é').subarray(0, 7)],
    ['half of UTF-16', 'io/not-utf8', /UTF-16/, Buffer.from('\ufeffa,b\n1,2\n\ud800', 'utf16le')],
    ['gzip', 'io/not-csv', /gzip/, Uint8Array.of(0x1f, 0x8b, 8, 0)],
    ['a workbook', 'io/not-csv', /Excel/, Buffer.from('PK\x03\x04rest')],
    ['nothing', 'io/empty-file', /is empty/, ''],
  ];
  it.each(cases)('%s', async (_, code, message, content) => {
    const error = await errorOf(read(content));
    expect(error.message).toMatch(message);
    expect(error).toMatchObject({ code, message: expect.stringContaining('some.csv') });
  });

  it('a row that never ends', async () => {
    const endless = Buffer.alloc(70 << 20, 'x');
    endless.write('a,b\n1,"');
    expect(await errorOf(read(endless))).toMatchObject({
      code: 'io/row-too-long',
      message: expect.stringMatching(/row 1/),
    });
  });
});

describe('the file behind the report', () => {
  it('is hashed as it stands on disk', async () => {
    const path = await file('hash.csv', '\ufeffa,b\r\n1,2\r\n');
    const { report } = await readTable(path);
    expect(report.hash).toBe(
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex'),
    );
  });
});
