import { columnOf, type Table, type TextColumn } from '@verisim/core';
import { clopperPearson } from '@verisim/statistics';
import { expect, test } from 'vitest';
import { agrees, fraudPatterns, payments, selfTest } from '../src/index.ts';
import { weeklyIntensity } from '../src/payments/week.ts';
import { levelsOf, numbersOf, simulated, textsOf } from './simulated.ts';

const BLOCK = 16_384;
const DAY = 86_400;

/** Rows as text, by the id of the payment. */
function byId(table: Table): ReadonlyMap<string, string> {
  const names = ['time', 'amount'].map((name) => numbersOf(table, name));
  const texts = ['account', 'counterpart', 'device', 'cause_id'].map(
    (name) => (columnOf(table, name) as TextColumn).values,
  );
  return new Map(
    textsOf(table, 'payment').map((id, row) => [id, [...names, ...texts].map((column) => column[row]).join(' ')]),
  );
}

/** The rows of each episode, in order of time. */
function episodes(table: Table, pattern: string): readonly number[][] {
  const [cause, id] = [levelsOf(table, 'cause'), textsOf(table, 'cause_id')];
  const rows = [...cause.keys()].filter((row) => cause[row] === pattern);
  return [...Map.groupBy(rows, (row) => id[row]).values()];
}

test('frauds are binomial at the stated rate, and the self-test agrees', async () => {
  const { model, table } = await simulated(payments, {}, 16 * BLOCK);
  const frauds = levelsOf(table, 'fraud').filter((fraud) => fraud === 'true').length;
  const { low, high } = clopperPearson(frauds, table.rows, 0.01);
  expect(low).toBeLessThan(0.0015);
  expect(high).toBeGreaterThan(0.0015);
  const found = selfTest(model, table);
  expect(found.length).toBe(10);
  expect(found.filter((one) => !agrees(one))).toEqual([]);
  const time = numbersOf(table, 'time');
  expect(time.every((at, row) => row === 0 || at >= time[row - 1])).toBe(true);
  expect(new Set(textsOf(table, 'payment')).size).toBe(table.rows);
});

test('numbers of frauds per block vary as a binomial does, not as clusters would', async () => {
  const { table } = await simulated(payments, { fraud: { rate: 0.01 } }, 20 * BLOCK, 2);
  const fraud = levelsOf(table, 'fraud');
  const counts = Array.from(
    { length: 20 },
    (_, b) => fraud.slice(b * BLOCK, (b + 1) * BLOCK).filter((one) => one === 'true').length,
  );
  const mean = BLOCK * 0.01;
  const dispersion = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (mean * 0.99);
  // Chi-squared with 20 degrees of freedom: beyond these one time in a thousand on either side.
  expect(dispersion).toBeGreaterThan(5.9);
  expect(dispersion).toBeLessThan(45.3);
});

test.each(fraudPatterns)('without %s every other payment is the same', async (pattern) => {
  const fraud = { rate: 0.01 };
  const patterns = fraudPatterns.filter((one) => one !== pattern);
  const [all, fewer] = [
    await simulated(payments, { fraud }, 2 * BLOCK, 4),
    await simulated(payments, { fraud: { ...fraud, patterns } }, 2 * BLOCK, 4),
  ];
  const [before, after] = [byId(all.table), byId(fewer.table)];
  const left = [...before].filter(([, row]) => !row.includes(`${pattern}:`));
  expect(left.length).toBeLessThan(before.size);
  expect(left.filter(([id, row]) => after.get(id) !== row)).toEqual([]);
  expect([...after.values()].filter((row) => row.includes(`${pattern}:`))).toEqual([]);
});

const world = simulated(payments, { fraud: { rate: 0.02 } }, 4 * BLOCK, 7);

