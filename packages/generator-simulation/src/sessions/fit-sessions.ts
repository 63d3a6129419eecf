import { badSample } from '../errors.ts';
import { meanAndVariation, readSample } from '../real-sample.ts';
import type { SessionsOptions } from './options.ts';

/**
 * The options with rates of a real sample: CSV with `session`, `time` (ISO 8601 or seconds) and `state`, in any order. Moves are counted (the maximum
 * likelihood estimate of a Markov chain; Anderson & Goodman 1957), with half a count for the exit of a state that was never left by it; dwell times are
 * lognormal per state with the sample's mean and coefficient of variation, from all events but the last of each session. Throws `generator-simulation/bad-sample`.
 */
export function fitSessions(options: SessionsOptions, text: string): SessionsOptions {
  const sample = readSample('sessions', text, 10);
  const [sessions, states, seconds] = [sample.texts('session'), sample.texts('state'), sample.seconds('time')];
  for (const name of ['start', 'exit', ''])
    if (states.includes(name))
      throw badSample('sessions', `a state is named "${name}"`, 'Give that state another name.');
  const moves = new Map<string, Map<string, number>>([['start', new Map()]]);
  const stays = new Map<string, number[]>();
  const count = (from: string, to: string, times = 1) => {
    const row = moves.get(from) ?? new Map<string, number>();
    moves.set(from, row.set(to, (row.get(to) ?? 0) + times));
  };
  const bySession = Map.groupBy(sessions.keys(), (row) => sessions[row]);
  for (const rows of bySession.values()) {
    rows.sort((a, b) => seconds[a] - seconds[b]);
    count('start', states[rows[0]]);
    for (const [i, row] of rows.entries()) {
      const after = rows[i + 1];
      count(states[row], after === undefined ? 'exit' : states[after]);
      if (after === undefined) continue;
      stays.set(states[row], [...(stays.get(states[row]) ?? []), seconds[after] - seconds[row]]);
    }
  }
  for (const [state, row] of moves) if (state !== 'start' && !row.has('exit')) count(state, 'exit', 0.5);
  const span = seconds.reduce((most, at) => Math.max(most, at), 0);
  if (!(span > 0)) throw badSample('sessions', 'all its events are at one instant', 'Give times to the second.');
  const all = [...stays.values()].flat();
  const exact = (value: number) => Number(value.toPrecision(5));
  return {
    ...options,
    rate: exact(bySession.size / (span / 3600)),
    transitions: Object.fromEntries([...moves].map(([from, row]) => [from, sharesOf(row)])),
    dwell: Object.fromEntries(
      [...moves.keys()].filter((state) => state !== 'start').map((state) => [state, dwellOf(stays.get(state) ?? all)]),
    ),
  };
}

function sharesOf(row: ReadonlyMap<string, number>): Readonly<Record<string, number>> {
  const sum = [...row.values()].reduce((sum, count) => sum + count, 0);
  return Object.fromEntries([...row].map(([to, count]) => [to, count / sum]));
}

function dwellOf(stays: readonly number[]): string {
  const { mean, variation } = meanAndVariation(stays);
  if (!(mean > 0)) return 'deterministic(1)';
  return `lognormal(${Number(mean.toPrecision(5))}, ${Number(Math.min(20, Math.max(0.01, variation)).toPrecision(4))})`;
}
