import { createContext } from '@verisim/core';
import { expect, test } from 'vitest';
import { askAll, memoryJournal } from '../src/index.ts';
import { question, questions } from './call-questions.ts';
import { answers, callsTo, double } from './calls-subject.ts';
import { collect } from './collect.ts';
import { rememberingJournal } from './remembering-journal.ts';

test('a journal that cannot be written stops the buying at once; what stood in it is not bought again', async () => {
  const server = await double({ latencyMs: 5 });
  const remembered = rememberingJournal();
  const whole = remembered.open();
  let room = 40;
  const full = {
    ...whole,
    append: (...given: Parameters<typeof whole.append>) =>
      room-- > 0 ? whole.append(...given) : Promise.reject(new Error('ENOSPC: no space left on device')),
  };
  const calls = await callsTo(server, { journal: full, limits: { concurrency: 4 } });
  await expect(answers(calls, questions(50))).rejects.toThrow('ENOSPC');
  const asked = server.requests().length;
  await expect(calls.ask(question(49), createContext())).rejects.toThrow('ENOSPC');
  expect(server.requests()).toHaveLength(asked);
  // At most those under way when the disk was full.
  expect(asked).toBeLessThan(40 / 2 + 4);

  const again = await callsTo(server, { journal: remembered.open() });
  const { lost } = again.bill();
  await answers(again, questions(50));
  expect(server.bill().requests).toBeLessThanOrEqual(50 + lost.calls);
  expect(again.bill().money).toBeGreaterThanOrEqual(server.bill().microdollars);
});

test('a record of a newer version is not passed over', async () => {
  const journal = {
    ...memoryJournal(),
    async *entries() {
      yield { record: { type: 'later' }, bytes: 0 };
    },
  };
  await expect(callsTo({ url: 'http://127.0.0.1:9/v1' }, { journal })).rejects.toMatchObject({
    code: 'generator-text/unknown-record',
  });
});

test('a server that takes four at once is soon asked for about four', async () => {
  const server = await double({ latencyMs: 20, limits: { concurrent: 4 } });
  const calls = await callsTo(server, { limits: { concurrency: 32, waitCapMs: 60 } });
  const done = await answers(calls, questions(120));
  expect(done.every(({ state }) => state === 'complete')).toBe(true);
  expect(server.bill().requests).toBe(120);
  const late = server.requests().slice(-100);
  expect(late.filter(({ status }) => status === 429).length).toBeLessThan(50);
  expect([...calls.shop.limiters.values()][0].width()).toBeLessThan(9);
});

test('a caller that stops listening stops the buying, and what is under way is kept', async () => {
  const server = await double({ latencyMs: 10 });
  const calls = await callsTo(server, { limits: { concurrency: 4 } });
  const all = askAll(calls, questions(200), createContext());
  for await (const { found } of all) {
    expect(found).toBe(false);
    break;
  }
  expect(calls.bill().bought).toBe(server.bill().requests);
  expect(server.bill().requests).toBeLessThan(60);
  expect((await collect(askAll(calls, questions(3), createContext()))).every(({ found }) => found)).toBe(true);
});
