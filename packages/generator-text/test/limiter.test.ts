import { createRandom } from '@verisim/core';
import { beforeEach, describe, expect, test } from 'vitest';
import { createLimiter, type Limiter, type Ticket } from '../src/calls/limiter.ts';
import { type VirtualClock, virtualClock } from './virtual-clock.ts';

const limits = { concurrency: 64, waitCapMs: 60_000, patienceMs: 600_000 };
const never = new AbortController().signal;
const empty = new Headers();
let clock: VirtualClock;
let limiter: Limiter;

beforeEach(() => {
  clock = virtualClock();
  limiter = createLimiter('http://x', limits, clock, createRandom(1));
});

/** Calls that want to go out: those that did, in `out`. */
function launch(count: number, to: Limiter = limiter): { out: Ticket[]; errors: unknown[] } {
  const calls = { out: [] as Ticket[], errors: [] as unknown[] };
  for (let i = 0; i < count; i++) {
    to.enter(never)
      .then(() => to.start(1, never))
      .then(
        (ticket) => calls.out.push(ticket),
        (error) => calls.errors.push(error),
      );
  }
  return calls;
}

const good = { kind: 'good', headers: empty } as const;
const limited = (retryMs: number | null) => ({ kind: 'limited', retryMs, headers: empty, what: 'HTTP 429' }) as const;
const broken = { kind: 'failed', retryMs: null, what: 'HTTP 500' } as const;

describe('concurrency', () => {
  test('starts at 16, doubles a round trip, stays within what is allowed', async () => {
    const { out } = launch(400);
    const widths: number[] = [];
    for (let round = 0; round < 4; round++) {
      await clock.advance(0);
      const batch = out.splice(0);
      widths.push(batch.length);
      for (const ticket of batch) limiter.end(ticket, good);
    }
    expect(widths).toEqual([16, 32, 64, 64]);
  });

  test('is halved once for all refusals of one round trip, and grows by one a round trip then', async () => {
    const { out } = launch(200);
    await clock.advance(0);
    for (const ticket of out.splice(0)) limiter.end(ticket, limited(null));
    expect(limiter.width()).toBe(8);
    expect(limiter.waiting()?.why).toContain('429');
    await clock.advance(60_000);
    expect(out).toHaveLength(8);
    for (const ticket of out.splice(0)) limiter.end(ticket, good);
    expect(limiter.width()).toBe(8);
    await clock.advance(0);
    for (const ticket of out.splice(0)) limiter.end(ticket, good);
    expect(limiter.width()).toBe(9);
  });
});

describe('Retry-After', () => {
  test('is obeyed by all', async () => {
    const { out } = launch(20);
    await clock.advance(0);
    limiter.end(out[0], limited(5000));
    for (const ticket of out.slice(1)) limiter.end(ticket, good);
    const before = out.length;
    await clock.advance(4990);
    expect(out).toHaveLength(before);
    expect(limiter.waiting()).toMatchObject({ ms: 10 });
    await clock.advance(20);
    expect(out.length).toBeGreaterThan(before);
  });

  test('300 s is cut to the cap, and seen', async () => {
    const { out } = launch(2);
    await clock.advance(0);
    for (const ticket of out.splice(0)) limiter.end(ticket, limited(300_000));
    launch(1);
    expect(limiter.waiting()?.ms).toBe(60_000);
    await clock.advance(60_001);
    expect(limiter.waiting()).toBeNull();
  });

  test('0 does not let calls hammer: waits grow', async () => {
    const waits: number[] = [];
    const { out } = launch(50);
    for (let i = 0; i < 6; i++) {
      await clock.advance(0);
      limiter.end(out.splice(0, 1)[0], limited(0));
      for (const ticket of out.splice(0)) limiter.end(ticket, { kind: 'other' });
      waits.push(limiter.waiting()?.ms ?? 0);
      await clock.advance(60_000);
    }
    waits.forEach((ms, i) => {
      expect(ms).toBeGreaterThanOrEqual(125 * 2 ** i);
      expect(ms).toBeLessThanOrEqual(250 * 2 ** i);
    });
  });
});

describe('the circuit breaker', () => {
  test('opens after five failures in a row, then one call tries', async () => {
    const { out } = launch(100);
    await clock.advance(0);
    for (const ticket of out.splice(0, 16)) limiter.end(ticket, broken);
    expect(limiter.waiting()?.why).toContain('5 failures in a row (HTTP 500)');
    // Those let out before it opened.
    await clock.advance(0);
    for (const ticket of out.splice(0)) limiter.end(ticket, { kind: 'other' });
    await clock.advance(60_000);
    expect(out).toHaveLength(1);
    limiter.end(out.splice(0)[0], good);
    await clock.advance(0);
    expect(out).toHaveLength(2);
  });

  test('gives up after the patience without a good answer, for those who wait and those who come', async () => {
    const impatient = createLimiter('http://x', { ...limits, patienceMs: 100_000 }, clock, createRandom(1));
    const { out, errors } = launch(50, impatient);
    for (let i = 0; i < 40 && errors.length === 0; i++) {
      for (const ticket of out.splice(0)) impatient.end(ticket, limited(300_000));
      await clock.advance(60_001);
    }
    expect(errors[0]).toMatchObject({ code: 'generator-text/endpoint-unavailable' });
    await expect(impatient.enter(never)).rejects.toMatchObject({ code: 'generator-text/endpoint-unavailable' });
  });
});

test('x-ratelimit headers slow calls down before the server must refuse', async () => {
  const told = new Headers({
    'x-ratelimit-limit-requests': '60',
    'x-ratelimit-remaining-requests': '2',
    'x-ratelimit-reset-requests': '58s',
  });
  const { out } = launch(1);
  await clock.advance(0);
  const more = launch(5);
  limiter.end(out[0], { kind: 'good', headers: told });
  await clock.advance(0);
  const atOnce = more.out.length;
  await clock.advance(3100);
  expect(more.out.length).toBe(5);
  expect(atOnce).toBe(2);
});

test('whoever stops waiting makes room', async () => {
  const stop = new AbortController();
  const { out } = launch(16);
  await clock.advance(0);
  const waiting = limiter.enter(never).then(() => limiter.start(1, stop.signal));
  await clock.advance(0);
  stop.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  const after = launch(1);
  limiter.end(out[0], good);
  await clock.advance(0);
  expect(after.out).toHaveLength(1);
});

test('a call that was tried before goes first', async () => {
  const { out } = launch(16);
  await clock.advance(0);
  const order: string[] = [];
  const queue = (name: string, first: boolean) =>
    limiter
      .enter(never, first)
      .then(() => limiter.start(1, never))
      .then(() => order.push(name));
  for (let i = 0; i < 10; i++) void queue(`new ${i}`, false);
  void queue('again', true);
  await clock.advance(0);
  for (const ticket of out) limiter.end(ticket, good);
  await clock.advance(0);
  expect(order.indexOf('again')).toBeLessThan(order.indexOf('new 6'));
});
