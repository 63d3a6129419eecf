import { expect, test } from 'vitest';
import { dailyIntensity } from '../src/flow/intensity.ts';
import { agrees, selfTest, webLog } from '../src/index.ts';
import { readLog } from '../src/web-log/fit-web-log.ts';
import { levelsOf, numbersOf, simulated, textsOf } from './simulated.ts';

test('each line says what the fields say', async () => {
  const { table } = await simulated(webLog, { start: '2026-02-28T23:50:00Z' }, 3000);
  const lines = textsOf(table, 'line');
  const read = readLog(lines.join('\n'));
  const [time, status] = ['time', 'status'].map((name) => numbersOf(table, name));
  const [path, agent] = ['path', 'agent'].map((name) => levelsOf(table, name));
  expect(read.length).toBe(3000);
  for (const [row, request] of read.entries()) {
    expect(request).toEqual({
      at: Math.floor(time[row] / 1000),
      path: path[row],
      status: status[row],
      agent: agent[row],
    });
    expect(lines[row].startsWith(`${textsOf(table, 'address')[row]} - - [`)).toBe(true);
  }
  expect(lines.some((line) => line.includes('[01/Mar/2026:00:'))).toBe(true);
});

test('time runs on through the blocks and the day has its wave', async () => {
  const { model, table } = await simulated(webLog, { rate: 0.5, swing: 0.8, bots: 0.1 }, 12 * 8192);
  const time = numbersOf(table, 'time');
  expect(time.every((at, row) => row === 0 || at >= time[row - 1])).toBe(true);
  expect(selfTest(model, table).every(agrees)).toBe(true);
  const hours = new Float64Array(24);
  for (const at of time) if (at < time[0] + 2 * 86_400_000) hours[Math.floor(at / 3_600_000) % 24]++;
  // Peak at 15:00, trough at 03:00: 1.8 against 0.2 of the mean.
  const ratio = (hours[14] + hours[15]) / (hours[2] + hours[3]);
  expect(ratio).toBeGreaterThan(5.5);
  expect(ratio).toBeLessThan(13);
});

test('even time and instants undo each other', () => {
  const intensity = dailyIntensity(0.9, 7200);
  for (const at of [0, 1, 40_000, 86_400, 1e7]) {
    expect(Math.abs(intensity.instant(intensity.even(at)) - at)).toBeLessThan(1e-4);
    const slope = (intensity.even(at + 1) - intensity.even(at - 1)) / 2;
    expect(slope).toBeCloseTo(intensity.rate(at), 5);
  }
  expect(intensity.even(86_400)).toBeCloseTo(86_400, 6);
});

test('everything in an outage fails and says which, nothing else changes for those who came before', async () => {
  const options = { rate: 20, bots: 0.1 };
  const calm = await simulated(webLog, options, 4096, 4);
  const hit = await simulated(webLog, { ...options, outages: '60/15' }, 4096, 4);
  const [status, cause, id] = [
    numbersOf(hit.table, 'status'),
    levelsOf(hit.table, 'cause'),
    textsOf(hit.table, 'cause_id'),
  ];
  expect(cause.filter((one) => one === 'outage').length).toBeGreaterThan(200);
  for (const [row, one] of cause.entries()) {
    expect(one === 'outage').toBe(status[row] === 503);
    expect(
      id[row].startsWith(one === 'visit' || one === 'crawler' || one === 'scanner' ? `${one}:0-` : `${one}:`),
    ).toBe(true);
  }
  const first = cause.indexOf('outage');
  const agree = textsOf(calm.table, 'line').filter((line) => new Set(textsOf(hit.table, 'line')).has(line)).length;
  expect(first).toBeGreaterThan(0);
  expect(agree).toBeGreaterThan(500);
});

test('rates are fitted to a log', async () => {
  const stated = { rate: 0.4, swing: 0.5, bots: 0.3, errors: 0.05, pages: 40 };
  const { table } = await simulated(webLog, stated, 8 * 8192, 9);
  const { model } = await simulated(webLog, { like: textsOf(table, 'line').join('\n') }, 1);
  const rates = model.rates as typeof stated;
  expect(Math.abs(rates.rate / 0.4 - 1)).toBeLessThan(0.05);
  expect(Math.abs(rates.swing - 0.5)).toBeLessThan(0.06);
  expect(Math.abs(rates.bots - 0.3)).toBeLessThan(0.04);
  expect(Math.abs(rates.errors - 0.05)).toBeLessThan(0.01);
  expect(rates.pages).toBe(40);
});

test('a log of a quiet night is of as many requests a day as the whole log', async () => {
  const { table } = await simulated(webLog, { rate: 2 }, 8192, 9);
  const { model } = await simulated(webLog, { like: textsOf(table, 'line').join('\n') }, 1);
  expect(Math.abs((model.rates as { rate: number }).rate / 2 - 1)).toBeLessThan(0.05);
});

test('the self-test looks at the wave of whole days and at the first page', async () => {
  const { model, table } = await simulated(webLog, { rate: 0.15, swing: 0.4, pages: 50 }, 15 * 4096, 3);
  const found = selfTest(model, table);
  expect(found.map(({ metric }) => metric)).toEqual([
    'mean-gap',
    'share-of-bots',
    'share-of-errors',
    'share-of-first-page',
    'daily-swing',
  ]);
  expect(found.filter((one) => !agrees(one))).toEqual([]);
  const { value, reference } = found[3];
  // 1 / (1 + 1/2 + ... + 1/50)
  expect([reference?.expected, Math.abs(value! - 0.2223)]).toEqual([expect.closeTo(0.22226, 4), expect.closeTo(0, 1)]);
});

test.each([
  [{ outages: '1/2/3' }, 'bad-option'],
  [{ like: 'no log' }, 'bad-sample'],
  [{ like: '' }, 'bad-sample'],
])('%j is refused', async (options, code) => {
  await expect(simulated(webLog, options, 1)).rejects.toMatchObject({ code: `generator-simulation/${code}` });
});
