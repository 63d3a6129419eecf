import type { JsonObject } from './json-object.ts';
import { numberOr } from './read-parameters.ts';

/** What a client may ask for, per model. What is left out is shown in the headers and never enforced. */
export interface DoubleLimits {
  readonly requestsPerMinute?: number;
  /** Prompt (its length in characters over 4) and the most tokens of the answer. */
  readonly tokensPerMinute?: number;
  /** Requests at work at once, over all models. */
  readonly concurrent?: number;
}

/** Headers, and how long to wait when the request is one too many. */
export interface LimitAnswer {
  readonly headers: Readonly<Record<string, string>>;
  /** `null`: within the limits. */
  readonly waitMs: number | null;
}

/** Asked once for each request: `now` in milliseconds, `active` requests at work with this one. */
export type RateLimits = (model: string, body: JsonObject | null, now: number, active: number) => LimitAnswer;

const SHOWN = { requests: 10_000, tokens: 2_000_000 };
const MINUTE = 60_000;
/** What to wait when too many are at work: nobody knows when one ends. */
const CONCURRENT_WAIT = 1000;

interface Bucket {
  left: number;
  at: number;
}

/** Two token buckets for each model, of one minute's worth each, filled evenly. A request that is refused takes nothing. */
export function rateLimits(limits: DoubleLimits): RateLimits {
  const buckets = new Map<string, Bucket>();
  const take = (name: string, size: number, amount: number, now: number) => {
    const bucket = buckets.get(name) ?? { left: size, at: now };
    buckets.set(name, bucket);
    bucket.left = Math.min(size, bucket.left + ((now - bucket.at) * size) / MINUTE);
    bucket.at = now;
    return { bucket, wait: Math.max(0, ((Math.min(amount, size) - bucket.left) * MINUTE) / size), size, amount };
  };
  return (model, body, now, active) => {
    const { requestsPerMinute, tokensPerMinute, concurrent = Number.POSITIVE_INFINITY } = limits;
    const requests = take(`requests:${model}`, requestsPerMinute ?? SHOWN.requests, 1, now);
    const tokens = take(`tokens:${model}`, tokensPerMinute ?? SHOWN.tokens, estimatedTokens(body), now);
    const waits = [
      requestsPerMinute === undefined ? 0 : requests.wait,
      tokensPerMinute === undefined ? 0 : tokens.wait,
    ];
    if (active > concurrent) waits.push(CONCURRENT_WAIT);
    const wait = Math.max(...waits);
    if (wait === 0)
      for (const { bucket, amount } of [requests, tokens]) bucket.left = Math.max(0, bucket.left - amount);
    const headers = { ...shown('requests', requests), ...shown('tokens', tokens) };
    return { headers, waitMs: wait > 0 ? wait : null };
  };
}

function shown(name: string, { bucket, size }: { bucket: Bucket; size: number }): Record<string, string> {
  return {
    [`x-ratelimit-limit-${name}`]: String(size),
    [`x-ratelimit-remaining-${name}`]: String(Math.floor(bucket.left)),
    [`x-ratelimit-reset-${name}`]: duration(((size - bucket.left) * MINUTE) / size),
  };
}

function estimatedTokens(body: JsonObject | null): number {
  if (body === null) return 0;
  const most = numberOr(body.max_completion_tokens, numberOr(body.max_tokens, numberOr(body.max_output_tokens, 0)));
  return Math.ceil(JSON.stringify(body.messages ?? body.input ?? '').length / 4) + most * numberOr(body.n, 1);
}

/** `20ms`, `1.5s`, `2m30s`: as the API writes it. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.ceil(ms)}ms`;
  const seconds = Math.ceil(ms / 100) / 10;
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${Math.ceil(seconds % 60)}s`;
}
