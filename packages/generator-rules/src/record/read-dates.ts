import type { Random } from '@verisim/core';
import { parseInstant } from '@verisim/core';
import { badValue, impossibleRange } from '../errors.ts';
import type { MapNode, RuleNode } from '../rules/node.ts';
import { entry, listOf, mapOf, needed, numberOf, numbersOf, spotOf, textOf, wordOf } from '../rules/read.ts';
import { type CalendarName, calendarNames, DAY, type Day, dateOf, isBusinessDay, weekdayOf } from './calendar.ts';
import { weighted } from './distribution.ts';
import { refuseWeightless } from './read-draw.ts';

/** Days that business is done on. */
export interface Business {
  readonly calendar: CalendarName;
  readonly holidays: ReadonlySet<Day>;
}

const MOST_DAYS = 80_000;

/** A date as a day. Throws `generator-rules/bad-value`. */
export function readDay(node: RuleNode, what: string): Day {
  const time = parseInstant(textOf(node, what));
  if (Number.isNaN(time) || time % DAY !== 0)
    throw badValue(spotOf(node), `${what} is no date`, 'Write it as 2024-12-31.');
  return time / DAY;
}

/** `calendar` and `holidays` of a rule. */
export function readBusiness(map: MapNode, usual: CalendarName): Business {
  const calendar = entry(map, 'calendar');
  const holidays = entry(map, 'holidays');
  return {
    calendar: calendar === undefined ? usual : wordOf(calendar, 'a calendar', calendarNames),
    holidays: new Set(
      holidays === undefined ? [] : listOf(holidays, 'holidays').items.map((item) => readDay(item, 'a holiday')),
    ),
  };
}

/** How instants are drawn. */
export interface Dates {
  draw(random: Random): number;
  readonly low: number;
  readonly high: number;
  /** There is a time of the day. */
  readonly timed: boolean;
}

/**
 * `date: { from, to, calendar, holidays, weekdays, months, hours, growth }`: days weighted by weekday (Monday first), month and yearly growth, those without business
 * left out; within an hour evenly, to the second. Throws `generator-rules/impossible-range` where no day is left.
 */
export function readDates(node: RuleNode): Dates {
  const map = mapOf(node, 'date', ['from', 'to', 'calendar', 'holidays', 'weekdays', 'months', 'hours', 'growth']);
  const [from, to] = [readDay(needed(map, 'from'), 'from'), readDay(needed(map, 'to'), 'to')];
  if (to < from)
    throw impossibleRange(spotOf(needed(map, 'to')), 'the dates end before they begin', 'Write from before to.');
  if (to - from >= MOST_DAYS)
    throw impossibleRange(spotOf(node), `the dates span ${to - from + 1} days`, `At most ${MOST_DAYS} are weighed.`);
  const business = readBusiness(map, 'all-days');
  const weekdays = weightsOf(map, 'weekdays', 7);
  const months = weightsOf(map, 'months', 12);
  const hours = weightsOf(map, 'hours', 24);
  const growth = entry(map, 'growth');
  const yearly = growth === undefined ? 0 : Math.log1p(numberOf(growth, 'yearly growth', -0.99, 100));
  const weights = Float64Array.from({ length: to - from + 1 }, (_, i) => {
    const day = from + i;
    if (!isBusinessDay(day, business.calendar, business.holidays)) return 0;
    return (weekdays?.[weekdayOf(day)] ?? 1) * (months?.[dateOf(day)[1] - 1] ?? 1) * Math.exp((yearly * i) / 365.25);
  });
  if (!weights.some((weight) => weight > 0))
    throw impossibleRange(
      spotOf(node),
      'no day is left between from and to',
      'Widen the dates, or take out holidays or weights of 0.',
    );
  const days = weighted(weights, from);
  const clock = hours && weighted(hours);
  return {
    draw: (random) => {
      const start = days.draw(random) * DAY;
      return clock === null ? start : start + clock.draw(random) * 3_600_000 + random.int(0, 3600) * 1000;
    },
    low: from * DAY,
    high: clock === null ? to * DAY : (to + 1) * DAY - 1000,
    timed: clock !== null,
  };
}

function weightsOf(map: MapNode, key: string, count: number): readonly number[] | null {
  const node = entry(map, key);
  if (node === undefined) return null;
  const weights = numbersOf(node, `the weights of ${key}`, 0);
  if (weights.length !== count)
    throw badValue(
      spotOf(node),
      `${key} has ${weights.length} weights`,
      `Write ${count}${key === 'weekdays' ? ', Monday first' : ''}.`,
    );
  refuseWeightless(node, weights);
  return weights;
}

/** The day so many days of business after another; on it where there are none. */
export function businessDayAfter(day: Day, count: number, { calendar, holidays }: Business): Day {
  let at = day;
  for (let left = count; left > 0; ) {
    at++;
    if (isBusinessDay(at, calendar, holidays)) left--;
  }
  return at;
}
