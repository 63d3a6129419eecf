/** Milliseconds of a day without a change of clocks. */
export const DAY = 86_400_000;

/**
 * The day of a date of the proleptic Gregorian calendar, counted from 1970-01-01 (Hinnant, chrono-compatible low-level date algorithms).
 *
 * @param month 1 to 12
 * @param day 1 to 31
 */
export function dayNumber(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

/** The months since year 0 of a day (year * 12 + month - 1). The inverse of {@link dayNumber} with {@link firstOfMonth}. */
export function monthNumber(day: number): number {
  const z = day + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const leap = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leap) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0)) * 12 + month - 1;
}

/** The first day of a month. */
export function firstOfMonth(months: number): number {
  const year = Math.floor(months / 12);
  return dayNumber(year, months - year * 12 + 1, 1);
}

/** The weekday of a day, 1 = Monday to 7 = Sunday, as ISO 8601 counts. */
export function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}
