import type { AnswerRecord, AttemptRecord } from './answer-journal.ts';
import { priceOf } from './price.ts';
import { notAnAnswer } from './recall.ts';
import { answerFrom } from './settle.ts';
import { type Shop, write } from './shop.ts';

/**
 * Settles what a kill left open. An answer that was kept and not read is read; an attempt without an answer may have been paid for, so it
 * counts as lost, at its worst case. Attempts of a batch that is not done stay set aside.
 */
export async function recover(shop: Shop): Promise<void> {
  const { open, answers, batches } = shop.recalled;
  const done = new Set(batches.filter(({ record }) => record.step === 'done').map(({ record }) => record.batch));
  for (const attempt of open.values()) {
    const entry = answers.get(attempt.key);
    const record = entry?.record as unknown as AnswerRecord | undefined;
    if (entry !== undefined && record?.attempt === attempt.attempt) {
      await settleLate(shop, attempt, record, await shop.journal.body(entry));
    } else if (attempt.batch !== null && !done.has(attempt.batch)) {
      shop.budget.hold(attempt);
      shop.inBatch.set(attempt.key, attempt.batch);
    } else await lose(shop, attempt);
  }
}

async function settleLate(shop: Shop, attempt: AttemptRecord, record: AnswerRecord, bytes: Uint8Array): Promise<void> {
  const { key } = attempt;
  const price = Object.hasOwn(shop.prices, attempt.model) ? priceOf(attempt.model, shop.prices) : null;
  const answer = answerFrom(shop, record, bytes, { api: attempt.api, price, worst: attempt }, true);
  const malformed = answer.state === 'malformed';
  if (malformed) notAnAnswer(shop.recalled, key, attempt.attempt);
  shop.recalled.open.delete(attempt.attempt);
  const { money, tokens } = answer;
  shop.budget.book({ money, tokens });
  await write(shop, { type: 'settled', key, attempt: attempt.attempt, malformed, money, tokens });
}

async function lose(shop: Shop, { key, attempt, money, tokens }: AttemptRecord): Promise<void> {
  shop.recalled.open.delete(attempt);
  shop.recalled.lost.calls++;
  shop.recalled.lost.money += money;
  shop.budget.book({ money, tokens });
  await write(shop, { type: 'failed', key, attempt, why: 'the process ended', lost: true, money, tokens });
}
