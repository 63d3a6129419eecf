import { createContext, fit, stream } from '@verisim/core';
import { describe, expect, test } from 'vitest';
import { capitalised, pluralOf, withArticle } from '../src/grammar/english.ts';
import { grammarCoverage, rules, rulesTables } from '../src/index.ts';
import { cells, made, refusal, share } from './made.ts';

const texts = async (text: string, rows: number, seed = 1) => cells(await made(text, rows, seed), 'text').map(String);

describe('templates', () => {
  test('weights, nesting, repetition, values and cells', async () => {
    const text = `
columns:
  amount: { draw: { uniform: [10, 20] }, decimals: 2 }
  paid: { date: { from: 2024-03-05, to: 2024-03-05 }, format: '%-d %B %Y' }
  text: { template: '{hello|upper}: {fruit*2..3|sep:; |last: or } for {amount} on {paid}, {{{code}}}' }
grammar:
  hello: [{ text: hi, weight: 3 }, { text: 'good {time}', weight: 1 }]
  time: [day]
  fruit: [kiwi, fig]
  code: { pattern: '[xy]\\d{2}' }
`;
    const table = await made(text, 4000);
    const found = cells(table, 'text').map(String);
    const shape =
      /^(HI|GOOD DAY): (?:(?:kiwi|fig); )?(?:kiwi|fig) or (?:kiwi|fig) for (1\d\.\d{2}|20\.00) on 5 March 2024, \{[xy]\d{2}\}$/;
    for (const one of found) expect(one).toMatch(shape);
    expect(found.map((one) => Number(one.match(shape)![2]))).toEqual(cells(table, 'amount'));
    expect(Math.abs(found.filter((one) => one.startsWith('HI')).length / 4000 - 0.75)).toBeLessThan(0.03);
    expect(Math.abs(found.filter((one) => one.includes(';')).length / 4000 - 0.5)).toBeLessThan(0.03);
  });

  test('agreement: what was bound is said again, and choices share its features', async () => {
    const found = await texts(
      `
columns: { text: { template: '{who=person} lost {poss~who} key; {who} waits: {pron~who}.' } }
grammar:
  person: [{ text: Anna, features: { gender: f } }, { text: Bert, features: { gender: m } }, Kim]
  poss: [{ text: her, features: { gender: f } }, { text: his, features: { gender: m } }]
  pron: [{ text: she, features: { gender: f } }, { text: he, features: { gender: m } }, they]
`,
      500,
    );
    const shape = /^(Anna|Bert|Kim) lost (her|his) key; \1 waits: (she|he|they)\.$/;
    for (const one of found) {
      const [, who, poss, pron] = one.match(shape)!;
      if (who === 'Anna') expect([poss, pron === 'he']).toEqual(['her', false]);
      if (who === 'Bert') expect([poss, pron === 'she']).toEqual(['his', false]);
    }
    expect(new Set(found).size).toBe(10);
  });

  test('articles and plurals', () => {
    const phrases = [
      'apple',
      'user',
      'hour',
      'MRI',
      'USB stick',
      'European',
      'umbrella',
      'one-off',
      'FBI agent',
      'university',
      '8-bit word',
      'house',
      'unit',
      'uninvited guest',
    ];
    expect(phrases.map((phrase) => withArticle(phrase).split(' ')[0])).toEqual([
      'an',
      'a',
      'an',
      'an',
      'a',
      'a',
      'an',
      'a',
      'an',
      'a',
      'an',
      'a',
      'a',
      'an',
    ]);
    expect(
      ['card', 'box', 'city', 'day', 'mouse', 'credit card', 'Child', 'sheep', 'knife', 'bus'].map(pluralOf),
    ).toEqual(['cards', 'boxes', 'cities', 'days', 'mice', 'credit cards', 'Children', 'sheep', 'knives', 'buses']);
    expect(capitalised('éa')).toBe('Éa');
  });

  test('plural by a count, and alternatives that only some rows have', async () => {
    const table = await made(
      `
attributes: { tone: [polite, rude] }
columns:
  n: { draw: { levels: ['1', '2'] } }
  text: { template: '{opening} {n} {thing|plural:n}' }
grammar:
  opening: [{ text: please, only: { tone: polite } }, { text: now, only: { tone: rude } }]
  thing: [card, { text: datum, plural: data }]
`,
      300,
    );
    const tones = cells(table, 'tone');
    cells(table, 'text').forEach((text, row) => {
      expect(String(text).startsWith(tones[row] === 'polite' ? 'please ' : 'now ')).toBe(true);
      expect(String(text)).toMatch(/ (1 (card|datum)|2 (cards|data))$/);
    });
  });
});

