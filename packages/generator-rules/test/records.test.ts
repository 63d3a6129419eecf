import { createContext, fit, sample } from '@verisim/core';
import { describe, expect, test } from 'vitest';
import { rules } from '../src/index.ts';
import { dayOf, easterOf, isBusinessDay } from '../src/record/calendar.ts';
import { normal, poisson } from '../src/record/distribution.ts';
import { permutationOf } from '../src/record/permutation.ts';
import { gradesOf, scoreCorrelation } from '../src/record/rank-correlation.ts';
import { cells, correlation, made, numbers, ranksOf, refusal, share } from './made.ts';

const N = 100_000;

describe('copula', () => {
  test('stated rank correlations are met to .01 at 100,000 rows, with ties as well', async () => {
    const table = await made(
      `
columns:
  a: { draw: { normal: { mean: 5, sd: 2 } } }
  b: { draw: { lognormal: { mean: 1, sd: 1 } } }
  c: { draw: { gamma: { shape: 2, scale: 3 } }, bounds: [1, 20] }
  d: { draw: { poisson: { mean: 1.5 } } }
  e: { draw: { levels: { low: 5, middle: 3, high: 2 } } }
correlations:
  - [a, b, 0.7]
  - [a, c, -0.4]
  - [a, d, 0.5]
  - [b, d, 0.45]
  - [d, e, 0.3]
`,
      N,
    );
    const e = Float64Array.from(cells(table, 'e'), (level) => ['low', 'middle', 'high'].indexOf(String(level)));
    const ranks = Object.fromEntries([...'abcd'].map((name) => [name, ranksOf(numbers(table, name))] as const));
    const near = (x: number, y: number) => expect(Math.abs(x - y)).toBeLessThan(0.01);
    near(correlation(ranks.a, ranks.b), 0.7);
    near(correlation(ranks.a, ranks.c), -0.4);
    near(correlation(ranks.a, ranks.d), 0.5);
    near(correlation(ranks.b, ranks.d), 0.45);
    near(correlation(ranks.d, ranksOf(e)), 0.3);
    near(correlation(ranks.b, ranks.c), 0);
    near(share(table, 'e', 'low'), 0.5);
    expect(Math.min(...numbers(table, 'c'))).toBeGreaterThanOrEqual(1);
  });

  test('two smooth variables: 2 sin(pi rho / 6); ties need more', () => {
    const smooth = gradesOf(normal(0, 1));
    expect(scoreCorrelation(smooth, smooth, 0.5)).toBeCloseTo(2 * Math.sin(Math.PI / 12), 12);
    // The series against the closed form that the smooth case has.
    const series = { ...smooth, smooth: false };
    expect(scoreCorrelation(series, series, 0.5)).toBeCloseTo(2 * Math.sin(Math.PI / 12), 4);
    const tied = gradesOf(poisson(0.5));
    expect(scoreCorrelation(smooth, tied, 0.5)!).toBeGreaterThan(2 * Math.sin(Math.PI / 12));
    expect(scoreCorrelation(smooth, gradesOf(poisson(0.01)), 0.9)).toBe(null);
  });
});

describe('links', () => {
  test('linear: r2 and coefficients are those stated', async () => {
    const table = await made(
      'columns: { x: { draw: { gamma: { shape: 2, scale: 1 } } }, y: { linear: { intercept: 3, of: { x: 2 }, r2: 0.3 } } }',
      N,
    );
    const r = correlation(numbers(table, 'x'), numbers(table, 'y'));
    expect(Math.abs(r * r - 0.3)).toBeLessThan(0.015);
    const mean = numbers(table, 'y').reduce((sum, value) => sum + value, 0) / N;
    expect(Math.abs(mean - (3 + 2 * 2))).toBeLessThan(0.06);
  });

  test('logistic: rate and AUC are those stated', async () => {
    const table = await made(
      `
columns:
  x: { draw: { normal: { mean: 100, sd: 5 } } }
  k: { draw: { levels: [a, b] } }
  y: { levels: [no, yes], logistic: { of: { x: 1, k: { a: 4 } }, rate: 0.15, auc: 0.8 } }
`,
      N,
    );
    expect(Math.abs(share(table, 'y', 'yes') - 0.15)).toBeLessThan(0.006);
    const level = cells(table, 'k');
    const ranks = ranksOf(numbers(table, 'x').map((x, row) => x + (level[row] === 'a' ? 4 : 0)));
    let [sum, positives] = [0, 0];
    cells(table, 'y').forEach((cell, row) => {
      if (cell === 'yes') [sum, positives] = [sum + ranks[row] + 1, positives + 1];
    });
    const auc = (sum - (positives * (positives + 1)) / 2) / (positives * (N - positives));
    expect(Math.abs(auc - 0.8)).toBeLessThan(0.008);
  });

  test('when: the first case that fits decides, and where none fits the cell is missing', async () => {
    const table = await made(
      `
columns:
  age: { draw: { uniform: [0, 100] } }
  kind: { when: [{ if: { age: { below: 18 } }, then: child }, { if: { age: { from: 18, to: 65 } }, then: { levels: { work: 3, study: 1 } } }] }
`,
      20_000,
    );
    const ages = numbers(table, 'age');
    cells(table, 'kind').forEach((kind, row) => {
      const wanted: unknown[] = ages[row] < 18 ? ['child'] : ages[row] <= 65 ? ['work', 'study'] : [null];
      expect(wanted.includes(kind)).toBe(true);
    });
    expect(Math.abs(share(table, 'kind', 'study') - 0.47 / 4)).toBeLessThan(0.01);
  });
});

