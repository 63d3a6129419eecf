import { createContext } from '@verisim/core';
import { describe, expect, test } from 'vitest';
import { type AnswerJournal, buyBatch } from '../src/index.ts';
import { question, questions } from './call-questions.ts';
import { answers, callsTo, double } from './calls-subject.ts';
import { rememberingJournal } from './remembering-journal.ts';

const ctx = createContext();
const quick = { pollMs: 5 };

/** A journal that fails from its n-th write on, as a process does that is killed there. */
function failingAt(journal: AnswerJournal, nth: number): AnswerJournal & { failed: boolean } {
  let count = 0;
  const failing = {
    ...journal,
    failed: false,
    append(record: never, body?: Uint8Array) {
      failing.failed ||= ++count >= nth;
      return failing.failed ? Promise.reject(new Error('killed')) : journal.append(record, body);
    },
  };
  return failing;
}

describe('a batch', () => {
  test('brings the same answers at half the price, into the same journal', async () => {
    const server = await double();
    const asked = questions(20);
    const calls = await callsTo(server);
    expect(await buyBatch(calls, asked, ctx, quick)).toEqual({ batches: 1, answered: 20, unanswered: 0 });
    const half = server.bill().microdollars;
    expect(calls.bill()).toMatchObject({ money: half, bought: 20 });
    const found = await answers(calls, asked);
    expect(found.every((answer) => answer.found && answer.state === 'complete')).toBe(true);
    expect(found.reduce((sum, { money }) => sum + money, 0)).toBe(half);
    expect(server.bill().requests).toBe(20);

    const single = await double();
    const live = await answers(await callsTo(single), asked);
    expect(live.map(({ text }) => text)).toEqual(found.map(({ text }) => text));
    expect(half).toBeLessThan(0.6 * single.bill().microdollars);
  });

  test('holds the budget: as many questions as fit go into one, then the next', async () => {
    const server = await double();
    const calls = await callsTo(server, { budget: { money: 0.0008 } });
    const error = await buyBatch(calls, questions(200), ctx, quick).catch((caught) => caught);
    expect(error).toMatchObject({ code: 'generator-text/budget-reached' });
    expect(server.bill().microdollars).toBeLessThanOrEqual(800);
    expect(server.bill().requests).toBeGreaterThan(20);
    expect(calls.bill().money).toBe(server.bill().microdollars);
  });

  test('another model needs another one', async () => {
    const server = await double();
    const other = { ...question(1), body: { ...question(1).body, model: 'other-mini' } };
    const calls = await callsTo(server);
    expect(await buyBatch(calls, [...questions(3), other], ctx, quick)).toMatchObject({ batches: 2, unanswered: 0 });
  });

  test('half answered when it expires: the rest is for `ask`', async () => {
    const server = await double({ faults: [{ fault: 'batch-expired' }] });
    const calls = await callsTo(server);
    const report = await buyBatch(calls, questions(10), ctx, quick);
    expect(report).toMatchObject({ batches: 1, answered: 5, unanswered: 5 });
    server.faults.clear();
    await answers(calls, questions(10));
    expect(server.bill()).toMatchObject({ requests: 10, microdollars: calls.bill().money });
  });

  test('failed as a whole: says so, and nothing is booked', async () => {
    const server = await double({ faults: [{ fault: 'batch-failed' }] });
    const calls = await callsTo(server);
    await expect(buyBatch(calls, questions(4), ctx, quick)).rejects.toMatchObject({
      code: 'generator-text/batch-failed',
    });
    expect(calls.bill()).toMatchObject({ money: 0, lost: { calls: 0 } });
  });

  test('killed at every write: no second batch, each answer bought once', async () => {
    for (let nth = 1, failed = true; failed; nth++) {
      const server = await double({ batchPolls: 2 });
      const remembered = rememberingJournal();
      const journal = failingAt(remembered.open(), nth);
      const killed = await callsTo(server, { journal });
      await buyBatch(killed, questions(5), ctx, quick).catch(() => {});
      ({ failed } = journal);
      const calls = await callsTo(server, { journal: remembered.open() });
      await buyBatch(calls, questions(5), ctx, quick);
      expect((await answers(calls, questions(5))).filter(({ state }) => state === 'complete')).toHaveLength(5);
      expect(server.requests().filter(({ path, method }) => path === '/batches' && method === 'POST')).toHaveLength(1);
      expect(server.bill(), `write ${nth}`).toMatchObject({ requests: 5, microdollars: calls.bill().money });
    }
  });

  test('a create whose answer is lost is looked for before it is tried again', async () => {
    const server = await double({ faults: [{ fault: 'half-body-reset', path: '/batches', at: [1] }] });
    const calls = await callsTo(server);
    expect(await buyBatch(calls, questions(3), ctx, quick)).toMatchObject({ answered: 3 });
    expect(server.bill().requests).toBe(3);
  });
});

test('a question in a batch that is not finished is not bought singly as well', async () => {
  const server = await double({ batchPolls: 1000 });
  const remembered = rememberingJournal();
  const stop = new AbortController();
  const first = await callsTo(server, { journal: remembered.open() });
  setTimeout(() => stop.abort(new Error('killed')), 300);
  await expect(buyBatch(first, questions(3), createContext({ signal: stop.signal }), quick)).rejects.toThrow('killed');
  const calls = await callsTo(server, { journal: remembered.open(), budget: { money: 0.0006 } });
  await expect(calls.ask(question(1), ctx)).rejects.toMatchObject({ code: 'generator-text/batch-under-way' });
  expect((await calls.ask(question(7), ctx)).state).toBe('complete');
  // What the batch may cost is set aside.
  const many = answers(calls, questions(40).slice(10));
  await expect(many).rejects.toMatchObject({ code: 'generator-text/budget-reached' });
});
