import { expect, test } from 'vitest';
import {
  DOUBLE_MODELS,
  OPENAI_FAULTS,
  type OpenAiDoubleOptions,
  promptToyTokens,
  startOpenAiDouble,
} from '../src/openai/index.ts';
import { type BatchBody, batchLine, chat, complete, fileLines, get, post, runBatch } from './openai-client.ts';

test('the bill is the tokens of the answers times the prices, rounded up once per request', async () => {
  const double = await startOpenAiDouble();
  let owed = 0;
  for (const [i, model] of ['toy-mini', 'toy-large', 'other-mini', 'toy-mini'].entries()) {
    const { usage } = await complete(double, `hello ${i}`, { model, n: i + 1 });
    expect(usage?.prompt_tokens).toBe(promptToyTokens([`hello ${i}`]));
    const { input, output } = DOUBLE_MODELS[model];
    owed += Math.ceil(((usage?.prompt_tokens ?? 0) * input + (usage?.completion_tokens ?? 0) * output) / 1e6);
  }
  await post(double, '/embeddings', { model: 'toy-embedding', input: 'hello' });
  const bill = double.bill();
  expect(bill.microdollars).toBe(owed + 1);
  expect(bill.requests).toBe(5);
  expect(bill.models['toy-mini'].requests).toBe(2);
  const logged = double.requests();
  expect(logged.reduce((sum, { microdollars }) => sum + microdollars, 0)).toBe(bill.microdollars);
  await double.close();
});

test('the log counts the attempts of equal requests and keeps bodies when asked to', async () => {
  const double = await startOpenAiDouble({ keepBodies: true, faults: [{ fault: 'internal-error', at: [2] }] });
  for (const text of ['one', 'one', 'two', 'one']) await post(double, '/chat/completions', chat(text));
  await double.settled();
  const log = double.requests();
  expect(log.map(({ attempt }) => attempt)).toEqual([1, 2, 1, 3]);
  expect(log.map(({ billed }) => billed)).toEqual([true, false, true, true]);
  expect(log.map(({ status, fault }) => `${status} ${fault}`)).toEqual([
    '200 null',
    '500 internal-error',
    '200 null',
    '200 null',
  ]);
  expect(new Set(log.map(({ hash }) => hash)).size).toBe(2);
  expect(log[2].body).toEqual(chat('two'));
  expect(log.every(({ sent, endedAt, startedAt }) => sent === 'whole' && (endedAt ?? 0) >= startedAt)).toBe(true);
  await double.close();
});

test('without the key, and outside /v1, nothing is answered', async () => {
  const double = await startOpenAiDouble({ apiKey: 'another' });
  const refused = await post(double, '/chat/completions', chat('hello'));
  expect(refused.status).toBe(401);
  const text = await refused.text();
  expect(JSON.parse(text).error.code).toBe('invalid_api_key');
  expect(text).not.toContain('test-key');
  const good = { authorization: 'Bearer another', 'content-type': 'application/json' };
  expect((await post(double, '/chat/completions', chat('hello'), { headers: good })).status).toBe(200);
  const outside = new URL('/chat/completions', double.url);
  expect((await fetch(outside, { method: 'POST', headers: good, body: JSON.stringify(chat('hello')) })).status).toBe(
    404,
  );
  expect(double.bill().requests).toBe(1);
  expect(new URL(double.url).hostname).toBe('127.0.0.1');
  await double.close();
});

