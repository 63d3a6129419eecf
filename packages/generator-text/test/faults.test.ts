import type { FaultName } from '@verisim/conformance/openai';
import { createContext } from '@verisim/core';
import OpenAI from 'openai';
import { describe, expect, test } from 'vitest';
import { askAll } from '../src/index.ts';
import { KEY, question, questions } from './call-questions.ts';
import { answers, callsTo, double, watchedJournal } from './calls-subject.ts';
import { collect } from './collect.ts';

const ctx = createContext();

describe('a question answered well', () => {
  test('is asked once, written down before and after, and costs what the server bills', async () => {
    const server = await double();
    const journal = watchedJournal();
    const calls = await callsTo(server, { journal });
    const answer = await calls.ask(question(1), ctx);
    await calls.flush();
    expect(answer).toMatchObject({ state: 'complete', found: false, reason: null });
    expect(answer.text).not.toBe('');
    expect(journal.written.map(({ type }) => type)).toEqual(['attempt', 'answer', 'settled']);
    expect(calls.bill()).toMatchObject({ money: server.bill().microdollars, lost: { calls: 0 }, bought: 1 });
    const { promptTokens, completionTokens } = server.bill();
    expect(calls.bill().tokens).toBe(promptTokens + completionTokens);
  });

  test('is not asked again: not later, and not by two at once', async () => {
    const server = await double({ latencyMs: 20 });
    const calls = await callsTo(server);
    const [a, b] = await Promise.all([calls.ask(question(1), ctx), calls.ask(question(1), ctx)]);
    const c = await calls.ask(question(1), ctx);
    expect([b.text, c.text]).toEqual([a.text, a.text]);
    expect(c).toMatchObject({ found: true, money: a.money, tokens: a.tokens });
    expect(server.requests()).toHaveLength(1);
  });

  test.each([
    ['model', { ...question(1), body: { ...question(1).body, model: 'other-mini' } }],
    ['system prompt', { ...question(1), body: { ...question(1).body, messages: question(2).body.messages } }],
    ['task version', { ...question(1), task: { name: 'test', version: '2' } }],
    ['parameters', { ...question(1), body: { ...question(1).body, temperature: 0.5 } }],
    ['seed rows', { ...question(1), seeds: ['row 7'] }],
    ['sample', { ...question(1), sample: 1 }],
  ])('is asked anew with another %s', async (_, other) => {
    const server = await double();
    const calls = await callsTo(server);
    await calls.ask(question(1), ctx);
    await calls.ask(other, ctx);
    expect(server.bill().requests).toBe(2);
  });

  test('at another endpoint it is another question', async () => {
    const [one, other] = [await callsTo(await double()), await callsTo(await double())];
    expect(one.key(question(1))).not.toBe(other.key(question(1)));
  });
});

/** FAULTS.md 12 to 15: what passes is waited out, and no answer is bought twice for it. */
const PASSING: readonly (readonly [FaultName, { readonly lost: number }])[] = [
  ['rate-limited', { lost: 0 }],
  ['retry-after-0', { lost: 0 }],
  ['retry-after-1', { lost: 0 }],
  ['retry-after-300', { lost: 0 }],
  ['retry-after-date', { lost: 0 }],
  ['retry-after-garbage', { lost: 0 }],
  ['internal-error', { lost: 0 }],
  ['bad-gateway', { lost: 1 }],
  ['unavailable', { lost: 0 }],
  ['no-answer', { lost: 1 }],
  ['no-answer-billed', { lost: 1 }],
  ['slow-headers', { lost: 1 }],
  ['dripped-headers', { lost: 1 }],
  ['slow-body', { lost: 1 }],
  ['stalled-body', { lost: 1 }],
  ['endless-body', { lost: 0 }],
  ['reset', { lost: 1 }],
  ['half-body-reset', { lost: 1 }],
  ['half-body-closed', { lost: 1 }],
  ['html', { lost: 0 }],
  ['cut-json', { lost: 0 }],
  ['empty', { lost: 0 }],
  ['no-choices', { lost: 0 }],
];