test('cards are tested by one device at one shop, with small amounts, before anything dear is bought', async () => {
  const { table } = await world;
  const found = episodes(table, 'card-testing');
  expect(found.length).toBeGreaterThan(10);
  const [account, device, shop, category] = [
    textsOf(table, 'account'),
    textsOf(table, 'device'),
    textsOf(table, 'counterpart'),
    levelsOf(table, 'category'),
  ];
  const amount = numbersOf(table, 'amount');
  const users = Map.groupBy(device.keys(), (row) => device[row]);
  for (const rows of found) {
    const tests = rows.filter((row) => category[row] === 'subscription');
    expect(new Set(rows.map((row) => device[row])).size).toBe(1);
    expect(new Set(tests.map((row) => shop[row])).size).toBe(1);
    expect(new Set(tests.map((row) => account[row])).size).toBeGreaterThan(tests.length * 0.7);
    expect(Math.max(...tests.map((row) => amount[row]))).toBeLessThan(2.5);
    expect(rows.slice(0, tests.length)).toEqual(tests);
    expect(users.get(device[rows[0]])).toEqual(rows);
  }
});

test('an account that was taken over pays from a device it never used', async () => {
  const { table } = await world;
  const [account, device] = [textsOf(table, 'account'), textsOf(table, 'device')];
  for (const rows of episodes(table, 'account-takeover')) {
    expect(new Set(rows.map((row) => account[row])).size).toBe(1);
    const others = [...device.keys()].filter((row) => device[row] === device[rows[0]]);
    expect(others).toEqual(rows);
  }
});

test('in a ring money moves on, less what each mule keeps', async () => {
  const { table } = await world;
  const [from, to, kind, amount] = [
    textsOf(table, 'account'),
    textsOf(table, 'counterpart'),
    levelsOf(table, 'kind'),
    numbersOf(table, 'amount'),
  ];
  let [circles, gathered] = [0, 0];
  for (const rows of episodes(table, 'mule-ring')) {
    const received = new Map<string, number>();
    for (const [i, row] of rows.entries()) {
      const had = received.get(from[row]) ?? 0;
      if (i > 0) expect(amount[row]).toBeLessThanOrEqual(had + 0.01);
      received.set(from[row], had - amount[row]);
      if (kind[row] === 'transfer') received.set(to[row], (received.get(to[row]) ?? 0) + amount[row]);
    }
    if (to[rows[rows.length - 1]] === from[rows[0]]) circles++;
    else gathered++;
  }
  expect(circles).toBeGreaterThan(1);
  expect(gathered).toBeGreaterThan(5);
});

test('deposits stay below the threshold and their sum is sent on', async () => {
  const { table } = await world;
  const [kind, amount] = [levelsOf(table, 'kind'), numbersOf(table, 'amount')];
  for (const rows of episodes(table, 'structuring')) {
    const deposits = rows.filter((row) => kind[row] === 'cash-in').map((row) => amount[row]);
    expect(Math.max(...deposits)).toBeLessThan(10_000);
    expect(Math.min(...deposits)).toBeGreaterThanOrEqual(8500);
    if (rows.length < 4) continue;
    expect(amount[rows[rows.length - 1]]).toBeCloseTo(
      deposits.reduce((sum, one) => sum + one, 0),
      6,
    );
  }
});

test('devices and contacts last: the graph is one over blocks', async () => {
  const { table } = await simulated(payments, { accounts: 50 }, 3 * BLOCK, 1);
  const [account, device] = [textsOf(table, 'account'), textsOf(table, 'device')];
  const used = new Map<string, Map<string, number>>();
  for (const [row, name] of device.entries()) {
    if (name === null) continue;
    const own = used.get(account[row]) ?? new Map<string, number>();
    used.set(account[row], own.set(name, (own.get(name) ?? 0) + 1));
  }
  // 1,638 days: each of two devices is replaced every two years, each account once or twice.
  for (const own of used.values()) {
    const lasting = [...own.values()].filter((count) => count > 3).length;
    expect(lasting).toBeLessThan(12);
  }
  expect(used.size).toBeGreaterThan(80);
  expect(used.size).toBeLessThan(130);
});

