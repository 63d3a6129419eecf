import { createContext } from '@verisim/core';
import { describe, expect, test } from 'vitest';
import { createBudget } from '../src/calls/budget.ts';
import { costOf, worstUsage } from '../src/calls/price.ts';
import { expectedSum, memoryJournal, pilot } from '../src/index.ts';
import { PRICES, question, questions } from './call-questions.ts';
import { answers, callsTo, double } from './calls-subject.ts';
import { rememberingJournal } from './remembering-journal.ts';

const never = new AbortController().signal;
const worst = { money: 40, tokens: 10, batch: null };

describe('a budget', () => {
  test('waits for what comes back, in order, and refuses when nothing can', async () => {
    const budget = createBudget({ money: 100, tokens: null });
    const went: string[] = [];
    const ask = (name: string) => budget.reserve(worst, never).then(() => went.push(name));
    await ask('a');
    await ask('b');
    const [c, d] = [ask('c'), ask('d')];
    c.catch(() => {});
    expect(went).toEqual(['a', 'b']);
    budget.settle(worst, { money: 5, tokens: 1 });
    await c;
    budget.settle(worst, { money: 20, tokens: 1 });
    budget.settle(worst, { money: 36, tokens: 1 });
    await expect(d).rejects.toMatchObject({ code: 'generator-text/budget-reached' });
    expect(budget.spent()).toEqual({ money: 61, tokens: 3 });
  });

  test('to the last unit', async () => {
    const budget = createBudget({ money: null, tokens: 20 });
    await budget.reserve(worst, never);
    await budget.reserve(worst, never);
    await expect(createBudget({ money: 39, tokens: null }).reserve(worst, never)).rejects.toMatchObject({
      message: expect.stringContaining('0.000039'),
    });
  });
});

test('costs are whole millionths, rounded up', () => {
  const price = { input: 0.15, output: 0.6, cachedInput: 0.075 };
  expect(costOf({ input: 1, output: 0, cached: 0 }, price)).toBe(1);
  expect(costOf({ input: 20, output: 5, cached: 0 }, price)).toBe(6);
  expect(costOf({ input: 1_000_000, output: 1_000_000, cached: 0 }, price)).toBe(750_000);
  expect(costOf({ input: 1_000_000, output: 0, cached: 1_000_000 }, price)).toBe(75_000);
  expect(costOf({ input: 1_000_000, output: 1_000_000, cached: 0 }, price, 0.5)).toBe(375_000);
});

test('the worst case bounds the tokens of any byte-level vocabulary, also of scripts with long letters', () => {
  const asked = question(1);
  const content = 'สวัสดี 你好 👩‍👩‍👧 𝔘'.repeat(50);
  const body = { ...asked.body, messages: [{ role: 'user' as const, content }] };
  expect(worstUsage({ ...asked, body }).input).toBeGreaterThan(new TextEncoder().encode(content).length);
});

describe.each([1, 4, 16])('%i workers in a storm of refusals and lost answers', (concurrency) => {
  test('the bill never passes the budget, over runs; raising it goes on where it stopped', async () => {
    const server = await double({
      latencyMs: 2,
      faults: [
        { fault: 'retry-after-0', probability: 0.3 },
        { fault: 'half-body-reset', probability: 0.04 },
        { fault: 'no-answer-billed', probability: 0.02 },
        { fault: 'cut-json', probability: 0.04 },
      ],
    });
    const remembered = rememberingJournal();
    const limits = { concurrency, waitCapMs: 5, deadlineMs: 200, retries: 20, malformed: 9, patienceMs: 20_000 };
    const asked = questions(100);
    const run = async (money: number) => {
      const calls = await callsTo(server, { journal: remembered.open(), limits, budget: { money } });
      const outcome = await answers(calls, asked).catch((error) => error);
      await calls.flush();
      expect(server.bill().microdollars).toBeLessThanOrEqual(calls.bill().money);
      expect(calls.bill().money).toBeLessThanOrEqual(money * 1e6);
      return outcome;
    };
    for (const money of [0.0005, 0.0005, 0.0009]) {
      expect(await run(money)).toMatchObject({ code: 'generator-text/budget-reached' });
    }
    const all = await run(10);
    expect(all.map(({ state }: { state: string }) => state)).toEqual(asked.map(() => 'complete'));
    const good = server.requests().filter(({ fault, billed }) => fault === null && billed);
    expect(new Set(good.map(({ hash }) => hash)).size).toBe(good.length);
    expect(good).toHaveLength(100);
  });
});

