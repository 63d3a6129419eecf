import type { IncomingMessage, ServerResponse } from 'node:http';
import { elapsedMs } from './clock.ts';
import { parseObject } from './json-object.ts';
import { openSending } from './open-sending.ts';
import { prepareAnswer } from './prepare-answer.ts';
import { readBody } from './read-body.ts';
import type { RunningDouble } from './running-double.ts';
import { sendAnswer } from './send-answer.ts';
import { idOf } from './service.ts';

/** From a request to the last byte of its answer. */
export async function handleRequest(
  running: RunningDouble,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const raw = await readBody(request);
  if (raw === null || response.destroyed) return void response.destroy();
  const began = elapsedMs();
  const [address] = (request.url ?? '/').split('?');
  const below = address.startsWith('/v1/');
  const path = below ? address.slice('/v1'.length) : address;
  const contentType = request.headers['content-type'] ?? '';
  const body = contentType.startsWith('application/json') ? parseObject(raw.toString('utf8')) : null;
  const { seen, entry } = running.front.enter(request.method ?? '', path, raw, body);
  const asked = { key: request.headers.authorization, below };
  const { answer, headers, planned } = prepareAnswer(running, { seen, contentType, raw }, entry.hash, asked);
  entry.fault = planned?.name ?? null;
  const fault = planned?.fault ?? null;
  const sending = openSending(running, response, entry, answer, fault);
  const { latencyMs } = running.settings;
  if (answer.used !== null && latencyMs > 0) await sending.wait(latencyMs - (elapsedMs() - began));
  if (response.destroyed) return;
  const own = {
    'openai-organization': 'verisim-double',
    'openai-processing-ms': String(Math.round(elapsedMs() - began)),
    'openai-version': '2020-10-01',
    'x-request-id': idOf('req_', entry.number),
  };
  await sendAnswer({ ...sending, headers: { ...headers, ...own } }, fault);
}
