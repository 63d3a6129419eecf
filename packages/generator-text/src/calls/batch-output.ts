import type { AnswerRecord, AttemptRecord } from './answer-journal.ts';
import { fail, withoutSecrets } from './buy.ts';
import { priceOf } from './price.ts';
import { answerFrom, settle } from './settle.ts';
import { type Shop, write } from './shop.ts';

/** A line of a batch's output, as far as it is used. */
interface Line {
  readonly custom_id?: unknown;
  readonly response?: { readonly status_code?: unknown; readonly body?: unknown } | null;
  readonly error?: { readonly code?: unknown } | null;
}

/** Books the lines of an output: each answer becomes a record of its own. Attempts that a line was about are taken from `open`. */
export async function takeOutput(shop: Shop, bytes: Uint8Array, open: Map<string, AttemptRecord>): Promise<void> {
  const pending: Promise<void>[] = [];
  for (const text of new TextDecoder().decode(bytes).split('\n')) {
    const line = parseLine(text);
    const attempt = typeof line?.custom_id === 'string' ? open.get(line.custom_id) : undefined;
    if (line === null || attempt === undefined) continue;
    open.delete(attempt.key);
    const { status_code: status, body } = line.response ?? {};
    if (status === 200) pending.push(takeAnswer(shop, attempt, body));
    else
      fail(shop, attempt, `HTTP ${shop.redact(String(status ?? line.error?.code)).slice(0, 60)} in the batch`, false);
  }
  await Promise.all(pending);
}

async function takeAnswer(shop: Shop, attempt: AttemptRecord, body: unknown): Promise<void> {
  const { key, api, model } = attempt;
  const bytes = withoutSecrets(shop, new TextEncoder().encode(JSON.stringify(body) ?? ''));
  const record: AnswerRecord = { type: 'answer', key, attempt: attempt.attempt, status: 200, cut: false, batch: true };
  const entry = await write(shop, record, bytes);
  const price = Object.hasOwn(shop.prices, model) ? priceOf(model, shop.prices) : null;
  const answer = answerFrom(shop, record, bytes, { api, price, worst: attempt }, false);
  settle(shop, attempt, entry, answer);
  if (answer.state !== 'malformed') shop.counts.bought++;
}

function parseLine(text: string): Line | null {
  try {
    const line: unknown = JSON.parse(text);
    return typeof line === 'object' ? line : null;
  } catch {
    return null;
  }
}
