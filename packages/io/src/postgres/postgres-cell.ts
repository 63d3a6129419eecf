import { type NumberRead, numberClasses, readNumber } from '../byte-number.ts';

const DASH = 0x2d;
const ZERO = 0x30;
const SMALL_I = 0x69;
const DAY = 86_400_000;

/** What {@link readInstant} and {@link readFinite} found beside the value. */
export const oddities = { none: 0, infinite: 1, finer: 2, outside: 3 } as const;

/** Where a value is put, and how it departs from what stands there: one of {@link oddities}. */
export interface CellRead extends NumberRead {
  oddity: number;
}

/** More digits than this take `readNumber` longer than the engine, because it also asks how a number is spelt. */
const SHORT = 15;

/** Reads a number as Postgres prints it; `NaN` and the infinities are missing. */
export function readFinite(bytes: Buffer, start: number, end: number, read: CellRead): void {
  read.oddity = oddities.none;
  if (end - start > SHORT) read.value = Number(bytes.toString('latin1', start, end));
  else if (readNumber(bytes, start, end, read) === numberClasses.other) read.value = Number.NaN;
  if (Number.isFinite(read.value)) return;
  read.oddity = oddities.infinite;
  read.value = Number.NaN;
}

/**
 * Reads a date (`2024-02-29`) or a timestamp (`2024-02-29 12:00:00.123456`, with `+00` behind it where it has a zone) as
 * milliseconds; finer digits are cut off. Infinite ones are missing; other years than 1 to 9999 are `outside`.
 */
export function readInstant(bytes: Uint8Array, start: number, end: number, read: CellRead): void {
  read.oddity = oddities.none;
  read.value = Number.NaN;
  if (bytes[start] === SMALL_I || bytes[start + 1] === SMALL_I) {
    read.oddity = oddities.infinite;
    return;
  }
  const length = end - start;
  const dated = length >= 10 && bytes[start + 4] === DASH && bytes[start + 7] === DASH;
  // `BC` behind the value, or a year of five digits.
  if (!dated || (length > 10 && length < 19) || bytes[end - 1] === 0x43) {
    read.oddity = oddities.outside;
    return;
  }
  const digits = (at: number, count: number): number => {
    let value = 0;
    for (let i = 0; i < count; i++) value = value * 10 + bytes[start + at + i] - ZERO;
    return value;
  };
  const days = daysOf(digits(0, 4), digits(5, 2), digits(8, 2));
  read.value = days * DAY;
  if (length === 10) return;
  read.value += digits(11, 2) * 3_600_000 + digits(14, 2) * 60_000 + digits(17, 2) * 1000;
  if (bytes[start + 19] !== 0x2e) return;
  let scale = 100;
  for (let at = start + 20; at < end && bytes[at] >= ZERO && bytes[at] <= 0x39; at++) {
    if (scale >= 1) read.value += (bytes[at] - ZERO) * scale;
    else if (bytes[at] !== ZERO) read.oddity = oddities.finer;
    scale /= 10;
  }
}

/** Days since 1970-01-01 in the Gregorian calendar (Hinnant, chrono-Compatible Low-Level Date Algorithms, days_from_civil). */
function daysOf(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}
