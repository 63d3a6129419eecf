import { DAY, firstOfMonth, monthNumber, weekdayOf } from './civil-date.ts';
import type { CalendarField } from './datetime-state.ts';
import { toLocal, type ZoneClock } from './zone-clock.ts';

/** Milliseconds of an hour. */
export const HOUR = 3_600_000;

/** Every field of each instant; `NaN` where there is none. */
export type CalendarFields = Readonly<Record<CalendarField, Float64Array>>;

/** What clock and calendar show at these instants. */
export function calendarFields(instants: Float64Array, clock: ZoneClock): CalendarFields {
  const empty = () => new Float64Array(instants.length).fill(Number.NaN);
  const fields: Record<CalendarField, Float64Array> = {
    year: empty(),
    month: empty(),
    day: empty(),
    weekday: empty(),
    week: empty(),
    time: empty(),
    hour: empty(),
    rest: empty(),
  };
  for (let row = 0; row < instants.length; row++) {
    if (Number.isNaN(instants[row])) continue;
    const local = toLocal(clock, instants[row]);
    const day = Math.floor(local / DAY);
    const months = monthNumber(day);
    const time = local - day * DAY;
    fields.year[row] = Math.floor(months / 12);
    fields.month[row] = months - 12 * fields.year[row] + 1;
    fields.day[row] = day - firstOfMonth(months) + 1;
    fields.weekday[row] = weekdayOf(day);
    fields.week[row] = Math.ceil(fields.day[row] / 7);
    fields.time[row] = time;
    fields.hour[row] = Math.floor(time / HOUR);
    fields.rest[row] = time % HOUR;
  }
  return fields;
}
