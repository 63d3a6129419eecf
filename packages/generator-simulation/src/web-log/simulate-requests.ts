import type { Context } from '@verisim/core';
import { drawPoisson } from '../durations.ts';
import { createEventLog, type EventLog } from '../flow/event-log.ts';
import type { Intensity } from '../flow/intensity.ts';
import { arrivals, pump, surplus } from '../flow/pump.ts';
import { type Draws, entityStreams } from '../kernel/entity-random.ts';
import { createSimulation, type Process, type Simulation } from '../kernel/simulation.ts';
import type { WebLogSettings } from './options.ts';
import { requestShares, scannedPaths, visitorKinds } from './visitors.ts';

/** What an event holds: its visitor, seconds, the page, the page before (-1 = none), status, bytes, the outage that failed it (0 = none). */
export const requestFields = { visitor: 0, at: 1, page: 2, from: 3, status: 4, bytes: 5, outage: 6 } as const;
const WIDTH = 7;
/** How often people ask again for a page that an outage kept from them, and how long they wait. */
const RELOADS = 2;
const RELOAD_AFTER = 5;

/** Everybody who asked something, and what. */
export interface Requests {
  readonly log: EventLog;
  /** Of each visitor: its kind, and two numbers in [0, 1) for address and agent. */
  readonly kinds: readonly number[];
  readonly marks: readonly (readonly [number, number])[];
}

/** What the processes of a block share. */
interface Site {
  readonly settings: WebLogSettings;
  readonly world: Simulation;
  readonly log: EventLog;
  readonly popularity: Float64Array;
  readonly streams: readonly ((entity: number) => Draws)[];
  readonly counts: number[];
  readonly kinds: number[];
  readonly marks: (readonly [number, number])[];
  /** The number of the outage that lasts; 0 = none. */
  outage: number;
  outages: number;
}

/** All requests from one instant to another, somewhat more than `rows`. Visits under way at the beginning are drawn from the steady state. */
export async function simulateRequests(
  settings: WebLogSettings,
  intensity: Intensity,
  popularity: Float64Array,
  span: { readonly from: number; readonly to: number; readonly rows: number },
  ctx: Context,
): Promise<Requests> {
  const world = createSimulation(span.from);
  const site: Site = {
    settings,
    world,
    popularity,
    log: createEventLog(WIDTH, Math.ceil(1.6 * span.rows)),
    streams: visitorKinds.map(({ cause }) => entityStreams(ctx.random.fork(`visitors:${cause}`))),
    counts: visitorKinds.map(() => 0),
    kinds: [],
    marks: [],
    outage: 0,
    outages: 0,
  };
  if (settings.outages) world.start(outages(site, ctx.random.fork('outages')));
  const shares = requestShares(settings.bots);
  const more = surplus(
    span.rows,
    visitorKinds.reduce((sum, { requests }, k) => sum + shares[k] * requests, 0),
  );
  for (const [k, { requests, pause, cause }] of visitorKinds.entries()) {
    const random = ctx.random.fork(`arrivals:${cause}`);
    const visits = (more * settings.rate * shares[k]) / requests;
    const present = drawPoisson(visits * intensity.rate(span.from) * (requests - 1) * pause.mean, random);
    for (let i = 0; i < present; i++) world.start(visit(site, k, true));
    world.start(arrivals(world, intensity, visits, random, () => visit(site, k, false)));
  }
  await pump(world, span.to, site.log, span.rows, ctx);
  return site;
}

function* outages(site: Site, random: Draws): Process {
  const { every, length } = site.settings.outages as { every: number; length: number };
  const after = (mean: number) => -mean * Math.log(1 - random.next());
  if (random.next() < every / (every + length)) yield after(every);
  for (;;) {
    site.outage = ++site.outages;
    yield after(length);
    site.outage = 0;
    yield after(every);
  }
}

/** One visit. `present`: it began earlier and what is left of a pause comes first. */
function* visit(site: Site, k: number, present: boolean): Process {
  const { requests, pause } = visitorKinds[k];
  const random = site.streams[k](site.counts[k]++);
  const visitor = site.kinds.length;
  site.kinds.push(k);
  site.marks.push([random.next(), random.next()]);
  let from = -1;
  if (present) yield pause.drawResidual(random);
  for (;;) {
    const page = choosePage(site, k, random);
    const luck = random.next();
    const size = random.normal();
    const last = random.next() < 1 / requests;
    const next = pause.draw(random);
    for (let reload = 0; site.outage > 0 && k === 0 && reload < RELOADS; reload++) {
      answer(site, visitor, page, from, luck, size);
      yield RELOAD_AFTER * 2 ** reload;
    }
    answer(site, visitor, page, from, luck, size);
    from = page;
    if (last) return;
    yield next;
  }
}

/** A page by popularity, or one that scanners try: those come after the pages. */
function choosePage({ popularity, settings }: Site, k: number, random: Draws): number {
  const draw = random.next();
  if (visitorKinds[k].cause === 'scanner') return settings.pages + Math.floor(draw * scannedPaths.length);
  if (visitorKinds[k].cause === 'crawler') return Math.floor(draw * settings.pages);
  let [low, high] = [0, popularity.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (popularity[middle] > draw) high = middle;
    else low = middle + 1;
  }
  return low;
}

function answer(site: Site, visitor: number, page: number, from: number, luck: number, size: number): void {
  const { log, settings, outage, world } = site;
  const at = log.add();
  const { values } = log;
  const status = outage > 0 ? 503 : statusOf(page, site.kinds[visitor], luck, settings);
  values[at + requestFields.visitor] = visitor;
  values[at + requestFields.at] = world.now;
  values[at + requestFields.page] = page;
  values[at + requestFields.from] = from;
  values[at + requestFields.status] = status;
  values[at + requestFields.bytes] = bytesOf(status, page, size);
  values[at + requestFields.outage] = outage;
}

function statusOf(page: number, k: number, luck: number, { errors, pages }: WebLogSettings): number {
  if (page >= pages) return luck < 0.9 ? 404 : 403;
  if (k === 0 && luck < errors) return luck < errors / 2 ? 404 : 500;
  const rest = k === 0 ? (luck - errors) / (1 - errors) : luck;
  return rest < 0.02 ? 301 : rest < 0.12 ? 304 : 200;
}

/** Pages have sizes of their own, lognormal about 8 kB; what is no page is short. */
function bytesOf(status: number, page: number, size: number): number {
  if (status === 304) return 0;
  if (status !== 200) return 150 + (status % 7) * 30;
  const own = Math.sin(page * 12.9898) * 43_758.5453;
  return Math.round(8000 * Math.exp(1.5 * (own - Math.floor(own) - 0.5) * 2 + 0.1 * size));
}
