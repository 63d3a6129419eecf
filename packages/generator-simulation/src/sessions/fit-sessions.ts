import { badSample } from '../errors.ts';
import { dailyIntensity } from '../flow/intensity.ts';
import { meanAndVariation, readSample } from '../real-sample.ts';
import { fitChurn } from './fit-churn.ts';
import type { SessionsOptions } from './options.ts';
import { SWING } from './schedule.ts';

/**
 * The options with rates of a real sample: CSV with `session`, `time` (ISO 8601 or seconds) and `state`, in any order. Moves are counted (the maximum
 * likelihood estimate of a Markov chain; Anderson & Goodman 1957), with half a count for the exit of a state that was never left by it; dwell times are
 * lognormal per state with the sample's mean and coefficient of variation, from all events but the last of each session. Sessions an hour are weighed by the daily wave where times say
 * the time of day. With a column `bot` (1 or true), such events give the share of bots and nothing else; with a column `user` churn is fitted. Throws
 * `generator-simulation/bad-sample`.
 */
export function fitSessions(options: SessionsOptions, text: string): SessionsOptions {
  const sample = readSample('sessions', text, 10);
  const [ids, states, seconds] = [sample.texts('session'), sample.texts('state'), sample.seconds('time')];
  for (const name of ['start', 'exit', ''])
    if (states.includes(name))
      throw badSample('sessions', `a state is named "${name}"`, 'Give that state another name.');
  const programs = sample.has('bot') ? sample.texts('bot').map((cell) => /^(1|true|yes)$/i.test(cell.trim())) : null;
  const people = Array.from({ length: sample.rows }, (_, row) => row).filter((row) => !programs?.[row]);
  const sessions = [...Map.groupBy(people, (row) => ids[row]).values()].map((rows) =>
    rows.sort((a, b) => seconds[a] - seconds[b]),
  );
  if (sessions.length === 0) throw badSample('sessions', 'all its events are by bots', 'Give events of people too.');
  const span = seconds.reduce((most, at) => Math.max(most, at), 0);
  if (!(span > 0)) throw badSample('sessions', 'all its events are at one instant', 'Give times to the second.');
  const first = sample.firstInstant('time');
  const { even } = dailyIntensity(first === null ? 0 : SWING, 0);
  const clock = (at: number) => even((first ?? 0) + at) - even(first ?? 0);
  return {
    ...options,
    rate: exact(sessions.length / (clock(span) / 3600)),
    ...moves(sessions, states, seconds),
    ...(programs && { bots: exact(Math.min(0.9, 1 - people.length / sample.rows)) }),
    ...(sample.has('user') && { churn: churnOf(options, sessions, sample.texts('user'), seconds.map(clock)) }),
  };
}

/** Chances of moves, and dwell times, from the rows of each session in order of time. */
function moves(
  sessions: readonly (readonly number[])[],
  states: readonly string[],
  seconds: Float64Array,
): Pick<SessionsOptions, 'transitions' | 'dwell'> {
  const moves = new Map<string, Map<string, number>>([['start', new Map()]]);
  const stays = new Map<string, number[]>();
  const count = (from: string, to: string, times = 1) => {
    const row = moves.get(from) ?? new Map<string, number>();
    moves.set(from, row.set(to, (row.get(to) ?? 0) + times));
  };
  for (const rows of sessions) {
    count('start', states[rows[0]]);
    for (const [i, row] of rows.entries()) {
      const after = rows[i + 1];
      count(states[row], after === undefined ? 'exit' : states[after]);
      if (after === undefined) continue;
      const own = stays.get(states[row]) ?? [];
      own.push(seconds[after] - seconds[row]);
      stays.set(states[row], own);
    }
  }
  for (const [state, row] of moves) if (state !== 'start' && !row.has('exit')) count(state, 'exit', 0.5);
  const all = [...stays.values()].flat();
  return {
    transitions: Object.fromEntries([...moves].map(([from, row]) => [from, sharesOf(row)])),
    dwell: Object.fromEntries(
      [...moves.keys()].filter((state) => state !== 'start').map((state) => [state, dwellOf(stays.get(state) ?? all)]),
    ),
  };
}

/** Churn as an option, from the times between a user's sessions on the clock of the daily wave; what was stated where the sample does not show it. */
function churnOf(
  { churn }: SessionsOptions,
  sessions: readonly (readonly number[])[],
  users: readonly string[],
  clock: Float64Array,
): string {
  const end = clock.reduce((most, at) => Math.max(most, at), 0);
  const gaps: number[] = [];
  const open: number[] = [];
  for (const own of Map.groupBy(sessions, (rows) => users[rows[0]]).values()) {
    const times = own
      .map((rows) => [clock[rows[0]], clock[rows[rows.length - 1]]] as const)
      .sort((a, b) => a[0] - b[0]);
    for (const [i, [, last]] of times.entries())
      if (i + 1 < times.length) gaps.push(Math.max(0, times[i + 1][0] - last));
      else open.push(end - last);
  }
  const found = fitChurn(gaps, open);
  return found === null ? churn : `${exact(Math.max(0.001, found.chance))}/${exact(found.pause / 86_400)}`;
}

const exact = (value: number): number => Number(value.toPrecision(5));

function sharesOf(row: ReadonlyMap<string, number>): Readonly<Record<string, number>> {
  const sum = [...row.values()].reduce((sum, count) => sum + count, 0);
  return Object.fromEntries([...row].map(([to, count]) => [to, count / sum]));
}

function dwellOf(stays: readonly number[]): string {
  const { mean, variation } = meanAndVariation(stays);
  if (!(mean > 0)) return 'deterministic(1)';
  return `lognormal(${Number(mean.toPrecision(5))}, ${Number(Math.min(20, Math.max(0.01, variation)).toPrecision(4))})`;
}
