import { createContext } from '@verisim/core';
import { describe, expect, test } from 'vitest';
import { askChecked } from '../src/index.ts';
import { question } from './call-questions.ts';
import { callsTo, double } from './calls-subject.ts';

const ctx = createContext();
const isJson = (text: string) => {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return { problem: 'it is not JSON' };
  }
};
const schema = {
  type: 'object',
  properties: { text: { type: 'string' } },
  required: ['text'],
  additionalProperties: false,
};
const asked = {
  ...question(1),
  body: {
    ...question(1).body,
    response_format: { type: 'json_schema', json_schema: { name: 'x', strict: true, schema } },
  },
};

describe('a correction round', () => {
  test('shows the model its bad answer and what is wrong with it, once', async () => {
    const server = await double({ keepBodies: true, faults: [{ fault: 'not-json', at: [1] }] });
    const calls = await callsTo(server);
    const { value, problem, corrections } = await askChecked(calls, asked, isJson, ctx);
    expect({ problem, corrections }).toEqual({ problem: null, corrections: 1 });
    expect(value).toHaveProperty('text');
    const { messages } = server.requests()[1].body as { messages: { role: string; content: string }[] };
    expect(messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
    expect(messages[3].content).toContain('it is not JSON');

    // Both rounds are in the journal.
    expect((await askChecked(calls, asked, isJson, ctx)).value).toEqual(value);
    expect(server.requests()).toHaveLength(2);
  });

  test('ends: the row is dropped with the reason', async () => {
    const server = await double({ faults: [{ fault: 'not-json' }] });
    const calls = await callsTo(server);
    const end = await askChecked(calls, asked, isJson, ctx, 2);
    expect(end).toMatchObject({ value: null, problem: 'it is not JSON', corrections: 2 });
    expect(server.requests()).toHaveLength(3);
  });

  test.each(['refusal', 'content-filter', 'length'] as const)('is not for %s', async (fault) => {
    const server = await double({ faults: [{ fault }] });
    const calls = await callsTo(server);
    const { value, corrections } = await askChecked(calls, asked, isJson, ctx);
    expect({ value, corrections }).toEqual({ value: null, corrections: 0 });
    expect(server.requests()).toHaveLength(1);
  });
});

test('a tombstone stands, is counted, and its answer is not bought again', async () => {
  const server = await double();
  const calls = await callsTo(server);
  const { key } = await calls.ask(question(1), ctx);
  calls.reject(key, 'duplicate');
  calls.keep((await calls.ask(question(2), ctx)).key);
  await calls.flush();
  expect(await calls.ask(question(1), ctx)).toMatchObject({ found: true, rejected: 'duplicate' });
  expect(server.requests()).toHaveLength(2);
  expect(calls.line(10)).toMatch(/^1 of 10 rows kept; dropped: duplicate 1; \d+ tokens; 0\.0000 spent$/);
});
