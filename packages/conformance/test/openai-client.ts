import type { OpenAiDouble } from '../src/openai/index.ts';

/** A request as any client sends it. */
export function post(double: OpenAiDouble, path: string, body: unknown, init: RequestInit = {}): Promise<Response> {
  return fetch(`${double.url}${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { authorization: 'Bearer test-key', 'content-type': 'application/json' },
    ...init,
  });
}

export async function get(double: OpenAiDouble, path: string): Promise<Response> {
  return await fetch(`${double.url}${path}`, { headers: { authorization: 'Bearer test-key' } });
}

export interface Choice {
  readonly finish_reason: string;
  readonly message: { readonly content: string | null; readonly refusal: string | null };
}

export interface Completion {
  readonly id: string;
  readonly choices: readonly Choice[];
  readonly usage?: {
    readonly prompt_tokens: number;
    readonly completion_tokens: number;
    readonly total_tokens: number;
  };
}

/** A chat of one message, by the smallest model unless `more` says otherwise. */
export const chat = (text: string, more: object = {}) => ({
  model: 'toy-mini',
  messages: [{ role: 'user', content: text }],
  ...more,
});

export async function complete(double: OpenAiDouble, text: string, more: object = {}): Promise<Completion> {
  const response = await post(double, '/chat/completions', chat(text, more));
  if (response.status !== 200) throw new Error(await response.text());
  return (await response.json()) as Completion;
}

/** Asks for an answer of this JSON schema. */
export const asked = (schema: object, strict = true) => ({
  response_format: { type: 'json_schema', json_schema: { name: 'answer', strict, schema } },
});

/** Uploads the lines of a batch. Resolves to the id of the file. */
export async function upload(double: OpenAiDouble, lines: readonly unknown[]): Promise<string> {
  const form = new FormData();
  form.append('purpose', 'batch');
  form.append('file', new File([lines.map((line) => JSON.stringify(line)).join('\n')], 'in.jsonl'));
  const headers = { authorization: 'Bearer test-key' };
  const response = await fetch(`${double.url}/files`, { method: 'POST', body: form, headers });
  return ((await response.json()) as { id: string }).id;
}

export const batchLine = (id: string, body: object) => ({
  custom_id: id,
  method: 'POST',
  url: '/v1/chat/completions',
  body,
});

export interface BatchBody {
  readonly id: string;
  readonly status: string;
  readonly output_file_id?: string;
  readonly error_file_id?: string;
  readonly errors?: { readonly data: readonly { readonly code: string; readonly line: number | null }[] };
  readonly request_counts: { readonly total: number; readonly completed: number; readonly failed: number };
}

/** Creates a batch of the lines and looks until it has ended. Resolves to the statuses seen and the last body. */
export async function runBatch(
  double: OpenAiDouble,
  lines: readonly unknown[],
): Promise<{ statuses: string[]; batch: BatchBody }> {
  const request = {
    input_file_id: await upload(double, lines),
    endpoint: '/v1/chat/completions',
    completion_window: '24h',
  };
  let batch = (await (await post(double, '/batches', request)).json()) as BatchBody;
  const statuses = [batch.status];
  while (!['completed', 'failed', 'expired', 'cancelled'].includes(batch.status)) {
    batch = (await (await get(double, `/batches/${batch.id}`)).json()) as BatchBody;
    statuses.push(batch.status);
  }
  return { statuses, batch };
}

/** The lines of a file of JSON lines. */
export async function fileLines<T>(double: OpenAiDouble, id: string): Promise<T[]> {
  const text = await (await get(double, `/files/${id}/content`)).text();
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
}
