import { type Context, type Generator, type Random, randomFromKey, type Table } from '@verisim/core';
import { keepEntities } from '../flow/event-log.ts';
import { simulator } from '../simulator.ts';
import { eventTable, sessionsColumns } from './event-table.ts';
import { fitSessions } from './fit-sessions.ts';
import { readSessions, type SessionsOptions, type SessionsSettings, sessionsOptions } from './options.ts';
import { createSchedule, type Schedule } from './schedule.ts';
import { selfTestSessions } from './self-test-sessions.ts';
import { simulateSessions } from './simulate-sessions.ts';

/** Fewer than events without text have: three columns hold text. */
const BLOCK_ROWS = 8192;

/**
 * People who move through states, such as the pages of a shop, session after session until they churn, with campaigns and bots: a semi-Markov chain. One row per event,
 * in order of time.
 */
export const sessions: Generator<SessionsOptions, 'nothing'> = simulator<SessionsOptions>({
  name: 'sessions',
  version: '0.2.0',
  summary: 'User sessions and funnels: Markov moves, dwell times, churn, campaigns, bots',
  options: sessionsOptions,
  blockRows: BLOCK_ROWS,
  fitted({ like, ...options }) {
    if (like === undefined) return null;
    const found = fitSessions(options, like);
    const { rate, transitions, dwell, churn, bots } = found;
    return { options: found, rates: { rate, transitions, dwell, churn, bots } };
  },
  world(options, key) {
    const settings = readSessions(options);
    const shared = randomFromKey(key);
    const schedule = createSchedule(settings);
    return {
      schema: { columns: sessionsColumns(settings) },
      simulate: (block, rows, ctx) => simulate(settings, schedule, shared, block, rows, ctx),
      selfTest: () => selfTestSessions(settings, schedule),
    };
  },
});

async function simulate(
  settings: SessionsSettings,
  schedule: Schedule,
  shared: Random,
  block: number,
  rows: number,
  ctx: Context,
): Promise<Table> {
  const [from, to] = [block, block + 1].map((n) => schedule.instant(n * BLOCK_ROWS));
  const events = await simulateSessions(settings, schedule, { from, to, rows: BLOCK_ROWS }, shared, ctx);
  const { log, marks } = events;
  const kept = keepEntities(log, marks.length, BLOCK_ROWS, (user) => marks[user]);
  return eventTable(settings, events, kept.subarray(0, rows), block);
}