const LABELLED = `
target: intent
columns: { text: { template: start } }
grammar:
  start:
    - { text: 'where is my {item}', set: { intent: where } }
    - { text: 'I lost my {item}{when}', set: { intent: lost } }
    - { text: '{greeting}' }
  item: [card, phone, { text: '{colour} bag', set: { colour: any } }]
  colour: [red, blue]
  when: ['', ' today']
  greeting: [hello]
`;

describe('labels and coverage', () => {
  test('the label is part of the rule', async () => {
    const table = await made(LABELLED, 600);
    expect(table.spec.columns.map(({ name, role, nullable, levels }) => [name, role, nullable, levels])).toEqual([
      ['text', 'feature', false, undefined],
      ['intent', 'target', true, ['where', 'lost']],
      ['colour', 'feature', true, ['any']],
    ]);
    const intents = cells(table, 'intent');
    cells(table, 'text').forEach((text, row) => {
      expect(intents[row]).toBe(text === 'hello' ? null : String(text).startsWith('where') ? 'where' : 'lost');
      expect(cells(table, 'colour')[row]).toBe(/bag/.test(String(text)) ? 'any' : null);
    });
  });

  test('exhaustive: every text once, and then again', async () => {
    const rows = (await rulesTables({ rules: `expand: exhaustive\n${LABELLED}` }))[0].rows;
    // where: 2 + 2 things; lost: 4 things at 2 times; hello.
    expect(rows).toBe(4 + 8 + 1);
    const found = await texts(`expand: exhaustive\n${LABELLED}`, 26);
    expect(new Set(found.slice(0, 13)).size).toBe(13);
    expect(found.slice(13)).toEqual(found.slice(0, 13));
    const spread = `expand: exhaustive\nattributes: { tone: [a, b], lang: [x, y, z] }\nnever: [{ tone: a, lang: x }]\n${LABELLED}`;
    expect((await rulesTables({ rules: spread }))[0].rows).toBe(5 * 13);
    const table = await made(spread, 65);
    const whole = ['tone', 'lang', 'text'].map((name) => cells(table, name));
    expect(new Set(Array.from({ length: 65 }, (_, row) => whole.map((column) => column[row]).join())).size).toBe(65);
  });

  test('rows say which rule they come from, and what never appeared is reported', async () => {
    const ctx = createContext({ seed: 3 });
    const model = await fit(rules, null, { rules: LABELLED, file: 'l.yaml' }, ctx);
    const coverage = grammarCoverage(model);
    const noted = createContext({ seed: 3, note: coverage.note });
    for await (const { table, said } of stream(rules, model, { rows: 2 }, noted)) {
      expect(said?.spec.columns.map(({ name }) => name)).toEqual(['rule']);
      cells(table, 'intent').forEach((intent, row) => {
        expect(cells(said!, 'rule')[row]).toBe(
          intent === 'where' ? 'start[1]' : intent === 'lost' ? 'start[2]' : 'start[3]',
        );
      });
    }
    const [{ message }] = coverage.findings();
    expect(message).toMatch(/^\d+ of 11 alternatives of the grammar appeared; never: .*\(l\.yaml:\d+:\d+\)/);
    for await (const _ of stream(rules, model, { rows: 500 }, noted)) void _;
    expect(coverage.findings()[0].message).toBe('all 11 of 11 alternatives of the grammar appeared');
  });

  test('one text with two labels is refused, also where a value or a longer way makes it', async () => {
    const two = (a: string, b: string) => `
columns: { text: { template: start } }
grammar:
  start: [{ text: '${a}', set: { y: p } }, { text: '${b}', set: { y: q } }]
  x: [one, two]
  z: [two, three]
  v: { draw: { uniform: [0, 1] } }
`;
    const used = (text: string) => `${text}{x*0}{z*0}{v*0}`;
    for (const [a, b] of [
      ['a {x}', 'a {z}'],
      ['{v} {x} b', '{v} two b'],
      ['{x}{z}', 'onetwo'],
    ])
      expect(await refusal(two(used(a), used(b)))).toMatchObject({
        code: 'generator-rules/ambiguous-label',
        message: expect.stringMatching(/test\.yaml:4:.*y: p and y: q/),
      });
    expect((await made(two(used('a {x}'), used('b {z}')), 10)).rows).toBe(10);
  });
});

test.each([1, 2, 3])('seed %i: the same texts as ever', async (seed) => {
  expect(await texts(LABELLED, 4, seed)).toMatchSnapshot();
  expect(Math.abs(share(await made(LABELLED, 3000, seed), 'intent', 'lost') - 1 / 3)).toBeLessThan(0.04);
});