describe('what passes', () => {
  test.each(PASSING)('%s: one more request, every attempt written down first', async (fault, { lost }) => {
    const server = await double({ faults: [{ fault, at: [1] }] });
    const journal = watchedJournal();
    const calls = await callsTo(server, { journal, limits: { deadlineMs: 700 } });
    const began = performance.now();
    const answer = await calls.ask(question(1), ctx);
    await calls.flush();
    expect(answer.state).toBe('complete');
    expect(server.requests()).toHaveLength(2);
    expect(journal.written.filter(({ type }) => type === 'attempt')).toHaveLength(2);
    expect(calls.bill().lost.calls).toBe(lost);
    expect(calls.bill().money).toBeGreaterThanOrEqual(server.bill().microdollars);
    // 700 ms deadline, up to 500 ms of jitter, 300 ms cap on waiting.
    expect(performance.now() - began).toBeLessThan(3000);
  });

  test('failures are bounded, and another run may try again', async () => {
    const server = await double({ faults: [{ fault: 'internal-error', until: 3 }] });
    const calls = await callsTo(server, { limits: { retries: 2 } });
    expect(await calls.ask(question(1), ctx)).toMatchObject({ state: 'failed', reason: 'HTTP 500 server_error' });
    expect(server.requests()).toHaveLength(3);
    expect((await calls.ask(question(1), ctx)).state).toBe('complete');
  });

  test('malformed answers are paid for three times at most, over all runs, and kept', async () => {
    const server = await double({ faults: [{ fault: 'cut-json' }] });
    const journal = watchedJournal();
    const calls = await callsTo(server, { journal });
    const answer = await calls.ask(question(1), ctx);
    expect(answer).toMatchObject({ state: 'malformed', text: null, reason: 'it is not a JSON object' });
    await calls.ask(question(1), ctx);
    expect(server.bill().requests).toBe(4);
    expect(journal.written.filter(({ type }) => type === 'answer')).toHaveLength(4);
  });

  test('a huge answer is cut at the cap and kept', async () => {
    const server = await double({ faults: [{ fault: 'huge' }] });
    const journal = watchedJournal();
    const calls = await callsTo(server, { journal, limits: { bodyBytes: 50_000, malformed: 1 } });
    const answer = await calls.ask(question(1), ctx);
    expect(answer).toMatchObject({ state: 'malformed', reason: 'it is larger than 50000 bytes' });
  });
});

describe('answers that are not text', () => {
  test.each([
    ['refusal', 'refused'],
    ['content-filter', 'filtered'],
    ['length', 'cut'],
  ] as const)('%s is a state of its own, bought once', async (fault, state) => {
    const server = await double({ faults: [{ fault }] });
    const calls = await callsTo(server);
    for (const found of [false, true]) {
      expect(await calls.ask(question(1), ctx)).toMatchObject({ state, text: null, found });
    }
    expect(server.bill().requests).toBe(1);
    expect(calls.bill().money).toBe(server.bill().microdollars);
  });

  test('no usage: the worst case is booked', async () => {
    const server = await double({ faults: [{ fault: 'no-usage' }] });
    const calls = await callsTo(server);
    expect((await calls.ask(question(1), ctx)).state).toBe('complete');
    expect(calls.bill().money).toBeGreaterThan(server.bill().microdollars);
  });
});

describe('what stops the run', () => {
  test.each([
    ['bad-key', 'generator-text/key-refused'],
    ['forbidden', 'generator-text/key-refused'],
    ['no-quota', 'generator-text/quota-exhausted'],
    ['redirect', 'generator-text/redirected'],
  ] as const)('%s in the midst of it: nothing more is bought, nothing bought is lost', async (fault, code) => {
    const server = await double({ faults: [{ fault, from: 20 }] });
    const journal = watchedJournal();
    const calls = await callsTo(server, { journal, limits: { concurrency: 4 } });
    await expect(answers(calls, questions(40))).rejects.toMatchObject({ code });
    const asked = server.requests().length;
    await expect(calls.ask(question(99), ctx)).rejects.toMatchObject({ code });
    expect(server.requests()).toHaveLength(asked);
    expect(asked).toBeLessThan(25);
    expect(calls.bill()).toMatchObject({ money: server.bill().microdollars, bought: 19 });
    expect(journal.written.filter(({ type }) => type === 'answer')).toHaveLength(19);
    expect(server.strays()).toEqual([]);
  });

  test('a request that is refused from the start', async () => {
    const server = await double();
    const calls = await callsTo(server, { prices: { nobody: { input: 0, output: 0 } } });
    const asked = { ...question(1), body: { ...question(1).body, model: 'nobody' } };
    await expect(calls.ask(asked, ctx)).rejects.toMatchObject({ code: 'generator-text/request-refused' });
  });

  test('one refused request among good ones is that question’s alone', async () => {
    const server = await double({ faults: [{ fault: 'bad-request', at: [2] }] });
    const calls = await callsTo(server, { limits: { concurrency: 1 } });
    const states = (await answers(calls, questions(3))).map(({ state }) => state);
    expect(states).toEqual(['complete', 'failed', 'complete']);
  });

  test('a server that sends something else for every request', async () => {
    const server = await double({ faults: [{ fault: 'html' }] });
    const calls = await callsTo(server, { limits: { concurrency: 2 } });
    await expect(answers(calls, questions(30))).rejects.toMatchObject({ code: 'generator-text/answers-malformed' });
    expect(server.bill().requests).toBeLessThan(16);
  });

  test('nobody there', async () => {
    const gone = await double();
    await gone.close();
    const calls = await callsTo(gone, { limits: { patienceMs: 300, retries: 99 } });
    await expect(answers(calls, questions(8))).rejects.toMatchObject({ code: 'generator-text/endpoint-unavailable' });
    expect(calls.bill()).toMatchObject({ money: 0, lost: { calls: 0 } });
  });

  test('no price is no call', async () => {
    const server = await double();
    const calls = await callsTo(server, { prices: {} });
    await expect(calls.ask(question(1), ctx)).rejects.toMatchObject({ code: 'generator-text/no-price' });
    expect(server.requests()).toEqual([]);
  });

  test('an answer without a bound is not asked for', async () => {
    const server = await double();
    const calls = await callsTo(server);
    const { max_tokens: _, ...body } = question(1).body;
    const unbounded = { ...question(1), body };
    await expect(calls.ask(unbounded, ctx)).rejects.toMatchObject({ code: 'generator-text/no-token-limit' });
    const several = { ...question(1), body: { ...question(1).body, n: 3 } };
    await expect(calls.ask(several, ctx)).rejects.toMatchObject({ code: 'generator-text/no-token-limit' });
  });
});