test('limits are shown in the headers and kept', async () => {
  const double = await startOpenAiDouble({ limits: { requestsPerMinute: 3 } });
  const answers: Response[] = [];
  for (let i = 0; i < 4; i++) answers.push(await post(double, '/chat/completions', chat(`hello ${i}`)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
  expect(answers[0].headers.get('x-ratelimit-limit-requests')).toBe('3');
  expect(answers[0].headers.get('x-ratelimit-remaining-requests')).toBe('2');
  expect(answers[0].headers.get('x-ratelimit-reset-requests')).toBe('20s');
  expect(answers[0].headers.get('x-ratelimit-remaining-tokens')).toMatch(/^1999\d+$/);
  expect(answers[3].headers.get('retry-after')).toMatch(/^(20|1\d)$/);
  expect((await post(double, '/chat/completions', chat('hello', { model: 'toy-large' }))).status).toBe(200);
  expect(double.bill().requests).toBe(4);
  await double.close();
});

test('too many at once, and too many tokens, are refused', async () => {
  const double = await startOpenAiDouble({ limits: { concurrent: 2 }, latencyMs: 60 });
  const answers = await Promise.all([1, 2, 3, 4, 5].map((i) => post(double, '/chat/completions', chat(`hello ${i}`))));
  expect(answers.map(({ status }) => status).filter((status) => status === 429)).toHaveLength(3);
  await double.close();
  const small = await startOpenAiDouble({ limits: { tokensPerMinute: 100 } });
  const ask = () => post(small, '/chat/completions', chat('hello', { max_completion_tokens: 60 }));
  expect([(await ask()).status, (await ask()).status]).toEqual([200, 429]);
  await small.close();
});

test('chances hang on the seed, the body and the attempt, not on the order of arrival', async () => {
  const failed = async (order: readonly number[]) => {
    const double = await startOpenAiDouble({ seed: 5, faults: [{ fault: 'unavailable', probability: 0.4 }] });
    for (const i of order) await post(double, '/chat/completions', chat(`row ${i}`));
    await double.close();
    const texts = double.requests().map(({ status }, place) => ({ status, row: order[place] }));
    return texts
      .filter(({ status }) => status === 503)
      .map(({ row }) => row)
      .sort((a, b) => a - b);
  };
  const rows = Array.from({ length: 60 }, (_, i) => i);
  const found = await failed(rows);
  expect(await failed([...rows].reverse())).toEqual(found);
  expect(found.length).toBeGreaterThan(60 * 0.4 - 4 * Math.sqrt(60 * 0.24));
  expect(found.length).toBeLessThan(60 * 0.4 + 4 * Math.sqrt(60 * 0.24));
});

test('what a rule or a callback throws is answered as 500 and logged', async () => {
  const double = await startOpenAiDouble({
    toy: {
      answer() {
        throw new Error('no answer today');
      },
    },
  });
  const response = await post(double, '/chat/completions', chat('hello'));
  expect(response.status).toBe(500);
  expect(await response.text()).toContain('no answer today');
  await double.settled();
  expect(double.bill().requests).toBe(0);
  await double.close();
});

test('rules count the requests they are about', async () => {
  const double = await startOpenAiDouble({
    faults: [
      { fault: 'unavailable', where: ({ body }) => JSON.stringify(body).includes('bad'), from: 2, until: 3 },
      { fault: 'rate-limited', where: ({ attempt }) => attempt === 1, times: 1 },
    ],
  });
  const statuses: number[] = [];
  for (const text of ['bad', 'good', 'bad', 'bad', 'bad'])
    statuses.push((await post(double, '/chat/completions', chat(text))).status);
  expect(statuses).toEqual([429, 200, 503, 503, 200]);
  await double.close();
});

test('a batch gives each line its answer, in another order, at half the price', async () => {
  const double = await startOpenAiDouble({
    batchPolls: 2,
    faults: [{ fault: 'refusal', where: ({ batch }) => batch, at: [3] }],
  });
  const lines = Array.from({ length: 20 }, (_, i) => batchLine(`row-${i}`, chat(`tell me aböut ${i}`)));
  lines[7] = batchLine('row-7', { ...chat('x'), n: 0 });
  const { statuses, batch } = await runBatch(double, lines);
  expect(statuses).toEqual(['validating', 'in_progress', 'in_progress', 'finalizing', 'completed']);
  expect(batch.request_counts).toEqual({ total: 20, completed: 19, failed: 1 });
  const batched = double.bill();
  interface Line {
    readonly custom_id: string;
    readonly response: { readonly body: { readonly choices: { readonly message: { content: string | null } }[] } };
  }
  const good = await fileLines<Line>(double, batch.output_file_id ?? '');
  const ids = good.map(({ custom_id: id }) => id);
  expect(ids).not.toEqual(lines.map(({ custom_id: id }) => id).filter((id) => id !== 'row-7'));
  expect(new Set(ids).size).toBe(19);
  expect(good.find(({ custom_id: id }) => id === 'row-2')?.response.body.choices[0].message.content).toBeNull();
  const [bad] = await fileLines<Line>(double, batch.error_file_id ?? '');
  expect(bad.custom_id).toBe('row-7');
  double.faults.clear();
  let half = 0;
  for (const [i, line] of lines.entries()) {
    if (i === 7 || i === 2) continue;
    const before = double.bill().microdollars;
    const { choices, usage } = await complete(double, `tell me aböut ${i}`);
    expect(double.bill().microdollars - before).toBe(
      Math.ceil(((usage?.prompt_tokens ?? 0) * 150 + (usage?.completion_tokens ?? 0) * 600) / 1000),
    );
    half += Math.ceil(((usage?.prompt_tokens ?? 0) * 150 + (usage?.completion_tokens ?? 0) * 600) / 2000);
    const same = good.find(({ custom_id: id }) => id === line.custom_id);
    expect(same?.response.body.choices[0].message.content).toBe(choices[0].message.content);
  }
  const refusal = double.requests().find(({ fault }) => fault === 'refusal');
  expect(batched).toMatchObject({ requests: 19, microdollars: half + (refusal?.microdollars ?? Number.NaN) });
  await double.close();
});

test('a batch that cannot run says which line is wrong', async () => {
  const double = await startOpenAiDouble();
  const lines = [
    batchLine('a', chat('x')),
    batchLine('a', chat('y')),
    { custom_id: 'c', method: 'POST', url: '/v1/embeddings', body: {} },
  ];
  const { batch } = await runBatch(double, lines);
  expect(batch.status).toBe('failed');
  expect(batch.errors?.data.map(({ code, line }) => `${line} ${code}`)).toEqual([
    '2 duplicate_custom_id',
    '3 mismatched_endpoint',
  ]);
  expect(double.bill().requests).toBe(0);
  await double.close();
});

test('a batch may be cancelled before it is answered, and a file be deleted', async () => {
  const double = await startOpenAiDouble();
  const { batch } = await runBatch(double, [batchLine('a', chat('x'))]);
  const again = await post(double, '/batches', {
    input_file_id: 'file-000001',
    endpoint: '/v1/chat/completions',
    completion_window: '24h',
  });
  const { id } = (await again.json()) as BatchBody;
  expect(((await (await post(double, `/batches/${id}/cancel`, {})).json()) as BatchBody).status).toBe('cancelling');
  expect(((await (await get(double, `/batches/${id}`)).json()) as BatchBody).status).toBe('cancelled');
  expect(double.bill().requests).toBe(1);
  const path = `${double.url}/files/${batch.output_file_id}`;
  const gone = await fetch(path, { method: 'DELETE', headers: { authorization: 'Bearer test-key' } });
  expect(await gone.json()).toMatchObject({ deleted: true });
  expect((await get(double, `/files/${batch.output_file_id}`)).status).toBe(404);
  await double.close();
});

test('close ends every connection, also one that waits for an answer', async () => {
  const double = await startOpenAiDouble({ faults: [{ fault: 'no-answer' }] });
  const waiting = expect(post(double, '/chat/completions', chat('hello'))).rejects.toThrow();
  while (double.requests().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await double.close();
  await waiting;
  await expect(post(double, '/chat/completions', chat('hello'))).rejects.toThrow();
});

test.each<[string, OpenAiDoubleOptions, string]>([
  ['a fault that is not there', { faults: [{ fault: 'nothing' as never }] }, 'conformance/bad-fault-rule'],
  ['a chance of two', { faults: [{ fault: 'reset', probability: 2 }] }, 'conformance/bad-fault-rule'],
  ['the request before the first', { faults: [{ fault: OPENAI_FAULTS.reset, at: [0] }] }, 'conformance/bad-fault-rule'],
  ['part of a price', { models: { m: { input: 0.15, output: 1 } } }, 'conformance/bad-double-option'],
  ['an error rate of two', { toy: { errorRate: 2 } }, 'conformance/bad-double-option'],
  ['a limit of none', { limits: { concurrent: 0 } }, 'conformance/bad-double-option'],
  ['a latency below none', { latencyMs: -1 }, 'conformance/bad-double-option'],
])('options are refused: %s', async (_, options, code) => {
  await expect(startOpenAiDouble(options)).rejects.toMatchObject({ code });
});
