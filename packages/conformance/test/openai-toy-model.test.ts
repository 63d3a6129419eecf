import { createRandom, type Json } from '@verisim/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { countToyTokens, type OpenAiDouble, promptToyTokens, startOpenAiDouble } from '../src/openai/index.ts';
import { toyJson } from '../src/openai/toy-json.ts';
import { toyWords } from '../src/openai/toy-text.ts';
import { asked, chat, complete, post } from './openai-client.ts';

const TICKETS = 'Tickets:\n- where is my card please\n- the refund for my order never came\n- I cannot open my account';
const LABELS = ['card', 'refund', 'account'];
const LABEL = {
  type: 'object',
  properties: { label: { enum: LABELS } },
  required: ['label'],
  additionalProperties: false,
};

let double: OpenAiDouble;
beforeAll(async () => {
  double = await startOpenAiDouble({
    toy: { truth: (text) => LABELS.find((label) => text.includes(label)), errorRate: 0.2 },
  });
});
afterAll(() => double.close());

const texts = async (to: OpenAiDouble, text: string, more: object = {}) =>
  (await complete(to, text, more)).choices.map(({ message }) => message.content);

test('an answer hangs on model, messages, seed and index, not on what was asked before', async () => {
  const other = await startOpenAiDouble();
  const third = await startOpenAiDouble({ seed: 2 });
  try {
    const first = await texts(other, TICKETS, { n: 4, seed: 1 });
    await texts(other, 'something else');
    expect(await texts(other, TICKETS, { n: 4, seed: 1 })).toEqual(first);
    expect(new Set(first).size).toBe(4);
    expect((await texts(other, TICKETS, { n: 2, seed: 1 }))[1]).toBe(first[1]);
    expect((await texts(other, TICKETS, { seed: 2 }))[0]).not.toBe(first[0]);
    expect((await texts(other, TICKETS, { seed: 1, model: 'toy-large' }))[0]).not.toBe(first[0]);
    expect((await texts(third, TICKETS, { seed: 1 }))[0]).not.toBe(first[0]);
    const cold = [
      await texts(other, TICKETS, { n: 2, temperature: 0 }),
      await texts(other, TICKETS, { n: 2, temperature: 0, seed: 9 }),
    ];
    expect(new Set(cold.flat()).size).toBe(1);
  } finally {
    await Promise.all([other.close(), third.close()]);
  }
});

test('with variesByAttempt a request that is sent again gets another answer', async () => {
  const runs: (string | null)[][] = [];
  for (let run = 0; run < 2; run++) {
    const varied = await startOpenAiDouble({ toy: { variesByAttempt: true } });
    runs.push([(await texts(varied, TICKETS))[0], (await texts(varied, TICKETS))[0]]);
    await varied.close();
  }
  expect(runs[0][0]).not.toBe(runs[0][1]);
  expect(runs[1]).toEqual(runs[0]);
});

test('each sample errs on its own: agreement of three leaves the errors of the closed form', async () => {
  const prompts = Array.from({ length: 500 }, (_, i) => `ticket ${i}: I lost my ${LABELS[i % 3]}`);
  const votes: string[][] = [];
  for (const prompt of prompts) {
    const said = await texts(double, prompt, { ...asked(LABEL), n: 3 });
    votes.push(said.map((text) => (JSON.parse(text ?? '') as { label: string }).label));
  }
  const wrong = votes.flatMap((vote, i) => vote.filter((label) => label !== LABELS[i % 3])).length;
  expect(Math.abs(wrong / 1500 - 0.2)).toBeLessThan(4 * Math.sqrt((0.2 * 0.8) / 1500));
  const agreed = votes.map((vote, i) => ({ vote, i })).filter(({ vote }) => new Set(vote).size === 1);
  // All three right: .8^3; all three the same wrong label of two: 2 * .1^3.
  const share = 0.8 ** 3 + 2 * 0.1 ** 3;
  expect(Math.abs(agreed.length / 500 - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / 500));
  expect(agreed.filter(({ vote, i }) => vote[0] !== LABELS[i % 3]).length / agreed.length).toBeLessThan(0.03);
});

const SCHEMAS: Readonly<Record<string, z.ZodType>> = {
  nested: z.object({
    question: z.string().min(30).max(60),
    citations: z
      .array(z.object({ quote: z.string(), start: z.int().min(0).max(500) }))
      .min(2)
      .max(3),
    level: z.union([z.literal('easy'), z.literal('hard')]),
    score: z.number().min(-1).max(1),
    none: z.null(),
    maybe: z.nullable(z.string()),
  }),
  formats: z.object({ mail: z.email(), day: z.iso.date(), at: z.iso.datetime(), link: z.url(), id: z.uuid() }),
  pattern: z.object({ code: z.string().regex(/^[A-Z]{2}-\d{3,5}$/), odd: z.number().multipleOf(0.5).gt(2).lt(9) }),
  tuple: z.object({ pair: z.tuple([z.string(), z.boolean()]), counts: z.record(z.string(), z.int()) }),
  discriminated: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('a'), a: z.boolean() }),
    z.object({ kind: z.literal('b'), b: z.array(z.enum(['x', 'y'])).length(4) }),
  ]),
};