test('tokens have a budget too', async () => {
  const server = await double();
  const calls = await callsTo(server, { budget: { tokens: 3000 }, limits: { concurrency: 4 } });
  await expect(answers(calls, questions(100))).rejects.toMatchObject({
    code: 'generator-text/budget-reached',
    message: expect.stringContaining('3000 (tokens)'),
  });
  const { promptTokens, completionTokens, requests } = server.bill();
  expect(promptTokens + completionTokens).toBeLessThanOrEqual(3000);
  expect(requests).toBeGreaterThan(3);
});

test('a server that does not keep the limit stops a run that has a budget', async () => {
  const server = await double();
  const calls = await callsTo(server, { budget: { money: 1 }, journal: memoryJournal() });
  const price = PRICES['toy-mini'];
  await calls.ask(question(1), createContext());
  const honest = { input: 10, output: 201, cached: 0 };
  // As if the answer were longer than was allowed.
  const { settle } = await import('../src/calls/settle.ts');
  const money = costOf(honest, price);
  const attempt = { type: 'attempt', key: 'k', attempt: 9, api: 'chat', model: 'toy-mini', batch: null } as const;
  await calls.shop.budget.reserve({ money: 1, tokens: 5 }, never);
  const answer = { ...(await calls.ask(question(1), createContext())), money, tokens: 211 };
  settle(calls.shop, { ...attempt, money: 1, tokens: 5 }, { record: null, bytes: 0 }, answer);
  await expect(calls.ask(question(2), createContext())).rejects.toMatchObject({
    code: 'generator-text/limit-not-kept',
  });
});

describe('the estimate', () => {
  test('is Student’s prediction interval of a sum (by hand: t(0.975, 3) = 3.182446)', () => {
    // mean 25, variance 166.67; 96 left: margin = 3.182446 * sqrt(166.667 * (96 + 96^2 / 4)).
    const { low, middle, high } = expectedSum([10, 20, 30, 40], 100, 1e9);
    expect(middle).toBe(2500);
    const margin = 3.182446305 * Math.sqrt((500 / 3) * (96 + 96 ** 2 / 4));
    expect(high).toBe(Math.ceil(2500 + margin));
    expect(low).toBe(Math.floor(2500 - margin));
  });

  test('stays within what is known and what is possible', () => {
    expect(expectedSum([10, 5000], 100, 6000)).toMatchObject({ low: 5010, high: 6000 });
    expect(expectedSum([7, 8], 2, 99)).toEqual({ low: 15, middle: 15, high: 15 });
    expect(expectedSum([7], 10, 500)).toEqual({ low: 7, middle: 70, high: 500 });
  });

  test('holds the bill of the run, whose pilot is not bought again', async () => {
    const server = await double();
    const calls = await callsTo(server);
    const asked = questions(200);
    const { money, tokens, pilot: size, usable } = await pilot(calls, asked, createContext(), 12);
    expect({ size, usable, bought: server.bill().requests }).toEqual({ size: 12, usable: 1, bought: 12 });
    await answers(calls, asked);
    expect(server.bill().requests).toBe(200);
    expect(server.bill().microdollars).toBeGreaterThanOrEqual(money.low);
    expect(server.bill().microdollars).toBeLessThanOrEqual(money.high);
    expect(money.high).toBeLessThan(money.middle * 2);
    expect(tokens.low).toBeGreaterThan(0);
  });
});