describe('missing cells', () => {
  const text = (missing: string): string =>
    `columns: { x: { draw: { normal: { mean: 0, sd: 3 } } }, y: { draw: { normal: { mean: 0, sd: 1 } }, missing: ${missing} } }`;
  const rate = (table: Awaited<ReturnType<typeof made>>) => numbers(table, 'y').filter(Number.isNaN).length / N;

  test.each<[string, string, number]>([
    ['MCAR', '0.2', 0],
    ['MAR', '{ rate: 0.2, by: { x: 1.5 }, mechanism: MAR }', 1],
    ['MNAR', '{ rate: 0.2, by: { y: 1.5 }, mechanism: MNAR }', 0],
  ])('%s: the stated rate, and what it depends on', async (name, missing, dependsOnX) => {
    const table = await made(text(missing), N);
    expect(Math.abs(rate(table) - 0.2)).toBeLessThan(0.006);
    const gone = numbers(table, 'y').map((value) => (Number.isNaN(value) ? 1 : 0));
    const r = correlation(gone, numbers(table, 'x'));
    if (dependsOnX) expect(r).toBeGreaterThan(0.3);
    else expect(Math.abs(r)).toBeLessThan(0.012);
    const seen = numbers(table, 'y').filter((value) => !Number.isNaN(value));
    const mean = seen.reduce((sum, value) => sum + value, 0) / seen.length;
    if (name === 'MNAR') expect(mean).toBeLessThan(-0.15);
    else expect(Math.abs(mean)).toBeLessThan(0.015);
  });

  test('a mechanism that is not what the rule says is refused', async () => {
    expect(await refusal(text('{ rate: 0.2, by: { y: 1 }, mechanism: MAR }'))).toMatchObject({
      code: 'generator-rules/bad-value',
      message: expect.stringContaining('MNAR, not MAR'),
    });
  });
});

describe('dates', () => {
  test('holidays by rule: Easter, TARGET, federal', () => {
    // Easter Sundays: US Naval Observatory. Closing days: ECB; federal holidays 2021 and 2022: opm.gov.
    expect([2000, 2008, 2011, 2024, 2038].map(easterOf)).toEqual([
      dayOf(2000, 4, 23),
      dayOf(2008, 3, 23),
      dayOf(2011, 4, 24),
      dayOf(2024, 3, 31),
      dayOf(2038, 4, 25),
    ]);
    const none = new Set<number>();
    const target = [
      [3, 29],
      [4, 1],
      [5, 1],
      [12, 25],
      [12, 26],
    ].map(([month, date]) => isBusinessDay(dayOf(2024, month, date), 'target', none));
    expect(target).toEqual([false, false, false, false, false]);
    const days = Array.from({ length: 366 }, (_, i) => dayOf(2024, 1, 1) + i);
    expect(days.filter((day) => isBusinessDay(day, 'target', none)).length).toBe(256);
    const federal = [
      [1, 1],
      [1, 18],
      [2, 15],
      [5, 31],
      [6, 18],
      [7, 5],
      [9, 6],
      [10, 11],
      [11, 11],
      [11, 25],
      [12, 24],
      [12, 31],
    ];
    expect(federal.map(([month, date]) => isBusinessDay(dayOf(2021, month, date), 'us-federal', none))).toEqual(
      federal.map(() => false),
    );
    const year = Array.from({ length: 365 }, (_, i) => dayOf(2021, 1, 1) + i);
    expect(year.filter((day) => isBusinessDay(day, 'us-federal', none)).length).toBe(261 - 12);
  });

  test('days of business, months and hours by weight, and dates after others', async () => {
    const table = await made(
      `
columns:
  start: { date: { from: 2024-01-01, to: 2024-12-31, calendar: target, holidays: [2024-08-15], months: [3,1,1,1,1,1,1,1,1,1,1,1], hours: [0,0,0,0,0,0,0,0,1,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0] } }
  due: { after: { column: start, days: 3, calendar: weekdays } }
`,
      20_000,
    );
    const starts = numbers(table, 'start');
    const january = starts.filter((time) => new Date(time).getUTCMonth() === 0).length / 20_000;
    // 22 days of business in January 2024, 233 after it (15 August taken out), the former weighted 3.
    expect(Math.abs(january - 66 / (66 + 233))).toBeLessThan(0.012);
    const dues = numbers(table, 'due');
    starts.forEach((time, row) => {
      const date = new Date(time);
      expect(date.getUTCDay() % 6).not.toBe(0);
      expect([8, 9]).toContain(date.getUTCHours());
      const days = (dues[row] - time) / 86_400_000;
      expect(days).toBe(date.getUTCDay() <= 2 ? 3 : 5);
    });
  });
});