test.each(Object.entries(SCHEMAS))('answers meet the schema: %s', (_, schema) => {
  const root = z.toJSONSchema(schema) as { [key: string]: Json };
  const words = toyWords([TICKETS]);
  const random = createRandom('schemas');
  const teacher = { truth: undefined, errorRate: 0, text: TICKETS, stable: random };
  for (let i = 0; i < 100; i++) {
    const value = toyJson(root, { words, teacher, root }, random);
    expect(schema.safeParse(value), JSON.stringify(value)).toMatchObject({ success: true });
  }
});

test('a schema may refer to itself', () => {
  const tree: z.ZodType = z.object({
    name: z.string(),
    get children() {
      return z.array(tree);
    },
  });
  const root = z.toJSONSchema(tree) as { [key: string]: Json };
  const random = createRandom('tree');
  const teacher = { truth: undefined, errorRate: 0, text: '', stable: random };
  for (let i = 0; i < 10; i++) {
    const value = toyJson(root, { words: toyWords([]), teacher, root }, random);
    expect(tree.safeParse(value).success).toBe(true);
  }
});

test('texts are made of the words of the prompt, and quotes are letter by letter', async () => {
  const quoted = {
    type: 'object',
    properties: { quote: { type: 'string' } },
    required: ['quote'],
    additionalProperties: false,
  };
  const answers = await texts(double, 'The river rose in March. It fell in May! Who knows why?', {
    ...asked(quoted),
    n: 8,
  });
  for (const answer of answers) {
    expect(['The river rose in March.', 'It fell in May!', 'Who knows why?']).toContain(JSON.parse(answer ?? '').quote);
  }
  const [text] = await texts(double, 'alpha beta gamma delta epsilon');
  expect(text).toMatch(/alpha beta gamma delta epsilon/);
});

test.each([
  [{ type: 'object', properties: {}, required: [] }, /additionalProperties/],
  [{ type: 'object', properties: { a: { type: 'string' } }, required: [], additionalProperties: false }, /Missing 'a'/],
  [{ type: 'array', items: { type: 'string' } }, /type: "object"/],
])('strict schemas are refused as the API refuses them: %j', async (schema, message) => {
  const response = await post(double, '/chat/completions', chat('x', asked(schema)));
  const { error } = (await response.json()) as { error: { message: string; code: string } };
  expect([response.status, error.code]).toEqual([400, 'invalid_json_schema']);
  expect(error.message).toMatch(message);
  const lax = await post(double, '/chat/completions', chat('x', asked(schema, false)));
  expect(lax.status).toBe(200);
});

test('an answer ends at the most tokens and at a stop sequence', async () => {
  const { choices, usage } = await complete(double, 'alpha beta gamma delta', { max_completion_tokens: 3, n: 2 });
  expect(choices.map(({ finish_reason: reason }) => reason)).toEqual(['length', 'length']);
  expect(usage?.completion_tokens).toBe(6);
  expect(choices.map(({ message }) => countToyTokens(message.content ?? ''))).toEqual([3, 3]);
  const [whole] = await texts(double, 'alpha beta gamma delta', { seed: 3 });
  const [stopped] = await texts(double, 'alpha beta gamma delta', { seed: 3, stop: ['gamma'] });
  expect(stopped).toBe(whole?.slice(0, whole.indexOf('gamma')));
});

test('tokens: four letters, three digits or one mark', () => {
  expect(countToyTokens('')).toBe(0);
  expect(countToyTokens('card')).toBe(1);
  expect(countToyTokens('cards, 12345!')).toBe(6);
  expect(countToyTokens('  \n')).toBe(0);
  expect(promptToyTokens(['card', 'order'])).toBe(3 + 5 + 6);
  expect(promptToyTokens(['card'], { a: 1 })).toBe(3 + 5 + 7);
});

test('like texts have like vectors, of length one', async () => {
  const input = ['where is my card', 'where is my card?', 'a balanced diet of fruit'];
  const ask = async (more: object) => {
    const response = await post(double, '/embeddings', { model: 'toy-embedding', input, ...more });
    return ((await response.json()) as { data: { embedding: number[] | string }[] }).data.map(
      ({ embedding }) => embedding,
    );
  };
  const vectors = (await ask({})) as number[][];
  const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, i) => sum + value * b[i], 0);
  expect(vectors.map((vector) => vector.length)).toEqual([256, 256, 256]);
  for (const vector of vectors) expect(dot(vector, vector)).toBeCloseTo(1, 5);
  expect(dot(vectors[0], vectors[1])).toBeGreaterThan(0.8);
  expect(Math.abs(dot(vectors[0], vectors[2]))).toBeLessThan(0.3);
  const [packed] = (await ask({ encoding_format: 'base64' })) as string[];
  const bytes = Buffer.from(packed, 'base64');
  expect(Array.from({ length: 256 }, (_, i) => bytes.readFloatLE(4 * i))).toEqual(vectors[0]);
});
