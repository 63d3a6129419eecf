import type { Context } from '@verisim/core';
import type { EventLog } from '../flow/event-log.ts';
import { type Draws, entityStreams } from '../kernel/entity-random.ts';
import { createSimulation } from '../kernel/simulation.ts';
import { accountTakeover } from './account-takeover.ts';
import { cardTesting } from './card-testing.ts';
import type { Economy } from './economy.ts';
import { muleRing } from './mule-ring.ts';
import { type FraudPattern, fraudPatterns } from './options.ts';
import { writePayment } from './payment-log.ts';
import type { Episode, Scheme } from './scheme.ts';
import { structuring } from './structuring.ts';

const schemes: Readonly<Record<FraudPattern, Scheme>> = {
  'card-testing': cardTesting,
  'account-takeover': accountTakeover,
  'mule-ring': muleRing,
  structuring,
};

/**
 * How many of a block's payments each pattern makes: multinomial, so that the number of frauds is binomial. Patterns that do not happen take part in the draw, so that leaving
 * one out changes no other.
 */
export function fraudCounts({ settings }: Economy, payments: number, random: Draws): readonly number[] {
  const { rate, shares, patterns } = settings.fraud;
  let [left, others] = [payments, 1];
  return fraudPatterns.map((name) => {
    const chance = rate * shares[name];
    const count = binomial(left, Math.min(1, chance / others), random);
    left -= count;
    others -= chance;
    return patterns.includes(name) ? count : 0;
  });
}

/** Commits every fraud of a block; each episode lies within it, faster than usual where the block is short. */
export function simulateFraud(
  economy: Economy,
  span: { readonly from: number; readonly to: number },
  counts: readonly number[],
  log: EventLog,
  ctx: Context,
): void {
  const world = createSimulation(span.from);
  for (const [i, name] of fraudPatterns.entries()) {
    const streams = entityStreams(ctx.random.fork(`fraud:${name}`));
    const scheme = schemes[name];
    for (const [number, size] of sizesOf(counts[i], scheme, streams(0)).entries()) {
      const random = streams(number + 1);
      const lasts = (0.3 + 0.7 * random.next()) * Math.min(scheme.hours * 3600, 0.9 * (span.to - span.from));
      const begins = span.from + random.next() * (span.to - span.from - lasts);
      const pay: Episode['pay'] = (payment) =>
        writePayment(log, { device: -1, declined: 0, at: world.now, ...payment, cause: i + 1, episode: number + 1 });
      const episode = { size, random, gap: gapsOf(size, lasts, random), world, pay };
      world.start(scheme.commit(economy, episode), begins);
    }
  }
  world.run(span.to);
}

/** Sizes of episodes that sum to a count: the fewest each, and the rest by chance. */
function sizesOf(count: number, { mean, least }: Scheme, random: Draws): readonly number[] {
  if (count === 0) return [];
  const episodes = Math.max(1, Math.min(Math.round(count / mean), Math.floor(count / least)));
  const sizes = new Array<number>(episodes).fill(Math.min(least, Math.floor(count / episodes)));
  for (let rest = count - episodes * sizes[0]; rest > 0; rest--) sizes[Math.floor(random.next() * episodes)]++;
  return sizes;
}

/** Gaps that sum to a little less than a time: exponential ones, scaled. */
function gapsOf(size: number, lasts: number, random: Draws): () => number {
  const gaps = Float64Array.from({ length: size }, () => -Math.log(1 - random.next()));
  const scale = lasts / gaps.reduce((sum, gap) => sum + gap, 0);
  let next = 0;
  return () => scale * gaps[next++];
}

/** Successes of so many trials, by the waiting times between them (Devroye 1986, X.4.3): as fast as successes are rare. */
function binomial(trials: number, chance: number, random: Draws): number {
  if (!(chance > 0)) return 0;
  const wait = () => 1 + Math.floor(Math.log(1 - random.next()) / Math.log1p(-chance));
  let hits = 0;
  for (let at = wait(); at <= trials; at += wait()) hits++;
  return hits;
}
