import { badPrice, noPrice, noTokenLimit } from '../errors.ts';
import type { Question } from './question.ts';

/** What a model costs, in the currency of the budget, per million tokens. A server of one's own: `{ input: 0, output: 0 }`. */
export interface Price {
  readonly input: number;
  readonly output: number;
  /** Input tokens that the server had in its cache; as `input` when left out. */
  readonly cachedInput?: number;
}

/** Prices by the model's exact name. */
export type Prices = Readonly<Record<string, Price>>;

/** Tokens of one call. `cached` are those of `input` that were in the server's cache. */
export interface Usage {
  readonly input: number;
  readonly output: number;
  readonly cached: number;
}

/** Money is counted in whole millionths of the currency. */
export const MICRO = 1_000_000;

/** What a call in a batch costs of its price. */
export const BATCH_SHARE = 0.5;

/** The price of a model. Throws `generator-text/no-price`: a price is never guessed. */
export function priceOf(model: string, prices: Prices): Price {
  if (!Object.hasOwn(prices, model)) throw noPrice(model, Object.keys(prices));
  const price = prices[model];
  for (const value of [price.input, price.output, price.cachedInput ?? 0]) {
    if (!(value >= 0 && value <= 1e6)) throw badPrice(model, value);
  }
  return price;
}

/** What a call costs in millionths, rounded up; `share` of the full price, {@link BATCH_SHARE} in a batch. */
export function costOf(usage: Usage, price: Price, share = 1): number {
  const cached = Math.min(usage.cached, usage.input);
  const cost =
    (usage.input - cached) * perMillion(price.input) +
    cached * perMillion(price.cachedInput ?? price.input) +
    usage.output * perMillion(price.output);
  return Math.ceil((cost * share) / MICRO);
}

/** Millionths per million tokens: whole for prices of up to six decimals. */
function perMillion(price: number): number {
  return Math.ceil(price * MICRO - 1e-6);
}

/** Tokens that chat templates put around and between messages; more than any known one does. */
const TEMPLATE_TOKENS = 128;
const MESSAGE_TOKENS = 16;

/**
 * The most tokens that a question can use. A token is at least one byte in every byte-level vocabulary, so the bytes of the body bound the
 * input. Throws `generator-text/no-token-limit` when the answer's length is not bounded.
 */
export function worstUsage(question: Question): Usage {
  const { api, body } = question;
  const bytes = new TextEncoder().encode(JSON.stringify(body)).length;
  if (api === 'embeddings') return { input: bytes + MESSAGE_TOKENS * body.input.length, output: 0, cached: 0 };
  const limit = body.max_completion_tokens ?? body.max_tokens;
  if (limit === undefined || !Number.isInteger(limit) || limit < 1) throw noTokenLimit(question.task.name);
  if ((body.n ?? 1) !== 1 || body.stream === true) throw noTokenLimit(question.task.name);
  return { input: bytes + TEMPLATE_TOKENS + MESSAGE_TOKENS * body.messages.length, output: limit, cached: 0 };
}
