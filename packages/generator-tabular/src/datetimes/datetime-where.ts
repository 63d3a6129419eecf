import type { ColumnTest, Condition, TableSpec } from '@verisim/core';
import { DAY, firstOfMonth, monthNumber, weekdayOf } from './civil-date.ts';
import type { CalendarField, DatetimeState } from './datetime-state.ts';
import { toLocal } from './zone-clock.ts';

/** Days of a range that are gone through to say which parts they have. */
const MOST_DAYS = 100_000;

/** What is asked of one datetime column. */
export interface DatetimeDemand {
  /** The column with its range narrowed to what was asked, so that nothing else comes out. */
  readonly state: DatetimeState;
  /** Instants that were listed, to which others are moved. */
  readonly values: readonly number[] | null;
  /** Conditions on parts that every row meets which meets those on the column; `null`: no row does. */
  readonly parts: readonly Condition[] | null;
}

/** The conditions on a datetime column as conditions on its parts. */
export function demandOf(state: DatetimeState, inner: TableSpec, test: ColumnTest | undefined): DatetimeDemand {
  if (test === undefined) return { state, values: null, parts: [] };
  const lead = state.parts[0].as;
  if (!test.present) return { state, values: null, parts: [{ column: lead, missing: true }] };
  const present: readonly Condition[] = test.missing ? [] : [{ column: lead, missing: false }];
  const { low, high, values } = reach(state, test);
  if (low > high || values?.length === 0) return { state, values, parts: test.missing ? present : null };
  const narrow = { ...state, low, high };
  const parts = low > state.low || high < state.high ? partConditions(narrow, values, inner) : [];
  if (parts === null) return { state, values, parts: null };
  return { state: narrow, values, parts: [...present, ...parts] };
}

function reach(state: DatetimeState, { interval, values }: ColumnTest) {
  const open = interval as NonNullable<ColumnTest['interval']>;
  const from = Math.max(state.low, Number.isInteger(open.low) && open.lowOpen ? open.low + 1 : Math.ceil(open.low));
  const to = Math.min(state.high, Number.isInteger(open.high) && open.highOpen ? open.high - 1 : Math.floor(open.high));
  if (values === null) return { low: from, high: to, values };
  const within = values.filter((value) => value >= from && value <= to);
  return { low: Math.min(...within), high: Math.max(...within), values: within };
}

function partConditions(
  state: DatetimeState,
  values: readonly number[] | null,
  inner: TableSpec,
): readonly Condition[] | null {
  const [from, to] = [state.low, state.high].map((instant) => toLocal(state.clock, instant));
  const days =
    values === null ? dayNumbers(from, to) : values.map((value) => Math.floor(toLocal(state.clock, value) / DAY));
  if (days.length > MOST_DAYS) return [];
  const fields = days.map((day) => new Map(dayFields(day)));
  const conditions: Condition[] = [];
  for (const { as, fields: names, numeric } of state.parts) {
    if (names[0] === 'year' && numeric) conditions.push(yearCondition(as, fields));
    else if (names[0] === 'time' && new Set(days).size === 1 && from <= to)
      conditions.push({ column: as, from: from - days[0] * DAY, to: to - days[0] * DAY });
    else if (!numeric) {
      const levels = inner.columns.find(({ name }) => name === as)?.levels ?? [];
      const possible = new Set(fields.map((of) => levelOf(names, of)));
      const allowed = levels.filter((level) => possible.has(withoutHour(names, level)));
      if (allowed.length === 0) return null;
      if (allowed.length < levels.length) conditions.push({ column: as, in: allowed });
    }
  }
  return conditions;
}

function dayNumbers(from: number, to: number): readonly number[] {
  const first = Math.floor(from / DAY);
  const count = Math.max(1, Math.floor(to / DAY) - first + 1);
  return Array.from({ length: Math.min(count, MOST_DAYS + 1) }, (_, i) => first + i);
}

function yearCondition(column: string, days: readonly Fields[]): Condition {
  const years = days.map((fields) => fields.get('year') as number);
  return { column, from: years.reduce((a, b) => Math.min(a, b)), to: years.reduce((a, b) => Math.max(a, b)) };
}

function dayFields(day: number): readonly (readonly [CalendarField, number])[] {
  const months = monthNumber(day);
  const year = Math.floor(months / 12);
  const date = day - firstOfMonth(months) + 1;
  return [
    ['year', year],
    ['month', months - year * 12 + 1],
    ['day', date],
    ['weekday', weekdayOf(day)],
    ['week', Math.ceil(date / 7)],
  ];
}

function levelOf(names: readonly CalendarField[], fields: Fields): string {
  const own = names.filter((name) => name !== 'hour');
  return own.map((name) => fields.get(name)).join(' ');
}

function withoutHour(names: readonly CalendarField[], level: string): string {
  const values = level.split(' ');
  return values.filter((_, at) => names[at] !== 'hour').join(' ');
}

type Fields = ReadonlyMap<CalendarField, number>;
