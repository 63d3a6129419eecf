import { type Context, checkpoint, type Table } from '@verisim/core';
import { type Draws, entityStreams } from '../kernel/entity-random.ts';
import { createSimulation, type Process, type Resource, type Simulation, within } from '../kernel/simulation.ts';
import { BLOCK_ROWS } from '../simulator.ts';
import { arrivalTimes } from './arrival-times.ts';
import { allocateQueueRows, type QueueRows, queueTable } from './columns.ts';
import type { QueueSettings } from './options.ts';
import type { Timeline } from './timeline.ts';
import { type Backlog, steadyBacklog, warmJobs } from './warm-start.ts';

const SERVED = 0;
const LEFT = 1;
const RETRY = 1;
const OUTAGE = 2;
/** Events between two looks at whether the work is still wanted. */
const SLICE = 50_000;

/** What the processes of a block share. */
interface Hall {
  readonly settings: QueueSettings;
  readonly block: number;
  readonly world: Simulation;
  readonly servers: Resource;
  /** Numbers of servers that are free, the lowest last. */
  readonly free: number[];
  readonly rows: QueueRows;
  readonly wanted: number;
  recorded: number;
  finished: number;
  outages: number;
  /** The last outage and when it ended; `Infinity` while it lasts. */
  outageEnd: number;
}

/** One block: attempts in order of arrival. A job's own chance (service, patience, delays) does not depend on how the queue goes. */
export async function simulateQueue(
  settings: QueueSettings,
  timeline: Timeline,
  block: number,
  rows: number,
  ctx: Context,
): Promise<Table> {
  const { from, span } = timeline(block);
  const times = arrivalTimes(settings.arrivals, BLOCK_ROWS, span, ctx.random.fork('arrivals'));
  const backlog = steadyBacklog(settings, ctx.random.fork('backlog'));
  const warm = backlog === null ? warmJobs(settings) : 0;
  const hall = openHall(settings, block, rows, -warm / settings.rate);
  const streams = entityStreams(ctx.random.fork('jobs'));
  if (settings.outages) hall.world.start(outages(hall, ctx.random.fork('outages')));
  if (warm > 0) hall.world.start(warmUp(hall, warm, ctx));
  else settle(hall, backlog ?? []);
  hall.world.start(source(hall, times, streams), 0);
  while (hall.finished < rows) {
    hall.world.run(Number.POSITIVE_INFINITY, SLICE);
    await checkpoint(ctx.signal);
  }
  return queueTable(hall.rows, from, settings.start);
}

function openHall(settings: QueueSettings, block: number, wanted: number, start: number): Hall {
  const world = createSimulation(start);
  return {
    settings,
    block,
    world,
    servers: world.resource(settings.servers),
    free: Array.from({ length: settings.servers }, (_, i) => settings.servers - i),
    rows: allocateQueueRows(wanted),
    wanted,
    recorded: 0,
    finished: 0,
    outages: 0,
    outageEnd: Number.NEGATIVE_INFINITY,
  };
}

/** Puts the work that is there at the beginning before anybody arrives. */
function settle(hall: Hall, backlog: Backlog): void {
  for (const work of backlog) hall.world.start(earlier(hall, work));
}

function* earlier({ servers, free }: Hall, work: number): Process {
  yield servers;
  const server = free.pop() as number;
  yield work;
  free.push(server);
  servers.release();
}

/** Jobs before the block, on chance of their own; their rows do not count. */
function* warmUp(hall: Hall, jobs: number, ctx: Context): Process {
  const streams = entityStreams(ctx.random.fork('warm-jobs'));
  const times = arrivalTimes(hall.settings.arrivals, jobs, jobs / hall.settings.rate, ctx.random.fork('warm-up'));
  for (let i = 0, at = 0; i < jobs; at = times[i++]) {
    yield times[i] - at;
    hall.world.start(job(hall, -1, streams(i)));
  }
}

function* source(hall: Hall, times: Float64Array, streams: (entity: number) => Draws): Process {
  for (let i = 0, at = 0; i < times.length && hall.recorded < hall.wanted; at = times[i++]) {
    yield times[i] - at;
    hall.world.start(job(hall, i, streams(i)));
  }
}

/** All servers stop taking work for a while; what they have begun they finish. */
function* outages(hall: Hall, random: Draws): Process {
  const { every, length } = hall.settings.outages as { every: number; length: number };
  const after = (mean: number) => -mean * Math.log(1 - random.next());
  const up = random.next() < every / (every + length);
  if (up) yield after(every);
  for (;;) {
    hall.outages++;
    hall.outageEnd = Number.POSITIVE_INFINITY;
    hall.servers.resize(0);
    yield after(length);
    hall.outageEnd = hall.world.now;
    hall.servers.resize(hall.settings.servers);
    yield after(every);
  }
}

/** One job: asks to be served, leaves when its patience ends, comes back later. `index` -1: before the block, not recorded. */
function* job(hall: Hall, index: number, random: Draws): Process {
  const { settings, world, servers, free } = hall;
  const service = settings.service.draw(random);
  const { patience, retries, delay } = settings.impatience ?? { patience: 0, retries: 0, delay: 0 };
  const patient = patience === 0 ? 0 : -patience * Math.log(1 - random.next());
  const pause = -delay * Math.log(1 - random.next());
  for (let attempt = 0; attempt <= retries; attempt++) {
    const row = index < 0 ? -1 : record(hall, index, attempt, service);
    const arrived = world.now;
    const waited = yield patience === 0 ? servers : within(servers, patient);
    if (row >= 0) blame(hall, row, arrived);
    if (Number.isNaN(waited)) {
      if (row >= 0) finish(hall, row, world.now - arrived, 0, LEFT);
      if (index >= 0 && hall.recorded >= hall.wanted) return;
      yield pause * 2 ** attempt;
      continue;
    }
    const server = free.pop() as number;
    if (row >= 0) hall.rows.server[row] = server;
    if (row >= 0) finish(hall, row, waited, service, SERVED);
    yield service;
    free.push(server);
    servers.release();
    return;
  }
}

function record(hall: Hall, index: number, attempt: number, service: number): number {
  if (hall.recorded >= hall.wanted) return -1;
  const row = hall.recorded++;
  const { rows } = hall;
  rows.job[row] = hall.block * BLOCK_ROWS + index + 1;
  rows.attempt[row] = attempt + 1;
  rows.arrival[row] = hall.world.now;
  rows.service[row] = service;
  rows.ahead[row] = hall.servers.used + hall.servers.waiting;
  if (attempt === 0) return row;
  rows.cause[row] = RETRY;
  rows.causeId[row] = `job:${rows.job[row]}`;
  return row;
}

/** An outage that lasted into the wait is its cause. */
function blame(hall: Hall, row: number, arrived: number): void {
  if (!(hall.outageEnd > arrived) || hall.world.now === arrived) return;
  hall.rows.cause[row] = OUTAGE;
  hall.rows.causeId[row] = `outage:${hall.block}-${hall.outages}`;
}

function finish(hall: Hall, row: number, wait: number, service: number, outcome: number): void {
  const { rows } = hall;
  rows.wait[row] = wait;
  rows.service[row] = service;
  rows.departure[row] = rows.arrival[row] + wait + service;
  rows.outcome[row] = outcome;
  hall.finished++;
}