test('a signal stops new calls at once, and what is under way still comes in', async () => {
  const server = await double({ latencyMs: 150 });
  const calls = await callsTo(server, { limits: { concurrency: 4, drainMs: 300 } });
  const stop = new AbortController();
  const asked = collect(askAll(calls, questions(40), createContext({ signal: stop.signal })));
  setTimeout(() => stop.abort(new Error('enough')), 60);
  await expect(asked).rejects.toThrow('enough');
  expect(server.requests()).toHaveLength(4);
  expect(calls.bill()).toMatchObject({ bought: 4, lost: { calls: 0 } });
});

test('what is under way beyond the grace is given up, and counted as lost', async () => {
  const server = await double({ latencyMs: 5000 });
  const calls = await callsTo(server, { limits: { deadlineMs: 9000, drainMs: 50 } });
  const stop = new AbortController();
  setTimeout(() => stop.abort(new Error('enough')), 50);
  await expect(calls.ask(question(1), createContext({ signal: stop.signal }))).rejects.toThrow('enough');
  expect(calls.bill().lost.calls).toBe(1);
});

test('embeddings come back in order', async () => {
  const server = await double();
  const calls = await callsTo(server);
  const task = { name: 'embed', version: '1' };
  const body = { model: 'toy-embedding', input: ['one text', 'another text', 'one text'] };
  const { vectors, money } = await calls.ask({ api: 'embeddings', task, body }, ctx);
  expect(vectors).toHaveLength(3);
  expect(vectors?.[0]).toEqual(vectors?.[2]);
  expect(vectors?.[0]).not.toEqual(vectors?.[1]);
  expect(money).toBe(server.bill().microdollars);
});

test('the client keeps its own retries to itself', async () => {
  const server = await double({ faults: [{ fault: 'internal-error' }] });
  const client = new OpenAI({ apiKey: KEY, baseURL: server.url, maxRetries: 5 });
  const calls = await callsTo(server, { client, limits: { retries: 0 } });
  expect((await calls.ask(question(1), ctx)).state).toBe('failed');
  expect(server.requests()).toHaveLength(1);
});

test('the live line tells why nothing moves', async () => {
  const server = await double({ faults: [{ fault: 'retry-after-1', at: [1] }] });
  const calls = await callsTo(server, { limits: { waitCapMs: 1200, concurrency: 1 } });
  const notes: string[] = [];
  const heard = createContext({ progress: ({ note = '' }) => notes.push(note) });
  await collect(askAll(calls, questions(2), heard, 2));
  expect(notes.filter((note) => /waiting 1 s: too many requests \(429\)$/.test(note)).length).toBeGreaterThan(1);
  expect(notes.at(-1)).toMatch(/^0 of 2 rows kept; \d+ tokens; 0\.0000 spent$/);
});

test('when one of two workers is refused for good, the answer of the other is kept', async () => {
  const server = await double({ latencyMs: 60, faults: [{ fault: 'forbidden', at: [2] }] });
  const journal = watchedJournal();
  const calls = await callsTo(server, { journal, limits: { concurrency: 2 } });
  await expect(answers(calls, questions(9))).rejects.toMatchObject({ code: 'generator-text/key-refused' });
  expect(journal.written.filter(({ type }) => type === 'answer')).toHaveLength(1);
  expect(calls.bill().money).toBe(server.bill().microdollars);
});
