import type { Context, Random } from '@verisim/core';
import { drawPoisson } from '../durations.ts';
import { createEventLog, type EventLog } from '../flow/event-log.ts';
import { pump, surplus } from '../flow/pump.ts';
import { type Draws, entityStreams } from '../kernel/entity-random.ts';
import { createSimulation, type Process, type Simulation } from '../kernel/simulation.ts';
import { type Arrivals, cellArrivals } from './cell-arrivals.ts';
import { nextState } from './chain.ts';
import type { SessionsSettings } from './options.ts';
import { campaignAt, type Schedule } from './schedule.ts';

/** What an event holds: its user, seconds, session and step of the user, state, the next state, seconds in the state, cause, campaign. */
export const eventFields = {
  user: 0,
  at: 1,
  session: 2,
  step: 3,
  state: 4,
  next: 5,
  dwell: 6,
  cause: 7,
  campaign: 8,
} as const;
const WIDTH = 9;
type LoggedEvent = Readonly<Record<keyof typeof eventFields, number>>;

/** Why a session takes place. */
export const sessionCauses: readonly string[] = ['new', 'returning', 'campaign', 'bot'];
const [NEW, RETURNING, CAMPAIGN, BOT] = [0, 1, 2, 3];
/** Mean events of a bot's visit, geometric, and the seconds between them. */
const BOT_EVENTS = 40;
const BOT_PAUSE = 2;

/** Everybody who did something, and what. */
export interface SessionEvents {
  readonly log: EventLog;
  /** Of each user a number in [0, 1): the lowest are kept. */
  readonly marks: readonly number[];
}

interface Shop {
  readonly settings: SessionsSettings;
  readonly schedule: Schedule;
  readonly world: Simulation;
  readonly log: EventLog;
  readonly marks: number[];
}

/**
 * All events from one instant to another, somewhat more than `rows`. Users and sessions under way at the beginning are drawn from the steady state. `shared`: chance that all blocks
 * share; who comes when follows from it and the time alone.
 */
export async function simulateSessions(
  settings: SessionsSettings,
  schedule: Schedule,
  span: { readonly from: number; readonly to: number; readonly rows: number },
  shared: Random,
  ctx: Context,
): Promise<SessionEvents> {
  const world = createSimulation(span.from);
  const shop: Shop = { settings, schedule, world, log: createEventLog(WIDTH, Math.ceil(1.6 * span.rows)), marks: [] };
  const { rate, churn, pause, chain, bots, campaigns } = settings;
  const steps = chain.visits.reduce((sum, visits) => sum + visits, 0);
  const more = surplus(span.rows, ((1 - bots) * steps) / churn + bots * BOT_EVENTS);
  const start = (label: string, perSecond: number, arrive: Arrivals['arrive'], intensity = schedule.daily) =>
    world.start(
      cellArrivals(world, { rate: perSecond, more, intensity, shared: shared.fork(`arrivals:${label}`), arrive }),
    );
  start('people', rate * churn, (random) => person(shop, random, NEW));
  if (campaigns && schedule.campaign)
    start('campaign', rate * campaigns.lift, (random) => person(shop, random, CAMPAIGN), schedule.campaign);
  const botVisits = (rate * steps * bots) / (1 - bots) / BOT_EVENTS;
  start('bots', botVisits, (random) => bot(shop, random, false));
  const begin = schedule.daily.even(span.from);
  // Who was there before the block and is away when it begins: fewer and fewer of those who return.
  start('returning', rate * (1 - churn), (random) => {
    const away = schedule.daily.even(world.now) - begin;
    return random.next() < Math.exp(-away / pause) ? person(shop, random, RETURNING) : null;
  });
  startPresent(shop, more, more * botVisits, ctx.random.fork('arrivals:before'), ctx.random.fork('before'));
  await pump(world, span.to, shop.log, span.rows, ctx);
  return shop;
}

/** Those who do something when the block begins: people in a session, bots. */
function startPresent(shop: Shop, more: number, botVisits: number, random: Draws, chance: Random): void {
  const { settings, schedule, world } = shop;
  const { rate, chain, dwell } = settings;
  const own = entityStreams(chance);
  const busy = schedule.daily.rate(world.now);
  let count = 0;
  for (const [state, visits] of chain.visits.entries()) {
    const present = drawPoisson(more * rate * busy * visits * dwell[state].mean, random);
    for (let i = 0; i < present; i++) world.start(person(shop, own(count++), RETURNING, state));
  }
  const bots = drawPoisson(botVisits * busy * (BOT_EVENTS - 1) * BOT_PAUSE, random);
  for (let i = 0; i < bots; i++) world.start(bot(shop, own(count++), true));
}

/** Seconds until a person's next session: exponential in even time, so that it follows the daily wave. */
function untilNext({ settings, schedule, world }: Shop, random: Draws): number {
  const even = schedule.daily.even(world.now) - settings.pause * Math.log(1 - random.next());
  return schedule.daily.instant(even) - world.now;
}

/** Sessions of one person until it churns. `within`: the state of a session that began before the block. */
function* person(shop: Shop, random: Draws, cause: number, within = -1): Process {
  const { settings, world } = shop;
  const { chain, dwell, churn, campaigns } = settings;
  const user = shop.marks.push(random.next()) - 1;
  for (let session = 1, why = cause; ; session++, why = RETURNING) {
    const campaign = why === CAMPAIGN && campaigns ? campaignAt(campaigns, world.now) : 0;
    let state = session === 1 && within >= 0 ? within : nextState(chain, -1, random);
    let step = 1;
    if (session === 1 && within >= 0) {
      yield dwell[within].drawResidual(random);
      state = nextState(chain, within, random);
      step++;
    }
    for (; state < chain.states.length; step++) {
      const next = nextState(chain, state, random);
      const stay = dwell[state].draw(random);
      write(shop, user, { session, step, state, next, dwell: stay, cause: why, campaign });
      yield stay;
      state = next;
    }
    // Who came for a campaign does not come back.
    if (cause === CAMPAIGN || random.next() < churn) return;
    yield untilNext(shop, random);
  }
}

/** A program: any state next, at even intervals. */
function* bot(shop: Shop, random: Draws, present: boolean): Process {
  const user = shop.marks.push(random.next()) - 1;
  const { length } = shop.settings.chain.states;
  if (present) yield BOT_PAUSE * random.next();
  let state = Math.floor(random.next() * length);
  for (let step = 1; ; step++) {
    const last = random.next() < 1 / BOT_EVENTS;
    const next = last ? length : Math.floor(random.next() * length);
    write(shop, user, { session: 1, step, state, next, dwell: BOT_PAUSE, cause: BOT, campaign: 0 });
    if (last) return;
    yield BOT_PAUSE;
    state = next;
  }
}

function write({ log, world }: Shop, user: number, event: Omit<LoggedEvent, 'user' | 'at'>): void {
  const at = log.add();
  const { values } = log;
  values[at] = user;
  values[at + 1] = world.now;
  values[at + 2] = event.session;
  values[at + 3] = event.step;
  values[at + 4] = event.state;
  values[at + 5] = event.next;
  values[at + 6] = event.dwell;
  values[at + 7] = event.cause;
  values[at + 8] = event.campaign;
}
