import { expect, test } from 'vitest';
import { holdoutRows } from '../src/holdout-share.ts';
import { liftTerms } from '../src/lift-terms.ts';
import { plain, printable, printableJson } from '../src/printable.ts';
import { collectFormats, collectKinds, collectMissing, readOptionsOf } from '../src/read-options.ts';
import { seedText, wholeNumber } from '../src/settings.ts';
import { wantsColor, widthOf } from '../src/terminal-look.ts';

const codeOf = (call: () => unknown): string => {
  try {
    call();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'none';
};

test('whole numbers in the ways people write them, and no others', () => {
  expect(['7', '1e3', '10_000', '+5', '2E2'].map((text) => wholeNumber(text, '-n', 1))).toEqual([
    7, 1000, 10_000, 5, 200,
  ]);
  for (const text of [
    '',
    ' ',
    '1.5',
    '-5',
    '0',
    '1e-3',
    '1,000',
    '1__0',
    '_1',
    '1_',
    '0x10',
    'abc',
    '1e3x',
    '9007199254740993',
    '1e99',
  ])
    expect(
      codeOf(() => wholeNumber(text, '-n', 1)),
      text,
    ).toBe('cli/bad-number');
  expect(() => wholeNumber('10,000', '-n', 1)).toThrow('10_000');
  expect(['0', '1e3'].map(seedText)).toEqual(['0', '1000']);
  for (const text of ['abc', '1.5', '-1', ''])
    expect(
      codeOf(() => seedText(text)),
      text,
    ).toBe('cli/bad-number');
});

test('a share or a number of rows to lock', () => {
  expect(['0.2', '20%', '20 %', '150', '1_0', '0.0001'].map((text) => holdoutRows(text, 600))).toEqual([
    120, 120, 120, 150, 10, 1,
  ]);
  for (const text of ['', '0', '-1', '1.5', '100%', '150 %', 'all', 'NaN'])
    expect(
      codeOf(() => holdoutRows(text, 600)),
      text,
    ).toBe('cli/bad-number');
});

test('threshold and requirement lie within what the metric can be', async () => {
  const terms = (options: object) => liftTerms({ metric: 'roc-auc', threshold: '0.01', ...options });
  expect(await terms({ requirement: '0.8' })).toEqual({ metric: 'roc-auc', threshold: 0.01, requirement: 0.8 });
  expect(await terms({ metric: 'log-loss', threshold: '5' })).toMatchObject({ threshold: 5 });
  await expect(terms({ threshold: '5' })).rejects.toMatchObject({
    code: 'cli/bad-number',
    message: expect.stringContaining('below 1'),
  });
  await expect(terms({ threshold: '0' })).rejects.toMatchObject({ code: 'cli/bad-number' });
  await expect(terms({ requirement: '80' })).rejects.toMatchObject({ code: 'cli/bad-number' });
  await expect(terms({ metric: 'auc' })).rejects.toMatchObject({ code: 'evaluator-utility/unknown-metric' });
});

test('kinds, formats and missing texts: repeated, quoted, with commas inside a format', () => {
  const kinds = collectKinds('"a,b=c"=id', collectKinds('age=number,when=datetime', undefined));
  expect(kinds).toEqual({ age: 'number', when: 'datetime', 'a,b=c': 'id' });
  expect(collectFormats('when=%b %d, %Y,since=%d/%m/%Y', undefined)).toEqual({ when: '%b %d, %Y', since: '%d/%m/%Y' });
  expect(Object.keys(collectKinds('__proto__=text', undefined))).toEqual(['__proto__']);
  expect(collectMissing('?', collectMissing('NA,-', undefined))).toEqual(['NA', '-', '?']);
  expect(readOptionsOf({ kinds, seed: '1' })).toEqual({ kinds });
  for (const text of ['', 'age', '=number', 'age=', 'age=number,', '"age=number'])
    expect(
      codeOf(() => collectKinds(text, undefined)),
      text,
    ).toBe('cli/bad-column-option');
  expect(codeOf(() => collectMissing('', undefined))).toBe('cli/empty-option');
});

test('no control character, link, colour or change of direction passes from data to a terminal', () => {
  const evil = 'a\u001b[31mb\u001b]8;;http://x\u0007c\u009b2Jd\u202ee\rf\u001b]52;c;AA\u0007';
  const unsafe = /(?!\n)\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u;
  expect(plain(`${evil}\n`)).not.toMatch(unsafe);
  expect(plain('a\nb\tc')).toBe('a b c');
  expect(printable(evil)).not.toMatch(unsafe);
  expect(printable('\u001b[31mred\u001b[39m\nnext')).toBe('red\nnext');
  expect(printable('\u001b[31mred\u001b[39m \u001b[8mhidden', true)).toBe('\u001b[31mred\u001b[39m ?[8mhidden');
  expect(printable('می\u200cخواهم 👩\u200d🚀')).toBe('می\u200cخواهم 👩\u200d🚀');
  expect(printableJson({ [evil]: evil })).not.toMatch(unsafe);
  expect(JSON.parse(printableJson({ [evil]: [evil] }))).toEqual({ [evil]: [evil] });
});

test('colours and width: flags, then NO_COLOR, FORCE_COLOR, the window', () => {
  const color = (env: Record<string, string>, isTTY = false, args: string[] = []) =>
    wantsColor({ env, args, isTTY, columns: undefined });
  expect([color({}, true), color({}), color({ TERM: 'dumb' }, true)]).toEqual([true, false, false]);
  expect([color({ NO_COLOR: '1' }, true), color({ NO_COLOR: '' }, true)]).toEqual([false, true]);
  expect([color({ FORCE_COLOR: '1' }), color({ FORCE_COLOR: '0' }, true)]).toEqual([true, false]);
  expect([color({ FORCE_COLOR: '1', NO_COLOR: '1' }), color({ FORCE_COLOR: '1' }, true, ['--no-color'])]).toEqual([
    false,
    false,
  ]);
  const width = (env: Record<string, string>, isTTY: boolean, columns?: number) =>
    widthOf({ env, args: [], isTTY, columns });
  expect([
    width({ COLUMNS: '40' }, false),
    width({}, true, 60),
    width({}, true),
    width({ COLUMNS: 'x' }, true, 300),
  ]).toEqual([40, 60, 80, 120]);
  expect(width({}, false)).toBeGreaterThan(10_000);
});
