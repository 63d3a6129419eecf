import { createContext, fit, isVerisimError, sample } from '@verisim/core';
import { describe, expect, test } from 'vitest';
import { llm, makeTexts, textsTable, textTasks } from '../src/index.ts';
import { callsTo, double } from './calls-subject.ts';
import { cardTexts, planFor, rowsFrom, userText } from './llm-subject.ts';
import { rememberingJournal } from './remembering-journal.ts';

const count = (values: readonly (string | null)[]) =>
  Object.fromEntries([...Map.groupBy(values, (value) => String(value))].map(([key, all]) => [key, all.length]));

describe('rows', () => {
  test('come in the labels and cells that were asked for, with their parents', async () => {
    const attributes = { tone: ['calm', 'angry'] };
    const { made, plan } = await rowsFrom({}, { variety: { attributes, topics: ['cash', 'travel'] } }, 40);
    expect(made.missing).toEqual([]);
    // Twelve seeds, six, three and three of them.
    expect(count(made.rows.map(({ label }) => label))).toEqual({ arrival: 20, lost: 10, fee: 10 });
    const cells = Object.values(
      count(made.rows.filter(({ label }) => label === 'arrival').map(({ tags }) => tags.join())),
    );
    expect(cells).toEqual([5, 5, 5, 5]);
    for (const { parents, label } of made.rows) {
      expect(parents.length).toBeGreaterThan(0);
      for (const row of parents) expect(plan.seeds.find((seed) => seed.row === row)?.label).toBe(label);
    }
    const table = textsTable(plan, made.rows);
    expect(table.spec.columns.filter(({ role }) => role === 'lineage').map(({ name }) => name)).toContain(
      'lineage:parents',
    );
    expect(table.columns.some((column) => column.storage === 'coded' && column.codes.includes(-2))).toBe(false);
  });

  test('are even over the labels on request, and of one label under a condition', async () => {
    const { made } = await rowsFrom({}, { variety: { labels: 'even' } }, 12);
    expect(count(made.rows.map(({ label }) => label))).toEqual({ arrival: 4, lost: 4, fee: 4 });
    const server = await double();
    const generator = llm({ calls: await callsTo(server) });
    const model = await fit(
      generator,
      cardTexts(),
      { model: 'toy-mini', baseURL: server.url },
      createContext({ seed: 1 }),
    );
    const where = [{ column: 'label', in: ['fee'] }];
    const { table } = await sample(generator, model, { rows: 8, where }, createContext({ seed: 1 }));
    const [, label] = table.columns;
    expect(label.storage === 'coded' && Array.from(label.codes, (code) => label.levels[code])).toEqual(
      Array(8).fill('fee'),
    );
  });

  test('are the same from the journal, without a request; another seed asks other things', async () => {
    const server = await double();
    const journal = rememberingJournal();
    const plan = planFor(server);
    const draw = async (seed: number) => {
      const calls = await callsTo(server, { journal: journal.open() });
      const made = await makeTexts(plan, { calls }, { rows: 20 }, createContext({ seed }));
      return { rows: made.rows.map(({ values, label, parents }) => ({ values, label, parents })), bill: calls.bill() };
    };
    const first = await draw(1);
    const asked = server.requests().length;
    expect(asked).toBeGreaterThan(4);
    const again = await draw(1);
    expect(again.rows).toEqual(first.rows);
    expect(server.requests()).toHaveLength(asked);
    expect(again.bill).toMatchObject({ bought: 0, money: first.bill.money });
    expect((await draw(2)).rows).not.toEqual(first.rows);
    expect(server.requests().length).toBeGreaterThan(asked);
  });

  test('repeat no seed and no row', async () => {
    const copy = 'Where is my new card, it has not come yet';
    const answer = () => JSON.stringify({ texts: [{ text: copy.toUpperCase() }, { text: 'Always this one' }] });
    const { made } = await rowsFrom({ toy: { answer } }, {}, 6);
    expect(made.rows.map(({ values }) => values.text)).toEqual(['Always this one']);
    expect(made.dropped.get('repeated')).toBeGreaterThan(5);
    expect(made.missing.reduce((sum, { rows }) => sum + rows, 0)).toBe(5);
  });
});

test('batch mode makes the same rows at half the price', async () => {
  const asking = { batch: true, pollSeconds: 0.01 };
  const { made, server, calls } = await rowsFrom({}, { asking }, 20);
  const single = await rowsFrom({}, {}, 20);
  expect(made.rows.map(({ values }) => values)).toEqual(single.made.rows.map(({ values }) => values));
  expect(calls.bill().money / single.calls.bill().money).toBeCloseTo(0.5, 1);
  expect(server.bill().microdollars).toBe(calls.bill().money);
});

