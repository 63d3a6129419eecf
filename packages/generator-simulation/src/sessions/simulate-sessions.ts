import type { Context } from '@verisim/core';
import { drawPoisson } from '../durations.ts';
import { createEventLog, type EventLog } from '../flow/event-log.ts';
import { arrivals, pump, surplus } from '../flow/pump.ts';
import { type Draws, entityStreams } from '../kernel/entity-random.ts';
import { createSimulation, type Process, type Simulation } from '../kernel/simulation.ts';
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
  readonly users: number;
}

interface Shop {
  readonly settings: SessionsSettings;
  readonly schedule: Schedule;
  readonly world: Simulation;
  readonly log: EventLog;
  readonly streams: Readonly<Record<'people' | 'campaign' | 'bots' | 'before', (entity: number) => Draws>>;
  users: number;
}

/** All events from one instant to another, somewhat more than `rows`. Users and sessions under way at the beginning are drawn from the steady state. */
export async function simulateSessions(
  settings: SessionsSettings,
  schedule: Schedule,
  span: { readonly from: number; readonly to: number; readonly rows: number },
  ctx: Context,
): Promise<SessionEvents> {
  const world = createSimulation(span.from);
  const stream = (label: string) => entityStreams(ctx.random.fork(label));
  const streams = {
    people: stream('people'),
    campaign: stream('campaign'),
    bots: stream('bots'),
    before: stream('before'),
  };
  const shop = { settings, schedule, world, log: createEventLog(WIDTH, Math.ceil(1.6 * span.rows)), streams, users: 0 };
  const { rate, churn, chain, bots, campaigns } = settings;
  const steps = chain.visits.reduce((sum, visits) => sum + visits, 0);
  const more = surplus(span.rows, ((1 - bots) * steps) / churn + bots * BOT_EVENTS);
  const chance = (label: string) => ctx.random.fork(`arrivals:${label}`);
  const start = (label: 'people' | 'bots' | 'campaign', perSecond: number, make: (random: Draws) => Process) => {
    const intensity = label === 'campaign' ? schedule.campaign : schedule.daily;
    let count = 0;
    const arrive = () => make(streams[label](count++));
    if (intensity) world.start(arrivals(world, intensity, perSecond, chance(label), arrive));
  };
  start('people', more * rate * churn, (random) => person(shop, random, NEW));
  start('campaign', more * rate * (campaigns?.lift ?? 0), (random) => person(shop, random, CAMPAIGN));
  const botVisits = (more * (rate * steps * bots)) / (1 - bots) / BOT_EVENTS;
  start('bots', botVisits, (random) => bot(shop, random, false));
  startPresent(shop, more, botVisits, chance('before'));
  await pump(world, span.to, shop.log, span.rows, ctx);
  return shop;
}

/** Those who are there when the block begins: people in a session, people between two, bots. */
function startPresent(shop: Shop, more: number, botVisits: number, random: Draws): void {
  const { settings, schedule, world } = shop;
  const { rate, churn, pause, chain, dwell } = settings;
  const busy = schedule.daily.rate(world.now);
  let count = 0;
  for (const [state, visits] of chain.visits.entries()) {
    const present = drawPoisson(more * rate * busy * visits * dwell[state].mean, random);
    for (let i = 0; i < present; i++) world.start(person(shop, shop.streams.before(count++), RETURNING, state));
  }
  // Sessions that will be followed by another, each for a mean pause of even time.
  const away = drawPoisson(more * rate * (1 - churn) * pause, random);
  for (let i = 0; i < away; i++) world.start(absent(shop, shop.streams.before(count++)));
  const bots = drawPoisson(botVisits * busy * (BOT_EVENTS - 1) * BOT_PAUSE, random);
  for (let i = 0; i < bots; i++) world.start(bot(shop, shop.streams.before(count++), true));
}

/** Seconds until a person's next session: exponential in even time, so that it follows the daily wave. */
function untilNext({ settings, schedule, world }: Shop, random: Draws): number {
  const even = schedule.daily.even(world.now) - settings.pause * Math.log(1 - random.next());
  return schedule.daily.instant(even) - world.now;
}

function* absent(shop: Shop, random: Draws): Process {
  yield untilNext(shop, random);
  yield* person(shop, random, RETURNING);
}

/** Sessions of one person until it churns. `within`: the state of a session that began before the block. */
function* person(shop: Shop, random: Draws, cause: number, within = -1): Process {
  const { settings, world } = shop;
  const { chain, dwell, churn, campaigns } = settings;
  const user = shop.users++;
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
  const user = shop.users++;
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
