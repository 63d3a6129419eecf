import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OpenAiDouble, startOpenAiDouble } from '../src/openai/index.ts';
import { asked, batchLine, chat, fileLines, get, post, runBatch } from './openai-client.ts';
import { schemaFaults } from './schema-faults.ts';

const file = new URL('../../../../shared/standards/openai-openapi.json', import.meta.url);
const present = existsSync(file);
if (!present) console.warn('skipped: the double against the OpenAPI document of the API, which is not here');

type Schema = { readonly [key: string]: unknown };

let double: OpenAiDouble;
let document: Schema;
beforeAll(async () => {
  double = await startOpenAiDouble();
  if (present) document = JSON.parse(readFileSync(file, 'utf8')) as Schema;
});
afterAll(() => double.close());

const faults = (name: string, value: unknown) =>
  schemaFaults(document, { $ref: `#/components/schemas/${name}` }, value);

const SCHEMA = {
  type: 'object',
  properties: { label: { enum: ['card', 'refund'] }, sure: { type: 'boolean' } },
  required: ['label', 'sure'],
  additionalProperties: false,
};

/** The events of a stream: the JSON of each `data:` line. */
function eventsOf(text: string): unknown[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('data: {'))
    .map((line) => JSON.parse(line.slice('data: '.length)) as unknown);
}

describe.skipIf(!present)('the double keeps to the OpenAPI document', () => {
  test('the walker finds what is wrong', () => {
    expect(faults('CreateEmbeddingResponse', { object: 'list', model: 'm', data: [] })).toEqual(['$ lacks usage']);
    const wrong = { object: 'list', model: 1, data: [], usage: { prompt_tokens: 1.5, total_tokens: 2 } };
    expect(faults('CreateEmbeddingResponse', wrong)).toHaveLength(2);
    expect(faults('CreateChatCompletionRequest', { model: 'm', messages: [] })).not.toEqual([]);
  });

  test.each([
    ['a plain chat', {}],
    ['three samples', { n: 3, seed: 7, temperature: 0.5, user: 'u', metadata: { a: 'b' } }],
    ['a JSON schema', asked(SCHEMA)],
    ['a cut answer', { max_completion_tokens: 2, stop: ['x'] }],
  ])('chat completions: %s', async (_, more) => {
    const request = chat('which card is it', more);
    expect(faults('CreateChatCompletionRequest', request)).toEqual([]);
    const response = await post(double, '/chat/completions', request);
    expect(faults('CreateChatCompletionResponse', await response.json())).toEqual([]);
  });

  test.each(['refusal', 'content-filter', 'length', 'no-choices', 'wrong-schema'] as const)(
    'chat completions under the fault %s',
    async (fault) => {
      double.faults.add({ fault, times: 1 });
      const response = await post(double, '/chat/completions', chat('which card is it', asked(SCHEMA)));
      expect(faults('CreateChatCompletionResponse', await response.json())).toEqual([]);
      double.faults.clear();
    },
  );

  test('streams of chats', async () => {
    const request = chat('tell me a story', { stream: true, stream_options: { include_usage: true } });
    expect(faults('CreateChatCompletionRequest', request)).toEqual([]);
    const response = await post(double, '/chat/completions', request);
    const text = await response.text();
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
    const events = eventsOf(text);
    expect(events.length).toBeGreaterThan(4);
    expect(events.slice(0, -1).flatMap((event) => faults('CreateChatCompletionStreamResponse', event))).toEqual([]);
    expect(faults('CreateChatCompletionStreamResponse', events.at(-1))).toEqual([]);
  });

  test.each([
    ['plain', {}],
    ['with instructions', { instructions: 'be short', max_output_tokens: 16, temperature: 0 }],
    ['with a schema', { text: { format: { type: 'json_schema', name: 'answer', strict: true, schema: SCHEMA } } }],
  ])('responses: %s', async (_, more) => {
    const request = { model: 'toy-large', input: 'which card is it', ...more };
    expect(faults('CreateResponse', request)).toEqual([]);
    const body: unknown = await (await post(double, '/responses', request)).json();
    expect(faults('Response', body)).toEqual([]);
    const stream = await post(double, '/responses', { ...request, stream: true });
    const events = eventsOf(await stream.text());
    expect(events.length).toBeGreaterThan(6);
    expect(events.flatMap((event) => faults('ResponseStreamEvent', event))).toEqual([]);
  });

  test('embeddings', async () => {
    const request = { model: 'toy-embedding', input: ['one', 'two'], dimensions: 8 };
    expect(faults('CreateEmbeddingRequest', request)).toEqual([]);
    const body: unknown = await (await post(double, '/embeddings', request)).json();
    expect(faults('CreateEmbeddingResponse', body)).toEqual([]);
  });

  test('files, batches, models', async () => {
    const { batch } = await runBatch(double, [batchLine('a', chat('hello')), batchLine('b', chat('you', { n: 0 }))]);
    expect(faults('Batch', batch)).toEqual([]);
    const request = { input_file_id: 'f', endpoint: '/v1/chat/completions', completion_window: '24h' };
    expect(faults('CreateBatchRequest', request)).toEqual([]);
    const failed = await runBatch(double, [{}]);
    expect(faults('Batch', failed.batch)).toEqual([]);
    const json = async (path: string): Promise<unknown> => (await get(double, path)).json();
    expect(faults('ListBatchesResponse', await json('/batches'))).toEqual([]);
    expect(faults('ListFilesResponse', await json('/files'))).toEqual([]);
    expect(faults('OpenAIFile', await json(`/files/${batch.output_file_id}`))).toEqual([]);
    expect(faults('ListModelsResponse', await json('/models'))).toEqual([]);
    expect(faults('Model', await json('/models/toy-mini'))).toEqual([]);
    const [good] = await fileLines<{ response: { body: unknown } }>(double, batch.output_file_id ?? '');
    expect(faults('CreateChatCompletionResponse', good.response.body)).toEqual([]);
    const [bad] = await fileLines<{ response: { status_code: number; body: unknown } }>(
      double,
      batch.error_file_id ?? '',
    );
    expect([bad.response.status_code, faults('ErrorResponse', bad.response.body)]).toEqual([400, []]);
  });

  test.each([
    ['no such model', '/chat/completions', chat('x', { model: 'none' }), 404],
    ['no messages', '/chat/completions', { model: 'toy-mini', messages: [] }, 400],
    ['tools', '/chat/completions', chat('x', { tools: [] }), 400],
    ['an unknown parameter', '/chat/completions', chat('x', { temprature: 1 }), 400],
    ['no JSON', '/responses', 'text', 400],
    ['an empty input', '/embeddings', { model: 'toy-embedding', input: '' }, 400],
    ['another path', '/moderations', {}, 404],
  ])('errors: %s', async (_, path, request, status) => {
    const response = await post(double, path, request);
    expect(response.status).toBe(status);
    expect(faults('ErrorResponse', await response.json())).toEqual([]);
  });
});
