import { createHash } from 'node:crypto';
import { readFile, truncate } from 'node:fs/promises';
import { createRandom, createTable, isVerisimError, type Table } from '@verisim/core';
import { readTable, writeTable } from '@verisim/io';
import { describe, expect, it } from 'vitest';
import type { Format } from '../src/format.ts';
import { json } from '../src/json/json.ts';
import { jsonl } from '../src/json/jsonl.ts';
import { at, errorOf, file } from './folder.ts';
import { readSource, rowsOf } from './source-rows.ts';

const ofLines = async (text: string | Uint8Array) => readSource(jsonl, await file('rows.jsonl', text));
const ofArray = async (text: string | Uint8Array) => readSource(json, await file('rows.json', text));
const natives = ({ source }: Awaited<ReturnType<typeof ofLines>>) => source.columns.map(({ native }) => native);

/** The same objects as lines and as an array. */
const both: readonly (readonly [Format, (lines: readonly string[]) => Promise<string>])[] = [
  [jsonl, (lines) => file('both.jsonl', lines.join('\n'))],
  [json, (lines) => file('both.json', `[${lines.join(',\n')}]`)],
];

describe.each(both)('%#: objects', ({ name, ...format }, made) => {
  const read = async (lines: readonly string[]) => readSource({ name, ...format }, await made(lines));

  it('become rows, keys columns in order of first appearance', async () => {
    const found = await read(['{"b":1,"2":"x"}', '{"1":true,"b":null}', '{ }', '{"2":"","__proto__":1,"b":2}']);
    expect(found.names).toEqual(['b', '2', '1', '__proto__']);
    expect(natives(found)).toEqual(['integer', 'text', 'boolean', 'integer']);
    expect(found.rows).toEqual([
      [1, 'x', null, null],
      [null, null, 'true', null],
      [null, null, null, null],
      [2, '', null, 1],
    ]);
    expect(found.source.changes()).toEqual([
      {
        column: 'b',
        what: 'the key is absent, and null in others (nulls: 1); both are read as missing',
        rows: 1,
        example: '',
      },
    ]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it.each([
    [['0', '-5', '9007199254740991'], 'integer', [0, -5, 9007199254740991]],
    [['10.0', '1e3', '-0'], 'number', [10, 1000, -0]],
    [['5e-324', '1.7976931348623157e308', '0.1'], 'number', [5e-324, Number.MAX_VALUE, 0.1]],
    [['1', '9007199254740993'], 'text', ['1', '9007199254740993']],
    [['1', '1e400'], 'text', ['1', '1e400']],
    [['0.1000000000000000055511151231257827'], 'text', ['0.1000000000000000055511151231257827']],
    [['1E-999', '-0.0'], 'text', ['1E-999', '-0.0']],
    [['"00123"', '"1"'], 'text', ['00123', '1']],
    [['null', 'null'], 'untyped', [null, null]],
    [['true', 'null', 'false'], 'boolean', ['true', null, 'false']],
  ])('%j are %s', async (values, native, wanted) => {
    const found = await read(values.map((value) => `{"v":${value}}`));
    expect([natives(found), found.rows.flat()]).toEqual([[native], wanted]);
    expect(found.source.changes()).toEqual([]);
    if (native === 'text' && !values[0].startsWith('"'))
      expect(found.source.columns[0].note).toMatch(/kept as written/);
  });

  it('of mixed types are texts as written, and that is listed', async () => {
    const found = await read(['{"v":1.50}', '{"v":"1.50"}', '{"v":true}', '{"v":[1, {"a":2}]}', '{"v":"\\u0041"}']);
    expect(found.rows.flat()).toEqual(['1.50', '1.50', 'true', '[1, {"a":2}]', 'A']);
    expect(found.source.changes()).toEqual([
      { column: 'v', what: 'an object or array, kept as its JSON text', rows: 1, example: '[1, {"a":2}]' },
      {
        column: 'v',
        what: 'values of different types (numbers: 1, true or false: 1, strings: 2, objects or arrays: 1), read as texts as written',
        ...{ rows: 3, example: '1.50' },
      },
    ]);
  });

  it('keep every character, and half a character is refused', async () => {
    const texts = ['\0', '"\\/\b\f\n\r\t', '\u2028', '😀', '\u{10ffff}', '漢字 é', '\ufeff', '\u007f'];
    const escaped = (text: string) =>
      `"${[...Array(text.length).keys()].map((i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`).join('')}"`;
    const found = await read(texts.map((text) => `{"raw":${JSON.stringify(text)},"escaped":${escaped(text)}}`));
    expect(found.rows).toEqual(texts.map((text) => [text, text]));
    for (const half of ['\\ud800', '\\udc00', '\\ud800x', '\\ud83d\\u0041', '\\udc00\\ud800']) {
      expect(await errorOf(read(['{"v":"x"}', `{"v":"a${half}"}`]))).toMatchObject({
        code: 'io/half-character',
        message: expect.stringMatching(name === 'json' ? /row 2 \(line 2\)/ : /line 2/),
      });
      expect(await errorOf(read([`{"a${half}":1}`]))).toMatchObject({ code: 'io/half-character' });
    }
  });

  it.each([
    ['{"a":1,"a":1}', 'io/duplicate-key', '"a"'],
    ['{"a":1,"\\u0061":2}', 'io/duplicate-key', '"a"'],
    ['{"":1}', 'io/empty-key', 'empty text'],
    ['{"a":1,}', 'io/bad-json', 'key'],
    ['{"a":tru}', 'io/bad-json', 'value'],
    ['{"a":"\t"}', 'io/bad-json', 'U+0009'],
    ['[1]', 'io/not-rows', 'not an object'],
    ['7', 'io/not-rows', 'not an object'],
    ['{"a":1}}', 'io/bad-json', ''],
    [`{"a":${'['.repeat(100_000)}`, 'io/bad-json', '512'],
  ])('%s is refused as %s', async (line, code, message) => {
    const error = await errorOf(read(['{"a":1}', '{"a":2}', line]));
    expect(error).toMatchObject({ code, message: expect.stringContaining(message) });
    expect(error.message).toMatch(/line 3/);
  });

  it('without a key, or without an object, are refused', async () => {
    expect(await errorOf(read(['{}', '{}']))).toMatchObject({ code: 'io/no-keys' });
    expect(await errorOf(read(['  ']))).toMatchObject({ code: 'io/no-rows' });
  });

  it('are read again the same, in bounded batches, and a change in between is seen', async () => {
    const random = createRandom('json');
    const lines = Array.from({ length: 80_000 }, (_, i) =>
      JSON.stringify({
        i,
        x: random.next(),
        t: 'é"\n'.repeat(random.int(0, 12)),
        ...(i % 7 === 0 ? { seventh: true } : {}),
      }),
    );
    const path = await made(lines);
    const source = await format.open(path, {});
    const sizes: number[] = [];
    for await (const batch of source.batches()) sizes.push(batch.rows);
    expect(sizes.reduce((a, b) => a + b)).toBe(80_000);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(65_536);
    expect(sizes.length).toBeGreaterThan(1);
    const rows = await rowsOf(source);
    const wrong = lines.findIndex((line, row) => {
      const object = JSON.parse(line);
      const wanted = source.columns.map((column) => object[column.name] ?? null);
      return wanted.some((value, i) => rows[row][i] !== (typeof value === 'boolean' ? String(value) : value));
    });
    expect(wrong).toBe(-1);
    expect(source.hash()).toBe(
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex'),
    );
    await file(path.split('/').at(-1)!, (await readFile(path, 'utf8')).replace('"i":7,', '"i":8,'));
    await expect(rowsOf(source)).rejects.toMatchObject({ code: 'io/changed-while-reading' });
  });
});

describe('JSON Lines', () => {
  it('passes over blank lines and a byte order mark, and says so', async () => {
    const found = await ofLines('\ufeff{"a":1}\r\n\r\n{"a":2}\n  \n\n{"a":3}\n');
    expect(found.rows).toEqual([[1], [2], [3]]);
    expect(found.source.changes()).toEqual([
      { column: '*', what: 'a byte order mark before the text, passed over', rows: 1, example: 'U+FEFF' },
      { column: '*', what: 'blank lines, passed over', rows: 3, example: '' },
    ]);
  });

  it('counts lines right behind escapes, long lines and blank ones', async () => {
    const long = JSON.stringify({ a: 'x\n'.repeat(5_000_000) });
    const error = await errorOf(ofLines(`{"a":"\\n\\n"}\n\n${long}\n{"a":"\\n"}\n{"a" 1}\n`));
    expect(error.message).toMatch(/line 5: ":"|line 5: "1" stands where a colon must/);
  });

  it.each([
    ['[{"a":1},{"a":2}]', 'io/not-rows', '.json'],
    ['{"a":1} {"a":2}\n', 'io/bad-json', ''],
    ['{"a":1}\n{"a":', 'io/bad-json', ''],
    ['{"a":\n1}\n', 'io/bad-json', ''],
    ['\n\n', 'io/no-rows', ''],
  ])('%j is refused as %s', async (text, code, next) => {
    expect(await errorOf(ofLines(text))).toMatchObject({ code, next: expect.stringContaining(next) });
  });
});

describe('JSON', () => {
  it('refuses whatever is no array of objects, and says what is expected', async () => {
    for (const text of ['{"a":[1]}', '{"a":1}\n{"a":2}', '"a"', '1', 'null', ' ']) {
      const error = await errorOf(ofArray(text));
      expect(error).toMatchObject({ code: 'io/not-rows', next: expect.stringContaining('array of objects') });
    }
    expect(await errorOf(ofArray('[{"a":1}'))).toMatchObject({
      message: expect.stringContaining('after 1 whole rows'),
    });
    expect(await errorOf(ofArray('[{"a":1}]]'))).toMatchObject({ code: 'io/bad-json' });
    expect(await errorOf(ofArray('[{"a":1},]'))).toMatchObject({ code: 'io/bad-json' });
    expect(await errorOf(ofArray('[]'))).toMatchObject({ code: 'io/no-rows' });
  });

  it('reads an array over many lines and names row and line', async () => {
    const text = JSON.stringify(
      [
        { a: 1, b: { c: [1, 2] } },
        { a: 2, b: null },
      ],
      null,
      2,
    );
    expect((await ofArray(text)).rows).toEqual([
      [1, '{\n      "c": [\n        1,\n        2\n      ]\n    }'],
      [2, null],
    ]);
    const broken = text.replace('"a": 2', '"a": 2x');
    expect(await errorOf(ofArray(broken))).toMatchObject({ message: expect.stringContaining('row 2 (line 12)') });
  });
});

describe('bytes that are not UTF-8', () => {
  it.each([
    ['Latin-1', Buffer.from('{"a":"x"}\n{"a":"é"}\n', 'latin1'), 'line 2, byte 17 of the file'],
    ['UTF-16 with a mark', Buffer.from('\ufeff{"a":1}', 'utf16le'), 'UTF-16'],
    ['UTF-16 without', Buffer.from('{"a":1}', 'utf16le'), 'UTF-16'],
    ['a cut character', Buffer.concat([Buffer.from('{"a":"'), Buffer.of(0xe6, 0xbc)]), 'line 1, byte 7'],
    ['an encoded surrogate', Buffer.concat([Buffer.from('{"a":"'), Buffer.of(0xed, 0xa0, 0x80, 0x22, 0x7d)]), 'byte 7'],
  ])('%s is refused', async (_, bytes, where) => {
    const error = await errorOf(ofLines(bytes));
    expect(error).toMatchObject({ code: 'io/json-not-utf8', message: expect.stringContaining(where) });
  });

  it('is found behind the first stretch too', async () => {
    const rows = `${JSON.stringify({ a: 'é'.repeat(50) })}\n`.repeat(60_000);
    const bytes = Buffer.concat([Buffer.from(rows), Buffer.of(0xff)]);
    expect((await errorOf(ofLines(bytes))).message).toContain(`line 60001, byte ${bytes.length} of the file`);
  });
});

const two: Table = createTable(
  [
    { name: 'n', kind: 'number', nullable: true, role: 'feature' },
    { name: 'yes', kind: 'boolean', nullable: true, role: 'feature' },
    { name: 'ja', kind: 'boolean', nullable: true, role: 'feature' },
    { name: 'when', kind: 'datetime', format: '%d.%m.%Y', nullable: true, role: 'feature' },
    { name: 'a "b"', kind: 'text', nullable: true, role: 'ignore' },
  ],
  [
    { storage: 'numeric', values: Float64Array.of(1e21, Number.NaN, -0) },
    { storage: 'coded', codes: Int32Array.of(0, 1, -1), levels: ['true', 'false'] },
    { storage: 'coded', codes: Int32Array.of(0, 1, -1), levels: ['Ja', 'Nein'] },
    { storage: 'numeric', values: Float64Array.of(0, 86_400_000, Number.NaN) },
    { storage: 'text', values: ['\u2028"\n', '', null] },
  ],
);

describe('writing', () => {
  const lines = [
    '{"n":1e+21,"yes":true,"ja":"Ja","when":"01.01.1970","a \\"b\\"":"\u2028\\"\\n"}',
    '{"n":null,"yes":false,"ja":"Nein","when":"02.01.1970","a \\"b\\"":""}',
    '{"n":-0,"yes":null,"ja":null,"when":null,"a \\"b\\"":null}',
  ];

  it('gives one object a line, or one array, that JSON.parse reads the same', async () => {
    await writeTable(two, at('two.jsonl'));
    await writeTable(two, at('two.json'));
    const text = await readFile(at('two.json'), 'utf8');
    expect(await readFile(at('two.jsonl'), 'utf8')).toBe(`${lines.join('\n')}\n`);
    expect(text).toBe(`[\n${lines.join(',\n')}\n]\n`);
    expect(JSON.parse(text)).toHaveLength(3);
  });

  it.each(['jsonl', 'json'])('a stream to .%s is the tables one below the other', async (extension) => {
    async function* parts() {
      yield two;
      yield two;
    }
    await writeTable(parts(), at(`stream.${extension}`));
    const text = await readFile(at(`stream.${extension}`), 'utf8');
    expect(text.split(/,?\n/).filter((line) => line.startsWith('{'))).toEqual([...lines, ...lines]);
    const { table, report } = await readTable(at(`stream.${extension}`));
    expect([table.rows, report.changes]).toEqual([6, []]);
    expect(report.columns.map(({ kind }) => kind)).toEqual(['number', 'boolean', 'category', 'datetime', 'category']);
  });
});

describe('hostile files', () => {
  const text = '[{"a":1.5,"b":"é\\n","c":[{"d":null}]},\n{"a":-2e3,"b":"\\ud83d\\ude00","e":true}]';

  it('cut at every byte are refused', async () => {
    for (const format of [json, jsonl]) {
      const whole = format === json ? text : `${text.slice(1, -1).replace('},', '}')}\n`;
      const path = await file(`cut.${format.name}`, whole);
      const rows = (await readSource(format, path)).rows.length;
      for (let length = Buffer.byteLength(whole) - 1; length > 0; length--) {
        await truncate(path, length);
        const read = await readSource(format, path).then(
          (found) => found.rows.length,
          (error) => (isVerisimError(error) ? error.code : Promise.reject(error)),
        );
        // JSON Lines have no end: a file cut between two lines is a whole file.
        if (format === jsonl)
          expect(typeof read === 'string' || read < rows || length === Buffer.byteLength(whole) - 1).toBe(true);
        else expect(read, `cut at ${length}`).toMatch(/^io\//);
      }
    }
  });

  it('with a changed byte are read as JSON.parse reads them, or refused', async () => {
    const random = createRandom('flips');
    for (let trial = 0; trial < 500; trial++) {
      const bytes = Buffer.from(text);
      bytes[random.int(0, bytes.length)] ^= 1 << random.int(0, 8);
      const path = await file('flipped.json', bytes);
      const found = await readSource(json, path).catch((error) => {
        if (!isVerisimError(error)) throw error;
        return null;
      });
      if (found === null) continue;
      const truth = JSON.parse(bytes.toString('utf8')) as Record<string, unknown>[];
      truth.forEach((object, row) => {
        found.names.forEach((name, i) => {
          const value = object[name] ?? null;
          const cell = found.rows[row][i];
          if (typeof value === 'string' || typeof value === typeof cell) expect(cell).toEqual(value);
          else expect(JSON.parse(String(cell)), name).toEqual(value);
        });
      });
    }
  });

  it('with too many different keys are refused, 10,000 are read', async () => {
    const wide = (count: number) => `{${Array.from({ length: count }, (_, i) => `"k${i}":${i}`).join(',')}}\n`;
    const found = await ofLines(wide(10_000).repeat(3));
    expect([found.names.length, found.rows.length, found.rows[2][9_999]]).toEqual([10_000, 3, 9_999]);
    expect(await errorOf(ofLines(wide(100_001)))).toMatchObject({ code: 'io/too-many-keys' });
  });

  it('with a row of over 64 MB are refused, one of 20 MB is read', async () => {
    const { rows } = await ofArray(`[{"a":"${'x'.repeat(20_000_000)}"},{"a":"y"}]`);
    expect(rows.map(([cell]) => String(cell).length)).toEqual([20_000_000, 1]);
    const endless = Buffer.alloc(70_000_000, 'x');
    endless.write('{"a":"');
    expect(await errorOf(ofLines(endless))).toMatchObject({ code: 'io/row-too-long' });
  });
});
