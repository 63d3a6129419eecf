import type { Random } from '@verisim/core';
import { shrinkExtremes } from '../shrink-extremes.ts';
import { findGrid } from '../value-grid.ts';
import type { ValueTable } from '../value-table.ts';
import { type CalendarFields, calendarFields } from './calendar-fields.ts';
import { dayNumber, firstOfMonth } from './civil-date.ts';
import type { CalendarField, DatetimePart, DatetimeState } from './datetime-state.ts';
import { zoneClock } from './zone-clock.ts';

/** Rows from which on a value is common; also the rows per day from which on a day without any is one that never has any. */
const COMMON = 10;
/** Columns of at most so many common values are learned as they are. */
const FEW_VALUES = 32;
/** Days of the month that a column may have to be learned by them and not by weekdays. */
const FEW_DAYS = 4;
const MOST_DAYS = 400_000;
/** The instants that a date can hold. */
const MOST_INSTANT = 8.64e15;
/** Share of once-only instants from which on none of them should come out again. */
const MOSTLY_ONCE = 0.25;

/** Instants to be planned for: the column, its distinct values and how often each occurs. */
export interface DatetimeColumn {
  readonly name: string;
  readonly zone: string | undefined;
  readonly instants: Float64Array;
  readonly table: ValueTable;
}

/**
 * Into which parts a datetime column is taken; `null` where it is better learned as it is: nothing but missing cells, a single instant, or a few
 * that all occur often.
 *
 * @param joint the day and the hour as one category, for generators that know no dependence between columns
 * @param taken names that parts may not have; theirs are added
 */
export function planDatetime(
  own: DatetimeColumn,
  joint: boolean,
  taken: Set<string>,
  random: Random,
): DatetimeState | null {
  const { instants, table } = own;
  const values = table.values as Float64Array;
  const present = instants.length - table.counts[0];
  if (values.length < 2 || (values.length <= FEW_VALUES && present >= COMMON * values.length)) return null;
  if (values[0] < -MOST_INSTANT || values[values.length - 1] > MOST_INSTANT) return null;
  const clock = zoneClock(own.zone, values[0], values[values.length - 1]);
  const fields = calendarFields(instants, clock);
  const varying = new Set(ALL_FIELDS.filter((field) => varies(fields[field])));
  const byDay = distinct(fields.day) <= FEW_DAYS;
  const parts = partsOf(own.name, varying, byDay, joint, taken);
  const range = shrinkExtremes(
    values,
    (at) => table.counts[at + 1] < COMMON,
    { grid: findGrid(values), decimals: 0 },
    random,
  );
  const fixed = ALL_FIELDS.filter((field) => !varying.has(field)).map((field) => [field, firstPresent(fields[field])]);
  return {
    column: own.name,
    clock,
    parts,
    fixed: Object.fromEntries(fixed),
    monthEnds: areMonthEnds(fields),
    low: range[0],
    high: range[range.length - 1],
    grid: findGrid(distinctOf(fields.time)),
    ...countMonths(fields),
    ...countDays(fields, present),
    once: onceOnly(table, present),
  };
}

const ALL_FIELDS: readonly CalendarField[] = ['year', 'month', 'day', 'weekday', 'week', 'time', 'hour', 'rest'];

function partsOf(
  name: string,
  varying: ReadonlySet<CalendarField>,
  byDay: boolean,
  joint: boolean,
  taken: Set<string>,
) {
  const part = (fields: readonly CalendarField[], numeric: boolean): readonly DatetimePart[] => {
    const own = fields.filter((field) => varying.has(field));
    if (own.length === 0) return [];
    let as = `${name} (${own.join(', ')})`;
    while (taken.has(as)) as += '*';
    taken.add(as);
    return [{ as, fields: own, numeric }];
  };
  const days: readonly CalendarField[] = byDay ? ['day'] : ['weekday', 'week'];
  if (joint) return [...part(['year', 'month', ...days, 'hour'], false), ...part(['rest'], true)];
  return [
    ...part(['year'], true),
    ...part(['month'], false),
    ...days.flatMap((day) => part([day], false)),
    ...part(['time'], true),
  ];
}

function varies(values: Float64Array): boolean {
  const first = firstPresent(values);
  return values.some((value) => value !== first && !Number.isNaN(value));
}

function firstPresent(values: Float64Array): number {
  return values.find((value) => !Number.isNaN(value)) ?? 0;
}

function distinctOf(values: Float64Array): Float64Array {
  return Float64Array.from(new Set(values.filter((value) => !Number.isNaN(value))));
}

function distinct(values: Float64Array): number {
  return distinctOf(values).length;
}

function areMonthEnds({ year, month, day }: CalendarFields): boolean {
  return day.every(
    (value, row) =>
      Number.isNaN(value) || dayNumber(year[row], month[row], value + 1) === firstOfMonth(year[row] * 12 + month[row]),
  );
}

function countMonths({ year, month }: CalendarFields) {
  const [firstMonth, months] = countWhole(year.map((value, row) => value * 12 + month[row] - 1));
  return { firstMonth, months };
}

function countDays({ year, month, day }: CalendarFields, present: number) {
  const numbers = day.map((value, row) => (Number.isNaN(value) ? value : dayNumber(year[row], month[row], value)));
  const [firstDay, days] = countWhole(numbers);
  const filled = days.reduce((sum, count) => sum + Math.sign(count), 0);
  return { firstDay, days: present >= COMMON * filled ? days : new Int32Array(0) };
}

/** How often each whole number occurs, from the least on; nothing where they reach too far. */
function countWhole(numbers: Float64Array): readonly [number, Int32Array] {
  const present = numbers.filter((value) => !Number.isNaN(value));
  const first = present.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const last = present.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const counts = new Int32Array(last - first < MOST_DAYS ? last - first + 1 : 0);
  for (const value of present) counts[value - first]++;
  return [first, counts];
}

function onceOnly({ values, counts }: ValueTable, present: number): Float64Array {
  const once = (values as Float64Array).filter((_, at) => counts[at + 1] === 1);
  return once.length >= MOSTLY_ONCE * present ? once : new Float64Array(0);
}
