import type { Random } from '@verisim/core';
import { endpointUnavailable } from '../errors.ts';
import { createBucket } from './bucket.ts';
import type { Clock } from './clock.ts';
import { createGate, type Gate } from './gate.ts';
import { createPace, type RateLimits, type WaitingState } from './pace.ts';
import { allowanceOf, type HeaderSource } from './rate-headers.ts';

/** How a call ended, as far as the rate is concerned. */
export type CallEnd =
  | { readonly kind: 'good'; readonly headers: HeaderSource }
  /** 429: too fast. */
  | { readonly kind: 'limited'; readonly retryMs: number | null; readonly headers: HeaderSource; readonly what: string }
  /** Errors of the server and broken connections. */
  | { readonly kind: 'failed'; readonly retryMs: number | null; readonly what: string }
  /** Says nothing about the rate: the question was refused, or the run was stopped. */
  | { readonly kind: 'other' };

/** One for each endpoint and model, shared by all tasks. */
export interface Limiter {
  /** Waits until a call may be prepared, so that few stand ready beside those under way. One that was tried before goes `first`. */
  enter(signal: AbortSignal, first?: boolean): Promise<void>;
  /** Waits until the prepared call may go out; whoever entered calls this once. Throws `generator-text/endpoint-unavailable`. */
  start(tokens: number, signal: AbortSignal): Promise<Ticket>;
  /** Gives up a call that entered and did not start. */
  withdraw(): void;
  end(ticket: Ticket, end: CallEnd): void;
  /** Why nothing goes out now, `null` when calls do. */
  waiting(): WaitingState | null;
  /** How many calls may be under way now. */
  width(): number;
  /** Rejects all who wait and whoever comes. */
  shut(error: unknown): void;
}

/** A call under way. */
export interface Ticket {
  readonly number: number;
}

/** A limiter for one endpoint and model: the pace its answers allow, and what is left by its `x-ratelimit-*` headers. */
export function createLimiter(endpoint: string, limits: RateLimits, clock: Clock, random: Random): Limiter {
  const pace = createPace(limits, clock, random);
  const buckets = { requests: createBucket(), tokens: createBucket() };
  let staged = 0;
  let running = 0;
  let started = 0;
  const staging: Gate<null> = createGate(clock, () => {
    const pause = pace.waiting();
    return pause ? { open: false, againMs: pause.ms } : { open: staged < 1 + Math.ceil(pace.width() / 4) };
  });
  const gate: Gate<number> = createGate(clock, (tokens) => {
    const pause = pace.waiting();
    if (pause) return { open: false, againMs: pause.ms };
    if (running >= pace.width()) return { open: false };
    const now = clock.now();
    const wait = Math.max(buckets.requests.wait(1, now), buckets.tokens.wait(tokens, now));
    return wait > 0 ? { open: false, againMs: Math.min(limits.waitCapMs, wait) } : { open: true };
  });
  const begin = (tokens: number): Ticket => {
    running++;
    buckets.requests.take(1);
    buckets.tokens.take(tokens);
    return { number: started++ };
  };
  const shut = (error: unknown) => {
    gate.shut(error);
    staging.shut(error);
  };
  const withdraw = () => {
    staged--;
    staging.turn();
  };
  const heed = (ticket: Ticket, end: CallEnd) => {
    if (end.kind === 'good') pace.good();
    if (end.kind === 'limited') pace.limited(ticket.number, started, end.retryMs);
    if (end.kind === 'failed') pace.failed(end.retryMs, end.what);
    if (end.kind === 'good' || end.kind === 'limited') {
      for (const what of ['requests', 'tokens'] as const) {
        buckets[what].told(allowanceOf(end.headers, what), clock.now());
      }
    }
    if ((end.kind === 'failed' || end.kind === 'limited') && pace.badFor() >= limits.patienceMs) {
      shut(endpointUnavailable(endpoint, pace.badFor(), end.what));
    }
  };
  return {
    enter: (signal, first) => staging.pass(null, signal, () => void staged++, first),
    start: (tokens, signal) => gate.pass(tokens, signal, () => begin(tokens)).finally(withdraw),
    withdraw,
    end(ticket, end) {
      running--;
      heed(ticket, end);
      gate.turn();
      staging.turn();
    },
    waiting: pace.waiting,
    width: pace.width,
    shut,
  };
}
