import type { Random } from '@verisim/core';
import { DAY, firstOfMonth, monthNumber, weekdayOf } from './civil-date.ts';
import type { CalendarField, DatetimeState } from './datetime-state.ts';
import { toLocal } from './zone-clock.ts';

/** What has been drawn of the fields. */
export type DrawnFields = Partial<Record<CalendarField, Float64Array>>;

/** A column's state with what every row needs of it. */
export interface Calendar {
  readonly state: DatetimeState;
  /** The first and the last day that an instant in range lies on. */
  readonly first: number;
  readonly last: number;
  /** Days of the month were learned, not weekdays. */
  readonly byDay: boolean;
}

/** The calendar of a column. */
export function calendarOf(state: DatetimeState): Calendar {
  const [first, last] = [state.low, state.high].map((instant) => Math.floor(toLocal(state.clock, instant) / DAY));
  const byDay = state.fixed.day !== undefined || state.parts.some(({ fields }) => fields.includes('day'));
  return { state, first, last, byDay };
}

/** Times that another month is tried. */
const TRIES = 4;

/**
 * The day that the fields of a row name. A weekday that a month does not have for the how-manieth time, or only outside the range or on a
 * day that never occurs, becomes another such weekday of that month; a month without any, the same month of another year, as often as they
 * occur; and failing that the nearest day there is.
 */
export function placeDay(calendar: Calendar, fields: DrawnFields, row: number, random: Random): number {
  const { state, byDay } = calendar;
  const drawn = of(fields.year, row) * 12 + of(fields.month, row) - 1;
  let months = countIn(state.months, state.firstMonth, drawn) > 0 ? drawn : otherYear(state, drawn, random);
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const day = byDay ? dayIn(state, months, of(fields.day, row)) : weekdayIn(calendar, months, fields, row, random);
    if (isDay(calendar, day)) return day;
    months = otherYear(state, drawn, random);
  }
  return nearestDay(calendar, firstOfMonth(drawn));
}

/** Another day of the same month and weekday, at random; the same where there is none, or where days of the month count and not weekdays. */
export function anotherDay(calendar: Calendar, day: number, random: Random): number {
  if (calendar.byDay) return day;
  const other = day + 7 * (random.int(0, 9) - 4);
  return isDay(calendar, other) && sameMonth(day, other) ? other : day;
}

function of(values: Float64Array | undefined, row: number): number {
  return values === undefined ? Number.NaN : values[row];
}

function dayIn({ monthEnds }: DatetimeState, months: number, day: number): number {
  const first = firstOfMonth(months);
  const last = firstOfMonth(months + 1) - 1;
  return monthEnds ? last : Math.min(first + day - 1, last);
}

/** The day asked for if there is such a day, else one of the others of that weekday, as often as they occur. */
function weekdayIn(calendar: Calendar, months: number, fields: DrawnFields, row: number, random: Random): number {
  const { state } = calendar;
  const start = firstOfMonth(months);
  const first = start + ((of(fields.weekday, row) - weekdayOf(start) + 7) % 7);
  const asked = first + 7 * (of(fields.week, row) - 1);
  if (sameMonth(start, asked) && isDay(calendar, asked)) return asked;
  let chosen = Number.NaN;
  let total = 0;
  for (let day = first; sameMonth(start, day); day += 7) {
    if (!isDay(calendar, day)) continue;
    const weight = state.days.length > 0 ? countIn(state.days, state.firstDay, day) : 1;
    total += weight;
    if (random.next() * total < weight) chosen = day;
  }
  return chosen;
}

function sameMonth(one: number, two: number): boolean {
  return Math.abs(one - two) < 31 && monthNumber(one) === monthNumber(two);
}

function isDay({ state, first, last }: Calendar, day: number): boolean {
  if (!(day >= first && day <= last)) return false;
  return state.days.length === 0 || countIn(state.days, state.firstDay, day) > 0;
}

/** The same month of a year in which it occurs, as often as it does; the month itself where it never does. */
function otherYear({ months: counts, firstMonth }: DatetimeState, months: number, random: Random): number {
  let chosen = months;
  let total = 0;
  const offset = (((months - firstMonth) % 12) + 12) % 12;
  for (let at = offset; at < counts.length; at += 12) {
    if (counts[at] === 0) continue;
    total += counts[at];
    if (random.next() * total < counts[at]) chosen = firstMonth + at;
  }
  return chosen;
}

function nearestDay(calendar: Calendar, wanted: number): number {
  const { first, last } = calendar;
  const start = Math.min(last, Math.max(first, wanted));
  for (let away = 0; away <= last - first; away++) {
    if (isDay(calendar, start + away)) return start + away;
    if (isDay(calendar, start - away)) return start - away;
  }
  return start;
}

/** 1 where nothing was counted. */
function countIn(counts: Int32Array, first: number, at: number): number {
  if (counts.length === 0) return 1;
  return counts[at - first] ?? 0;
}
