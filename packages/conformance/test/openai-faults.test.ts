import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FaultName, OPENAI_FAULTS, type OpenAiDouble, startOpenAiDouble } from '../src/openai/index.ts';
import { asked, batchLine, type Choice, type Completion, chat, complete, post, runBatch } from './openai-client.ts';

let double: OpenAiDouble;
beforeAll(async () => {
  double = await startOpenAiDouble();
});
afterAll(() => double.close());

const SCHEMA = {
  type: 'object',
  properties: { text: { type: 'string' } },
  required: ['text'],
  additionalProperties: false,
};

/** What came of one request under a fault. */
interface Outcome {
  readonly status: number | null;
  readonly headers: Headers | null;
  readonly text: string;
  /** What the request or the reading of its body threw. */
  readonly threw: string | null;
}

/** Sends a chat and reads what comes, for at most so many milliseconds. */
async function ask(deadline: number, text: string): Promise<Outcome> {
  const signal = AbortSignal.timeout(deadline);
  const parts: Uint8Array[] = [];
  const read = () => Buffer.concat(parts).toString('utf8');
  let response: Response | null = null;
  try {
    response = await post(double, '/chat/completions', chat(text, asked(SCHEMA)), { signal, redirect: 'manual' });
    for await (const part of response.body ?? []) parts.push(part as Uint8Array);
    return { status: response.status, headers: response.headers, text: read(), threw: null };
  } catch (error) {
    const { name, cause } = error as Error;
    const code = String((cause as { code?: string } | undefined)?.code ?? '');
    return {
      status: response?.status ?? null,
      headers: response?.headers ?? null,
      text: read(),
      threw: `${name} ${code}`,
    };
  }
}

const choiceOf = ({ text }: Outcome): Choice => (JSON.parse(text) as Completion).choices[0];
const errorOf = ({ text }: Outcome) => (JSON.parse(text) as { error: { code: string | null; message: string } }).error;
const status =
  (code: number, retryAfter: RegExp | null = null) =>
  (outcome: Outcome) => {
    expect(outcome.status).toBe(code);
    expect(errorOf(outcome).message).not.toBe('');
    const header = outcome.headers?.get('retry-after') ?? null;
    if (retryAfter === null) expect(header).toBeNull();
    else expect(header).toMatch(retryAfter);
  };
