import type { ColumnSpec } from '@verisim/core';
import { formatReader } from './date-formats.ts';
import { firstInstant, lastInstant, zoneOffset } from './datetime-format.ts';
import { badInstant } from './errors.ts';
import { putPadded } from './number-bytes.ts';

/** Puts instants of one column at a place. */
export interface InstantBytes {
  /** The most bytes of an instant. */
  readonly room: number;
  /** Puts an instant at a place and returns the place behind it; `row`, from 0, is for messages. */
  put(bytes: Buffer, at: number, milliseconds: number, row: number): number;
}

/** A wall-clock time in parts. */
interface Clock {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  millisecond: number;
}

/** A part of a format: how many digits it has, or 0 for as many as it needs, up to two. */
interface DigitSign {
  readonly part: keyof Clock;
  readonly digits: number;
}

const DIGITS: Readonly<Record<string, DigitSign>> = {
  '%Y': { part: 'year', digits: 4 },
  '%m': { part: 'month', digits: 2 },
  '%-m': { part: 'month', digits: 0 },
  '%d': { part: 'day', digits: 2 },
  '%-d': { part: 'day', digits: 0 },
  '%H': { part: 'hour', digits: 2 },
  '%-H': { part: 'hour', digits: 0 },
  '%M': { part: 'minute', digits: 2 },
  '%S': { part: 'second', digits: 2 },
  '%g': { part: 'millisecond', digits: 3 },
};

const DAY = 86_400_000;

/**
 * Puts instants by arithmetic as `instantPrinter` prints them, for formats of a whole date and digits alone and a fixed distance from UTC; `null` for
 * other formats. `put` throws `io/bad-instant` for an instant that would not read back the same.
 */
export function instantBytes({ name, format, zone }: ColumnSpec): InstantBytes | null {
  const pieces = format === undefined ? null : piecesOf(format, zone);
  if (pieces === null || format === undefined) return null;
  const offset = zone === undefined ? 0 : zoneOffset(zone, 0) * 60_000;
  const clock: Clock = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0, millisecond: 0 };
  const shows = (part: keyof Clock) => (pieces.some((piece) => 'part' in piece && piece.part === part) ? 1 : 0);
  const hour = 3_600_000 * shows('hour');
  const minute = 60_000 * shows('minute');
  const second = 1000 * shows('second');
  const millisecond = shows('millisecond');
  return {
    room: pieces.reduce((sum, piece) => sum + ('part' in piece ? 4 : piece.length), 0),
    put(bytes, start, milliseconds, row) {
      const wall = milliseconds + offset;
      if (!(wall >= firstInstant && wall <= lastInstant)) throw badInstant(name, row + 1, format);
      const time = readClock(clock, wall);
      // What the format does not show must be nothing.
      const shown = hour * clock.hour + minute * clock.minute + second * clock.second + millisecond * clock.millisecond;
      if (shown !== time) throw badInstant(name, row + 1, format);
      let at = start;
      for (const piece of pieces) at = putPiece(bytes, at, piece, clock);
      return at;
    },
  };
}

function putPiece(bytes: Buffer, start: number, piece: Uint8Array | DigitSign, clock: Clock): number {
  if ('part' in piece) {
    const value = clock[piece.part];
    return putPadded(bytes, start, value, piece.digits || (value < 10 ? 1 : 2));
  }
  let at = start;
  for (let i = 0; i < piece.length; i++) bytes[at++] = piece[i];
  return at;
}

/** The pieces of a format; `null` when it is none for arithmetic. */
function piecesOf(format: string, zone: string | undefined): readonly (Uint8Array | DigitSign)[] | null {
  if (zone !== undefined && !/^(Z|[+-]\d{2}:\d{2})$/.test(zone)) return null;
  const parts = format.match(/%[-:]?[A-Za-z%]|%|[^%]+/g) ?? [];
  if (![/^%Y$/, /^%-?m$/, /^%-?d$/].every((sign) => parts.some((part) => sign.test(part)))) return null;
  const pieces: (Uint8Array | DigitSign)[] = [];
  for (const [i, part] of parts.entries()) {
    if (Object.hasOwn(DIGITS, part)) {
      // Where a number of one or two digits ends must be plain to who reads it.
      if (DIGITS[part].digits === 0 && /^[%\d]/.test(parts[i + 1] ?? '')) return null;
      pieces.push(DIGITS[part]);
    } else if (!part.startsWith('%') || part === '%%') pieces.push(Buffer.from(part === '%%' ? '%' : part));
    else if (part === '%z' || part === '%:z') pieces.push(Buffer.from(formatReader(part, zone)!.print(0)));
    else return null;
  }
  return pieces;
}

/**
 * Takes a wall-clock time apart and returns the milliseconds of its day (Hinnant, chrono-Compatible Low-Level Date Algorithms, `civil_from_days`).
 */
function readClock(clock: Clock, wall: number): number {
  const days = Math.floor(wall / DAY);
  const time = wall - days * DAY;
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra =
    ((dayOfEra - ((dayOfEra / 1460) | 0) + ((dayOfEra / 36_524) | 0) - ((dayOfEra / 146_096) | 0)) / 365) | 0;
  const dayOfYear = dayOfEra - (365 * yearOfEra + (yearOfEra >> 2) - ((yearOfEra / 100) | 0));
  const shiftedMonth = ((5 * dayOfYear + 2) / 153) | 0;
  clock.day = dayOfYear - (((153 * shiftedMonth + 2) / 5) | 0) + 1;
  clock.month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  clock.year = yearOfEra + era * 400 + (clock.month <= 2 ? 1 : 0);
  clock.hour = (time / 3_600_000) | 0;
  clock.minute = ((time / 60_000) | 0) % 60;
  clock.second = ((time / 1000) | 0) % 60;
  clock.millisecond = time % 1000;
  return time;
}