describe('answers that are no rows', () => {
  test.each([
    ['refusal', 'refused', 2],
    ['content-filter', 'filtered', 2],
    ['length', 'cut', 2],
    ['not-json', 'unreadable answer', 6],
    ['wrong-schema', 'unreadable answer', 6],
  ] as const)('%s is counted as "%s" and asked for again', async (fault, reason, until) => {
    // Three questions; an unreadable answer gets one correction, which is spoiled too.
    const { made, server } = await rowsFrom({ faults: [{ fault, until }] }, { variety: { perCall: 5 } }, 10);
    expect(made.rows).toHaveLength(10);
    expect(made.dropped.get(reason)).toBeGreaterThan(0);
    expect(made.rows.every(({ values }) => !/unexpected|Sure!|can't help/.test(values.text))).toBe(true);
    expect(server.bill().requests).toBe(server.requests().length);
  });

  test('a bad answer is sent back with what is wrong', async () => {
    const { made, server } = await rowsFrom({ faults: [{ fault: 'wrong-schema', at: [1] }] }, {}, 4);
    expect(made.rows).toHaveLength(4);
    const corrections = server.requests().filter(({ body }) => userText(body).startsWith('That answer cannot be used'));
    expect(corrections).toHaveLength(1);
    expect(userText(corrections[0].body)).toContain('texts: Invalid input');
  });

  test('a block that cannot be filled fails, and says why', async () => {
    const server = await double({ faults: [{ fault: 'refusal' }] });
    const generator = llm({ calls: await callsTo(server) });
    const ctx = createContext({ seed: 1 });
    const model = await fit(generator, cardTexts(), { model: 'toy-mini', baseURL: server.url }, ctx);
    const error = await sample(generator, model, { rows: 8 }, ctx).catch((thrown) => thrown);
    expect(isVerisimError(error) && error.code).toBe('generator-text/shortfall');
    expect(error.message).toContain('0 of 8 rows could be had; dropped: refused 16');
  });
});

test('a screen sees rows before they are kept, next to those that are, and its reasons count', async () => {
  const server = await double();
  const calls = await callsTo(server);
  const sizes: [number, number][] = [];
  const screen = async (rows: { rows: number }, accepted: { rows: number } | null) => {
    sizes.push([rows.rows, accepted?.rows ?? 0]);
    return { reasons: Array.from({ length: rows.rows }, (_, row) => (row === 0 && sizes.length < 3 ? 'first' : null)) };
  };
  const made = await makeTexts(planFor(server), { calls, screen }, { rows: 12 }, createContext({ seed: 1 }));
  expect(made.rows).toHaveLength(12);
  expect(made.dropped.get('first')).toBe(2);
  expect(sizes[0][1]).toBe(0);
  expect(sizes[1][1]).toBe(sizes[0][0] - 1);
});

describe('tasks', () => {
  const own: Readonly<Record<string, (random: number) => object>> = {
    extraction: () => ({ records: [{ text: 'Order 17 came on Monday', record: { number: '17', day: 'Monday' } }] }),
    dialogue: (i) => ({
      dialogues: [
        {
          messages: [
            { role: 'user', content: `Hello ${i}` },
            { role: 'assistant', content: 'Hi' },
          ],
        },
      ],
    }),
  };
  test.each(textTasks.map((task) => [task.name, task] as const))(
    '%s: its schema is one that strict structured outputs take, and its rows are its columns',
    async (name, task) => {
      let i = 0;
      const toy = own[name] && { answer: () => JSON.stringify(own[name](i++)) };
      const given = name === 'extraction' ? { name, fields: ['number', 'day'] } : name;
      const { made, server, plan } = await rowsFrom(
        toy ? { toy } : {},
        { task: given, variety: { perCall: 1 } },
        3,
      ).catch((error) => {
        throw new Error(`${name}: ${error.message}`);
      });
      expect(server.requests().every(({ status }) => status === 200)).toBe(true);
      const table = textsTable(plan, made.rows);
      const names = table.spec.columns.filter(({ role }) => role !== 'lineage').map(({ name }) => name);
      expect(names).toEqual(task.columns ?? ['text', 'label']);
      if (name !== 'labelling') expect(made.rows.length).toBeGreaterThan(0);
      for (const { values } of made.rows) for (const value of Object.values(values)) expect(value.trim()).not.toBe('');
    },
  );

  test('what a record holds must stand in its text', async () => {
    const answer = () => JSON.stringify({ records: [{ text: 'Order 17 came', record: { number: '18' } }] });
    const { made } = await rowsFrom({ toy: { answer } }, { task: { name: 'extraction', fields: ['number'] } }, 2);
    expect(made.rows).toEqual([]);
    expect(made.dropped.get('unreadable answer')).toBeGreaterThan(0);
  });
});

test.each([
  [{ task: 'nonsense' }, 'generator-text/unknown-task'],
  [{ task: 'extraction' }, 'generator-text/no-fields'],
  [{ task: { name: 'classification', text: 'label' } }, 'generator-text/no-texts'],
  [{ model: '' }, 'core/bad-options'],
  [{ judge: { model: 'x', least: 9 } }, 'core/bad-options'],
])('%j is refused with %s', (settings, code) => {
  let error: unknown;
  try {
    planFor({ url: 'http://localhost:1/v1' }, settings);
  } catch (thrown) {
    error = thrown;
  }
  expect(isVerisimError(error) && error.code).toBe(code);
});