const cutOff = (threw: RegExp) => (outcome: Outcome) => {
  expect(outcome.status).toBe(200);
  expect(outcome.threw).toMatch(threw);
  expect(outcome.text).toMatch(/^\{"id":"chatcmpl-/);
  expect(() => JSON.parse(outcome.text)).toThrow();
};
const left = (outcome: Outcome) => {
  expect(outcome.status).toBeNull();
  expect(outcome.threw).toMatch(/TimeoutError/);
};

/** Milliseconds to wait, what the log says was sent and whether it was billed, and what the client must see. */
type Row = readonly [number, 'none' | 'part' | 'whole', boolean, (outcome: Outcome) => void];

const ROWS: Readonly<Record<Exclude<FaultName, `batch-${string}`>, Row>> = {
  'rate-limited': [2000, 'whole', false, status(429)],
  'retry-after-0': [2000, 'whole', false, status(429, /^0$/)],
  'retry-after-1': [2000, 'whole', false, status(429, /^1$/)],
  'retry-after-300': [2000, 'whole', false, status(429, /^300$/)],
  'retry-after-date': [
    2000,
    'whole',
    false,
    (outcome) => {
      status(429, /GMT$/)(outcome);
      const ahead = Date.parse(outcome.headers?.get('retry-after') ?? '') - Date.now();
      expect(Math.abs(ahead - 2000)).toBeLessThan(1500);
    },
  ],
  'retry-after-garbage': [2000, 'whole', false, status(429, /^soon$/)],
  'internal-error': [2000, 'whole', false, status(500)],
  'bad-gateway': [2000, 'whole', false, status(502)],
  unavailable: [2000, 'whole', false, status(503)],
  'no-answer': [400, 'none', false, left],
  'no-answer-billed': [400, 'none', true, left],
  'slow-headers': [400, 'none', false, left],
  'dripped-headers': [600, 'part', true, left],
  'slow-body': [
    900,
    'part',
    true,
    (outcome) => {
      expect(outcome.status).toBe(200);
      expect(outcome.threw).toMatch(/TimeoutError/);
      expect(outcome.text.length).toBeGreaterThanOrEqual(1);
      expect(outcome.text.length).toBeLessThanOrEqual(4);
    },
  ],
  'stalled-body': [700, 'part', true, cutOff(/TimeoutError/)],
  'endless-body': [
    900,
    'part',
    true,
    (outcome) => {
      expect(outcome.threw).toMatch(/TimeoutError/);
      expect(outcome.text.length).toBeGreaterThan(100_000);
      expect(JSON.parse(outcome.text)).toHaveProperty('choices');
    },
  ],
  reset: [
    2000,
    'none',
    false,
    (outcome) => {
      expect(outcome.status).toBeNull();
      expect(outcome.threw).toMatch(/ECONNRESET|UND_ERR_SOCKET/);
    },
  ],
  'half-body-reset': [2000, 'part', true, cutOff(/TypeError (ECONNRESET|UND_ERR_SOCKET)/)],
  'half-body-closed': [2000, 'part', true, cutOff(/TypeError (UND_ERR_|ECONN)/)],
  html: [
    2000,
    'whole',
    true,
    ({ status, headers, text }) => {
      expect([status, headers?.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect(text).toMatch(/^<!doctype html>/);
    },
  ],
  'cut-json': [
    2000,
    'whole',
    true,
    ({ status, text, threw }) => {
      expect([status, threw]).toEqual([200, null]);
      expect(() => JSON.parse(text)).toThrow();
    },
  ],
  empty: [2000, 'whole', true, ({ status, text }) => expect([status, text]).toEqual([200, ''])],
  'no-choices': [2000, 'whole', true, ({ text }) => expect(JSON.parse(text)).toHaveProperty('choices', [])],
  'not-json': [
    2000,
    'whole',
    true,
    (outcome) => expect(() => JSON.parse(choiceOf(outcome).message.content ?? '')).toThrow(),
  ],
  'wrong-schema': [
    2000,
    'whole',
    true,
    (outcome) => expect(JSON.parse(choiceOf(outcome).message.content ?? '')).not.toHaveProperty('text'),
  ],
  huge: [5000, 'whole', true, (outcome) => expect(choiceOf(outcome).message.content).toHaveLength(10_000_000)],
  'no-usage': [2000, 'whole', true, ({ text }) => expect(JSON.parse(text)).not.toHaveProperty('usage')],
  refusal: [
    2000,
    'whole',
    true,
    (outcome) => {
      expect(choiceOf(outcome).message.content).toBeNull();
      expect(choiceOf(outcome).message.refusal).toMatch(/can't help/);
    },
  ],
  'content-filter': [2000, 'whole', true, (outcome) => expect(choiceOf(outcome).finish_reason).toBe('content_filter')],
  length: [
    2000,
    'whole',
    true,
    (outcome) => {
      expect(choiceOf(outcome).finish_reason).toBe('length');
      expect(() => JSON.parse(choiceOf(outcome).message.content ?? '')).toThrow();
    },
  ],
  'bad-request': [2000, 'whole', false, status(400)],
  'bad-key': [2000, 'whole', false, status(401)],
  forbidden: [2000, 'whole', false, status(403)],
  'no-quota': [
    2000,
    'whole',
    false,
    (outcome) => {
      status(429)(outcome);
      expect(errorOf(outcome).code).toBe('insufficient_quota');
    },
  ],
  redirect: [
    2000,
    'whole',
    false,
    ({ status, headers }) => {
      expect(status).toBe(307);
      expect(new URL(headers?.get('location') ?? '').origin).not.toBe(new URL(double.url).origin);
    },
  ],
};

test.each(Object.entries(ROWS))(
  '%s does on the wire what its name says',
  async (name, [deadline, sent, billed, check]) => {
    double.faults.clear();
    double.faults.add({ fault: name as FaultName, times: 1 });
    const before = double.bill().requests;
    const outcome = await ask(deadline, `say something about ${name}`);
    await double.settled();
    const entry = double.requests().at(-1);
    expect(entry?.fault).toBe(name);
    check(outcome);
    expect([entry?.sent, entry?.billed, double.bill().requests - before]).toEqual([sent, billed, billed ? 1 : 0]);
    const next = await complete(double, 'and then all is well again');
    expect(next.choices[0].finish_reason).toBe('stop');
  },
);

test('every named fault has a row', () => {
  const tested = [...Object.keys(ROWS), 'batch-failed', 'batch-expired'];
  expect(tested.sort()).toEqual(Object.keys(OPENAI_FAULTS).sort());
});

test('a redirect that is followed brings the prompt to the second port, which keeps it', async () => {
  double.faults.clear();
  double.faults.add({ fault: 'redirect', times: 1 });
  const response = await post(double, '/chat/completions', chat('a secret prompt'));
  expect(await response.json()).toEqual({});
  const stray = double.strays().at(-1);
  expect([stray?.method, stray?.path, JSON.parse(stray?.body ?? '')]).toEqual([
    'POST',
    '/v1/chat/completions',
    chat('a secret prompt'),
  ]);
});

test('slow answers that are waited for arrive whole', async () => {
  double.faults.clear();
  double.faults.add({ fault: { kind: 'slow-headers', delay: 40 }, at: [1] });
  double.faults.add({ fault: { kind: 'dripped-headers', bytes: 200, every: 2 }, at: [2] });
  double.faults.add({ fault: { kind: 'slow-body', bytes: 100, every: 2 }, at: [3] });
  for (let i = 0; i < 3; i++) {
    const outcome = await ask(2000, 'take your time');
    await double.settled();
    expect(choiceOf(outcome).finish_reason).toBe('stop');
    expect(double.requests().at(-1)?.sent).toBe('whole');
    expect(double.requests().at(-1)?.billed).toBe(true);
  }
});

test('a batch fails or expires', async () => {
  const lines = Array.from({ length: 6 }, (_, i) => batchLine(`row ${i}`, chat(`row ${i}`)));
  double.faults.clear();
  double.faults.add({ fault: 'batch-failed', path: '/batches', at: [1] });
  double.faults.add({ fault: 'batch-expired', path: '/batches', at: [2] });
  const failed = await runBatch(double, lines);
  expect([failed.batch.status, failed.batch.output_file_id]).toEqual(['failed', undefined]);
  const expired = await runBatch(double, lines);
  expect(expired.batch.status).toBe('expired');
  expect(expired.batch.request_counts).toEqual({ total: 6, completed: 3, failed: 3 });
});
