import { readdirSync, readFileSync } from 'node:fs';
import { isVerisimError } from '@verisim/core';
import { describe, expect, it } from 'vitest';
import { json } from '../src/json/json.ts';
import { CUT, createScan, deepestNesting, scanValue, skipSpace } from '../src/json/json-parse.ts';
import { file, shared } from './folder.ts';
import { readSource } from './source-rows.ts';

/** Whether bytes known to be UTF-8 are one JSON text; else why not. */
function verdict(text: string | Buffer): string {
  const bytes = Buffer.from(text as string);
  const scan = createScan();
  const end = scanValue(bytes, skipSpace(bytes, 0, bytes.length), bytes.length, scan);
  if (end === CUT) return 'cut';
  if (end < 0) return scan.what;
  return skipSpace(bytes, end, bytes.length) === bytes.length ? 'json' : 'more';
}

const good = [
  ...['0', '-0', '-0.0', '1.5e+300', '1E400', '123123e100000', 'true', 'null', '""', '"\\u0000\\uD83D\\ude00\\/"'],
  ...[
    '[]',
    '{}',
    ' [ 1 , 2 ] ',
    '{"":0,"a":{"a":[{}]}}',
    '{"a":1,"a":2}',
    '"\u007f\u2028"',
    '[[],[[]],{"a":[]}]\r\n\t',
  ],
];

const bad = [
  ...[
    '',
    ' ',
    '01',
    '-',
    '+1',
    '.5',
    '1.',
    '1e',
    '1e+',
    '0x1',
    'NaN',
    'Infinity',
    '-Infinity',
    'tru',
    'True',
    'nul',
    'undefined',
  ],
  ...[
    '"',
    '"\\',
    '"\\u12"',
    '"\\x41"',
    '"\\a"',
    '"\n"',
    '"\t"',
    "'a'",
    '[',
    '[1',
    '[1,',
    '[1,]',
    '[,1]',
    '[1 2]',
    '[1}',
    '{"a":1]',
  ],
  ...[
    '{',
    '{a:1}',
    '{"a"}',
    '{"a":}',
    '{"a":1,}',
    '{,}',
    '{"a" 1}',
    '{"a":1 "b":2}',
    '{1:1}',
    '[]]',
    '1 2',
    '/*x*/1',
    '1//x',
    '\u00a01',
    '\ufeff1',
  ],
];

describe('the JSON parser', () => {
  it.each(good)('accepts %j as JSON.parse does', (text) => {
    expect(() => JSON.parse(text)).not.toThrow();
    expect(verdict(text)).toBe('json');
  });

  it.each(bad)('refuses %j as JSON.parse does', (text) => {
    expect(() => JSON.parse(text)).toThrow();
    expect(verdict(text)).not.toBe('json');
  });

  it('agrees with JSON.parse on every cut and every changed byte of a text', () => {
    const text = '{"a\\n":[1.5e-3,-0,true,null,{"b":"\\u00e9\\\\"}],"c":"x"}';
    for (let at = 0; at < text.length; at++) {
      expect(verdict(text.slice(0, at)), text.slice(0, at)).toBe('cut');
      for (const sign of ['"', '\\', '{', ']', ',', ':', '0', 'e', '.', '-', ' ', 'u', '\n', 'x']) {
        const changed = text.slice(0, at) + sign + text.slice(at + 1);
        expect(verdict(changed) === 'json', changed).toBe(parses(changed));
      }
    }
  });

  it('nests 512 deep and refuses 100,000 without a stack', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(verdict(nested(deepestNesting))).toBe('json');
    expect(verdict(nested(deepestNesting + 1))).toBe('the nesting is deeper than 512 levels');
    expect(verdict('['.repeat(100_000))).toBe('the nesting is deeper than 512 levels');
    expect(verdict('{"":'.repeat(100_000))).toBe('the nesting is deeper than 512 levels');
  });
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const suite = shared('badinput/JSONTestSuite/test_parsing');
describe.skipIf(suite === null)('JSONTestSuite', () => {
  const documents = suite === null ? [] : readdirSync(suite).filter((name) => name.endsWith('.json'));

  it('is all there', () => expect(documents).toHaveLength(318));

  it.each(documents)('%s', async (name) => {
    const bytes = readFileSync(`${suite}/${name}`);
    const wrapped = await file('wrapped.json', Buffer.concat([Buffer.from('[{"v":'), bytes, Buffer.from('}]')]));
    const alone = await outcome(`${suite}/${name}`);
    const cell = await outcome(wrapped);
    if (name.startsWith('n_')) {
      expect(verdict(bytes)).not.toBe('json');
      expect([alone, cell]).toEqual([expect.stringMatching(/^io\//), expect.stringMatching(/^io\//)]);
    }
    if (name.startsWith('y_')) {
      expect(verdict(bytes)).toBe('json');
      expect(cell).toBe(cellOf(bytes));
    }
    // No file of the suite is an array of objects, and none may crash.
    expect(alone).toMatch(/^io\//);
  });
});

/** A document as a cell: nested as written, strings without escapes. */
function cellOf(bytes: Buffer): string {
  const text = bytes.toString('utf8').trim();
  const value = JSON.parse(text);
  return typeof value === 'string'
    ? value
    : value === null
      ? 'missing'
      : typeof value === 'number'
        ? String(value)
        : text;
}

async function outcome(path: string): Promise<string> {
  try {
    const { rows } = await readSource(json, path);
    return String(rows[0][0] ?? 'missing');
  } catch (error) {
    if (!isVerisimError(error)) throw error;
    return error.code;
  }
}

const transform = shared('badinput/JSONTestSuite/test_transform');
describe.skipIf(transform === null)('what other parsers change', () => {
  it.each(transform === null ? [] : readdirSync(transform))('%s is kept as written or refused', async (name) => {
    const text = readFileSync(`${transform}/${name}`);
    const inner = text[0] === 0x5b ? text.subarray(1, text.lastIndexOf(0x5d)) : text;
    const wrap = text[0] === 0x5b ? ['[{"v":', '}]'] : ['[', ']'];
    const path = await file('transform.json', Buffer.concat([Buffer.from(wrap[0]), inner, Buffer.from(wrap[1])]));
    const reading = readSource(json, path);
    const refused = /same_key|escaped_invalid|escaped_invalid_codepoints|invalid_codepoint/.test(name);
    if (refused) {
      await expect(reading).rejects.toMatchObject({
        code: expect.stringMatching(/duplicate-key|half-character|not-utf8/),
      });
      return;
    }
    const { source, rows } = await reading;
    const [{ native }] = source.columns;
    const written = inner.toString('utf8');
    if (name.includes('nf')) expect(rows).toEqual([Object.values(JSON.parse(written))]);
    else if (name.includes('NULL')) expect(rows).toEqual([['A\0B']]);
    else if (native === 'text') expect(rows).toEqual([[written]]);
    else expect([rows[0][0], BigInt(rows[0][0]!)]).toEqual([Number(written), BigInt(Number(written).toString())]);
  });
});