test('a week sums to a week, weekends are so many times as busy, and instants invert sums', () => {
  // 2026-01-05 is a Monday; a start on a Thursday noon must not matter.
  const start = Date.UTC(2026, 0, 8, 12) / 1000;
  const week = weeklyIntensity(0.5, 2, start);
  expect(week.even(7 * DAY)).toBeCloseTo(7 * DAY, 4);
  const saturday = 1.5 * DAY;
  const [busy, plain] = [
    week.even(saturday + DAY) - week.even(saturday),
    week.even(saturday) - week.even(saturday - DAY),
  ];
  expect(busy / plain).toBeCloseTo(2, 6);
  for (const at of [0, 1234, 3 * DAY, 100.25 * DAY]) expect(week.instant(week.even(at))).toBeCloseTo(at, 3);
  let sum = 0;
  for (let at = 50; at < 10 * DAY; at += 100) sum += 100 * week.rate(at);
  expect(sum).toBeCloseTo(week.even(10 * DAY), -2);
  expect(week.rate(saturday + 15 * 3600)).toBeCloseTo(week.most, 6);
});

test('rates are fitted to a sample', async () => {
  const options = {
    accounts: 80,
    rate: 3,
    amounts: { mean: 20, variation: 1, heaping: 0.5 },
    season: { weekend: 2 },
    fraud: { rate: 0.05 },
  };
  const { table } = await simulated(payments, options, BLOCK, 3);
  const [time, account, amount, fraud, cause] = [
    numbersOf(table, 'time'),
    textsOf(table, 'account'),
    numbersOf(table, 'amount'),
    levelsOf(table, 'fraud'),
    levelsOf(table, 'cause'),
  ];
  const line = (row: number) =>
    [new Date(time[row]).toISOString(), account[row], amount[row], fraud[row], cause[row]].join(',');
  const like = ['time,account,amount,fraud,cause', ...account.map((_, row) => line(row))].join('\n');
  const { model } = await simulated(payments, { like }, 10);
  const rates = model.rates as unknown as typeof options & {
    fraud: { shares: Record<string, number> };
    season: { daily: number };
  };
  // Those that were opened while it lasts count too.
  expect(rates.accounts).toBeGreaterThanOrEqual(80);
  expect(rates.accounts).toBeLessThan(85);
  expect(rates.rate).toBeGreaterThan(2.7);
  expect(rates.rate).toBeLessThan(3.1);
  expect(Math.abs(rates.amounts.mean - 20)).toBeLessThan(2);
  expect(Math.abs(rates.amounts.variation - 1)).toBeLessThan(0.15);
  expect(Math.abs(rates.amounts.heaping - 0.5)).toBeLessThan(0.03);
  expect(Math.abs(rates.season.daily - 0.6)).toBeLessThan(0.08);
  expect(Math.abs(rates.season.weekend - 2)).toBeLessThan(0.25);
  expect(Math.abs(rates.fraud.rate - 0.05)).toBeLessThan(0.007);
  expect(Math.abs(rates.fraud.shares['card-testing'] - 0.4)).toBeLessThan(0.06);
});

const sample = (line: string) =>
  `time,account,amount\n${Array.from({ length: 60 }, (_, i) => `${i},a${i},5`).join('\n')}\n${line}`;

test.each([
  ['shares that do not sum to 1', { fraud: { shares: { structuring: 0.5 } } }, 'bad-option'],
  ['a sample of one row', { like: 'time,account,amount\n1,a,2' }, 'bad-sample'],
  ['an amount below 0', { like: sample('70,a,-1') }, 'bad-sample'],
  ['one account', { like: sample('70,a,5').replaceAll(/a\d+/g, 'a') }, 'bad-sample'],
])('%s: refused', async (_, options, code) => {
  await expect(simulated(payments, options, 1)).rejects.toMatchObject({ code: `generator-simulation/${code}` });
});
