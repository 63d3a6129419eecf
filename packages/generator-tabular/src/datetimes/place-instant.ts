import type { Random } from '@verisim/core';
import { DAY } from './civil-date.ts';
import type { DatetimeState } from './datetime-state.ts';
import { anotherDay, type Calendar } from './place-day.ts';
import { toInstants, toLocal, type ZoneClock } from './zone-clock.ts';

/** Neighbours that are looked at to keep out of an instant that occurs once: so many other days first, then times too. */
const OTHER_DAYS = 12;
const TRIES = 24;

/**
 * The instant of a day and a time since midnight: one of the two at random where clocks are put back, moved into the range on its first
 * and last day. Where hardly any instant occurs twice, one that occurs becomes one beside it that does not, if there is any: the same time
 * of another such weekday of the month, or a step of the grid before or after.
 */
export function placeInstant(calendar: Calendar, day: number, time: number, random: Random): number {
  const { state } = calendar;
  let instant = instantAt(state.clock, day * DAY + time, random);
  if (instant < state.low || instant > state.high) instant = drawOnDay(state, day, random);
  return state.once.length > 0 && occurs(state.once, instant) ? besides(calendar, day, time, instant, random) : instant;
}

/** An instant near one that occurs, that does not; the instant itself where none is found. */
function besides(calendar: Calendar, day: number, time: number, instant: number, random: Random): number {
  const { state } = calendar;
  const step = state.grid !== null && state.fixed.time === undefined ? state.grid.step / state.grid.scale : 0;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const near = attempt < OTHER_DAYS ? time : time + step * (random.int(0, 3) - 1);
    if (near < 0 || near >= DAY) continue;
    const other = instantAt(state.clock, anotherDay(calendar, day, random) * DAY + near, random);
    if (other >= state.low && other <= state.high && !occurs(state.once, other)) return other;
  }
  return instant;
}

function instantAt(clock: ZoneClock, local: number, random: Random): number {
  const instants = toInstants(clock, local);
  return instants.length === 1 ? instants[0] : instants[random.int(0, instants.length)];
}

/** An instant of a day within the range, on the grid of times if one of its points is. */
function drawOnDay({ clock, low, high, grid }: DatetimeState, day: number, random: Random): number {
  const from = Math.max(low, toInstants(clock, day * DAY)[0]);
  const to = Math.min(high, toInstants(clock, (day + 1) * DAY)[0] - 1);
  if (!(from < to)) return Math.min(high, Math.max(low, from));
  const [start, end] = [toLocal(clock, from) - day * DAY, toLocal(clock, to) - day * DAY];
  if (grid === null) return Math.floor(from + random.next() * (to - from));
  const first = Math.ceil((start * grid.scale - grid.origin) / grid.step);
  const last = Math.floor((end * grid.scale - grid.origin) / grid.step);
  if (first > last) return Math.min(high, Math.max(low, from));
  const time = ((first + Math.floor(random.next() * (last - first + 1))) * grid.step + grid.origin) / grid.scale;
  return Math.min(high, Math.max(low, instantAt(clock, day * DAY + time, random)));
}

function occurs(sorted: Float64Array, instant: number): boolean {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < instant) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === instant;
}
