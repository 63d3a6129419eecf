/** Days since 1970-01-01. */
export type Day = number;

/** Milliseconds of a day. */
export const DAY = 86_400_000;

/** Calendars that know their holidays by rule. */
export const calendarNames = ['all-days', 'weekdays', 'target', 'us-federal'] as const;

/** One of {@link calendarNames}. */
export type CalendarName = (typeof calendarNames)[number];

/** 0 = Monday ... 6 = Sunday. */
export const weekdayOf = (day: Day): number => (((day + 3) % 7) + 7) % 7;

/** Year, month (1 to 12) and day of the month. */
export function dateOf(day: Day): readonly [number, number, number] {
  const date = new Date(day * DAY);
  return [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
}

/** A date as a day. */
export const dayOf = (year: number, month: number, date: number): Day =>
  Math.round(Date.UTC(year, month - 1, date) / DAY);

/** Easter Sunday of the Gregorian calendar (the anonymous algorithm of Nature, 1876). */
export function easterOf(year: number): Day {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7;
  const sum = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114;
  return dayOf(year, Math.floor(sum / 31), (sum % 31) + 1);
}

/** Whether business is done on a day: `target` is the calendar of euro payments, `us-federal` that of United States public offices since 2021. */
export function isBusinessDay(day: Day, calendar: CalendarName, holidays: ReadonlySet<Day>): boolean {
  if (holidays.has(day)) return false;
  if (calendar === 'all-days') return true;
  if (weekdayOf(day) > 4) return false;
  if (calendar === 'weekdays') return true;
  return !(calendar === 'target' ? isTargetHoliday(day) : isFederalHoliday(day));
}

/** Closing days of TARGET (European Central Bank, since 2002). */
function isTargetHoliday(day: Day): boolean {
  const [year, month, date] = dateOf(day);
  const easter = easterOf(year);
  const fixed = (month === 1 || month === 5) && date === 1;
  return fixed || (month === 12 && (date === 25 || date === 26)) || day === easter - 2 || day === easter + 1;
}

/** Dates of fixed federal holidays; on a Saturday they are kept the day before, on a Sunday the day after (5 U.S.C. 6103). */
const FEDERAL: readonly (readonly [number, number])[] = [
  [1, 1],
  [6, 19],
  [7, 4],
  [11, 11],
  [12, 25],
];

/** Month, weekday and which one of the month (-1: the last). */
const FEDERAL_FLOATING: readonly (readonly [number, number, number])[] = [
  [1, 0, 3],
  [2, 0, 3],
  [5, 0, -1],
  [9, 0, 1],
  [10, 0, 2],
  [11, 3, 4],
];

function isFederalHoliday(day: Day): boolean {
  const isFixed = (one: Day) => {
    const [, month, date] = dateOf(one);
    return FEDERAL.some(([m, d]) => m === month && d === date);
  };
  const weekday = weekdayOf(day);
  if (isFixed(day) || (weekday === 4 && isFixed(day + 1)) || (weekday === 0 && isFixed(day - 1))) return true;
  const [, month, date] = dateOf(day);
  return FEDERAL_FLOATING.some(([m, w, which]) => {
    if (m !== month || w !== weekday) return false;
    return which < 0 ? dateOf(day + 7)[1] !== month : Math.ceil(date / 7) === which;
  });
}
