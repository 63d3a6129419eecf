import { type Context, checkpoint } from '@verisim/core';
import { cumulative, pick } from '../cumulative.ts';
import type { EventLog } from '../flow/event-log.ts';
import { type Draws, entityStreams } from '../kernel/entity-random.ts';
import type { Economy } from './economy.ts';
import { writePayment } from './payment-log.ts';
import { channelOf, places } from './places.ts';

/** Shares of payments that are declined, made with a device never seen before, and made at a favourite shop. */
const [DECLINED, STRANGE, LOYAL] = [0.03, 0.01, 0.6];
/** Payments between two looks at whether the work is still wanted. */
const SLICE = 4096;
const choices = cumulative(places.map(({ share }) => share));

/**
 * So many payments that nobody makes in bad faith, at instants of a Poisson process given their number. They are drawn one by one from one stream, so that with
 * fewer of them the first are the same. Among them are new devices, large sums and refusals, as in life.
 */
export async function simulateOrdinary(
  economy: Economy,
  span: { readonly from: number; readonly to: number },
  payments: number,
  log: EventLog,
  ctx: Context,
): Promise<void> {
  const random = entityStreams(ctx.random.fork('ordinary'))(0);
  for (let i = 0; i < payments; i++) {
    if (i % SLICE === 0) await checkpoint(ctx.signal);
    const at = instantIn(economy, span, random);
    const account = pick(economy.population.active, random.next());
    payOrdinarily(economy, at, account, log, random);
  }
}

/** An instant by how busy it is, by rejection. */
function instantIn({ week }: Economy, { from, to }: { from: number; to: number }, random: Draws): number {
  for (;;) {
    const at = from + (to - from) * random.next();
    if (week.most * random.next() < week.rate(at)) return at;
  }
}

function payOrdinarily(economy: Economy, at: number, account: number, log: EventLog, random: Draws): void {
  const { population, amounts } = economy;
  const place = pick(choices, random.next());
  const online = random.next() < places[place].online;
  const luck = random.next();
  const amount = amounts.draw(place, population.spending[account], random);
  const counterpart = counterpartOf(economy, place, account, at, luck, random.next());
  const slot = random.next();
  const device =
    slot < STRANGE ? Math.floor((slot / STRANGE) * 2 ** 32) : population.device(account, slot < 0.7 ? 0 : 1, at);
  writePayment(log, {
    at,
    account: population.known(account, at),
    place,
    counterpart,
    device: online ? device : -1,
    channel: channelOf(places[place], online),
    amount,
    declined: random.next() < DECLINED ? 1 : 0,
    cause: 0,
    episode: 0,
  });
}

function counterpartOf(
  { population }: Economy,
  place: number,
  account: number,
  at: number,
  luck: number,
  which: number,
): number {
  const { kind } = places[place];
  if (kind === 'transfer') return population.known(population.contact(account, which, at), at);
  if (kind !== 'purchase') return Math.floor(which * population.branches);
  if (luck < LOYAL) return population.favourite(account, place, which, at);
  return population.merchant(place, which);
}