describe('keys and references', () => {
  test('a permutation takes every number once', () => {
    const key = Uint8Array.from({ length: 32 }, (_, i) => 7 * i);
    for (const size of [1, 2, 3, 10, 1000, 4097]) {
      const permute = permutationOf(size, key);
      expect(new Set(Array.from({ length: size }, (_, i) => permute(i))).size).toBe(size);
    }
    const permute = permutationOf(2 ** 40, key);
    expect(permute(5)).not.toBe(permute(6));
    expect(permute(5)).toBeLessThan(2 ** 40);
  });

  const TABLES = `
tables:
  customers:
    rows: 70000
    columns: { id: { key: 'C-[0-9]{5}' }, number: { key: { from: 100 } } }
  orders:
    columns: { id: { key: '[A-F]{8}' }, customer: { reference: { to: customers.id, skew: 1 } }, number: { reference: customers.number } }
`;

  test('keys are unique over blocks, and references name rows that there are', async () => {
    const customers = await made(TABLES, 70_000, 3, 'customers');
    const orders = await made(TABLES, 30_000, 3, 'orders');
    const ids = new Set(cells(customers, 'id'));
    expect(ids.size).toBe(70_000);
    expect([...ids].every((id) => /^C-\d{5}$/.test(String(id)))).toBe(true);
    expect(cells(orders, 'customer').every((id) => ids.has(id))).toBe(true);
    const named = numbers(orders, 'number');
    expect([Math.min(...named) >= 100, Math.max(...named) < 70_100]).toEqual([true, true]);
    const counts = new Map<unknown, number>();
    for (const id of cells(orders, 'customer')) counts.set(id, (counts.get(id) ?? 0) + 1);
    const [first, second] = [...counts.values()].toSorted((a, b) => b - a);
    expect(first / second).toBeGreaterThan(1.7);
    expect(first / second).toBeLessThan(2.3);
  });

  test('more rows than keys are refused', async () => {
    await expect(made("columns: { id: { key: '[a-c]{2}' } }", 10)).rejects.toMatchObject({
      code: 'generator-rules/keys-used-up',
    });
    expect(new Set(cells(await made("columns: { id: { key: '[a-c]{2}' } }", 9), 'id')).size).toBe(9);
  });
});

test('a schema alone is a file of rules: cells within bounds and levels', async () => {
  const columns = [
    { name: 'age', kind: 'integer', nullable: false, role: 'feature', bounds: [18, 20] },
    { name: 'sex', kind: 'category', nullable: false, role: 'target', levels: ['f', 'm'] },
    { name: 'member', kind: 'boolean', nullable: true, role: 'feature' },
    {
      name: 'joined',
      kind: 'datetime',
      nullable: false,
      role: 'feature',
      bounds: ['2024-01-01', '2024-12-31'],
      format: '%Y-%m-%d',
    },
  ];
  const table = await made(JSON.stringify({ columns }), 3000);
  expect(table.spec.columns.map(({ name, kind, role }) => [name, kind, role])).toEqual(
    columns.map(({ name, kind, role }) => [name, kind, role]),
  );
  for (const age of [18, 19, 20]) expect(Math.abs(share(table, 'age', age) - 1 / 3)).toBeLessThan(0.04);
  expect(Math.abs(share(table, 'sex', 'm') - 0.5)).toBeLessThan(0.04);
  expect(Math.min(...numbers(table, 'joined'))).toBeGreaterThanOrEqual(Date.UTC(2024, 0, 1));
});

test('names and addresses follow the seed and the locale, and other columns stay as they are', async () => {
  const text = (more: string) =>
    `{ columns: { name: { fake: person.fullName, locale: de }, city: { fake: location.city, locale: ja }${more} } }`;
  const [one, again, other, wider] = await Promise.all([
    made(text(''), 50),
    made(text(''), 50),
    made(text(''), 50, 2),
    made(text(', x: { draw: { uniform: [0, 1] } }'), 50),
  ]);
  expect(cells(again, 'name')).toEqual(cells(one, 'name'));
  expect(cells(other, 'name')).not.toEqual(cells(one, 'name'));
  expect(cells(wider, 'name')).toEqual(cells(one, 'name'));
  expect(new Set(cells(one, 'name')).size).toBeGreaterThan(45);
  expect(cells(one, 'city').some((city) => /[\u3040-\u9fff]/.test(String(city)))).toBe(true);
});

test('a block depends on nothing but rules, seed and its number', async () => {
  const ctx = createContext({ seed: 9 });
  const options = { rules: "columns: { id: { key: '[0-9]{7}' }, x: { draw: { normal: { mean: 0, sd: 1 } } } }" };
  const model = await fit(rules, null, options, ctx);
  const all = (await sample(rules, model, { rows: 16_384 + 100 }, ctx)).table;
  const second = (await sample(rules, await rules.load(await model.save()), { rows: 100, firstBlock: 1 }, ctx)).table;
  expect(cells(second, 'id')).toEqual(cells(all, 'id').slice(16_384));
  expect(numbers(second, 'x')).toEqual(numbers(all, 'x').slice(16_384));
});
