/** A compiled strftime format. */
export interface DatetimeFormat {
  /** Milliseconds since 1970-01-01T00:00Z; `NaN` unless printing them gives the text again. */
  parse(text: string): number;
  print(milliseconds: number): string;
  /** The offset from UTC in minutes that a text states with `%z` or `%:z`; `null` for a format without them. */
  offset(text: string): number | null;
}

interface Sign {
  /** Its regular expression. */
  readonly pattern: string;
  /** What the matched text sets. */
  set(fields: Fields, text: string): void;
  print(date: Date, offset: number): string;
}

interface Fields {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  millisecond: number;
  afternoon: boolean | null;
  offset: number;
}

const pad = (value: number, width: number): string => String(value).padStart(width, '0');
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const LONG_MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];

type NumericField = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'millisecond';

function numeric(field: NumericField, pattern: string, width: number, get: (date: Date) => number, shift = 0): Sign {
  return {
    pattern,
    set: (fields, text) => {
      fields[field] = Number(text) + shift;
    },
    print: (date) => pad(get(date), width),
  };
}

function named(names: readonly string[]): Sign {
  return {
    pattern: names.join('|'),
    set: (fields, text) => {
      fields.month = names.indexOf(text) + 1;
    },
    print: (date) => names[date.getUTCMonth()],
  };
}

function offsetSign(separator: string): Sign {
  return {
    pattern: `[+-](?:0\\d|1[0-4])${separator}[0-5]\\d`,
    set: (fields, text) => {
      fields.offset = minutesOf(text);
    },
    print: (_, offset) => {
      const minutes = Math.abs(offset);
      return `${offset < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60), 2)}${separator}${pad(minutes % 60, 2)}`;
    },
  };
}

const twelve = (date: Date): number => date.getUTCHours() % 12 || 12;

/** The signs of strftime that are read and printed; DuckDB's `%g` (milliseconds), `%f` (microseconds), `%-d` (unpadded). */
const signs: Readonly<Record<string, Sign>> = {
  '%Y': numeric('year', '\\d{4}', 4, (date) => date.getUTCFullYear()),
  '%m': numeric('month', '\\d{2}', 2, (date) => date.getUTCMonth() + 1),
  '%-m': numeric('month', '\\d{1,2}', 1, (date) => date.getUTCMonth() + 1),
  '%d': numeric('day', '\\d{2}', 2, (date) => date.getUTCDate()),
  '%-d': numeric('day', '\\d{1,2}', 1, (date) => date.getUTCDate()),
  '%b': named(MONTHS),
  '%B': named(LONG_MONTHS),
  '%H': numeric('hour', '\\d{2}', 2, (date) => date.getUTCHours()),
  '%-H': numeric('hour', '\\d{1,2}', 1, (date) => date.getUTCHours()),
  '%I': numeric('hour', '\\d{2}', 2, twelve),
  '%-I': numeric('hour', '\\d{1,2}', 1, twelve),
  '%M': numeric('minute', '\\d{2}', 2, (date) => date.getUTCMinutes()),
  '%S': numeric('second', '\\d{2}', 2, (date) => date.getUTCSeconds()),
  '%g': numeric('millisecond', '\\d{3}', 3, (date) => date.getUTCMilliseconds()),
  '%f': {
    pattern: '\\d{3}000',
    set: (fields, text) => {
      fields.millisecond = Number(text) / 1000;
    },
    print: (date) => `${pad(date.getUTCMilliseconds(), 3)}000`,
  },
  '%p': {
    pattern: 'AM|PM',
    set: (fields, text) => {
      fields.afternoon = text === 'PM';
    },
    print: (date) => (date.getUTCHours() < 12 ? 'AM' : 'PM'),
  },
  '%z': offsetSign(''),
  '%:z': offsetSign(':'),
};

/** Years 0 to 9999: what four digits can print. */
export const firstInstant: number = Date.parse('0000-01-01T00:00:00.000Z');
export const lastInstant: number = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * Compiles a strftime format, or returns the first sign in it that is not known. `zone` is the offset that `%z` prints: `Z`,
 * `+02:00` or an IANA name; wall-clock time without it.
 */
export function compileFormat(format: string, zone?: string): DatetimeFormat | { readonly unknown: string } {
  const parts = format.match(/%[-:]?[A-Za-z%]|%|[^%]+/g) ?? [];
  const used: Sign[] = [];
  const pieces: (string | Sign)[] = [];
  let pattern = '';
  for (const part of parts) {
    if (!part.startsWith('%') || part === '%%') {
      const literal = part === '%%' ? '%' : part;
      pieces.push(literal);
      pattern += literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      continue;
    }
    if (!Object.hasOwn(signs, part)) return { unknown: part };
    used.push(signs[part]);
    pieces.push(signs[part]);
    pattern += `(${signs[part].pattern})`;
  }
  const matcher = new RegExp(`^${pattern}$`);
  const stated = used.findIndex((sign) => sign === signs['%z'] || sign === signs['%:z']);
  const print = (milliseconds: number, offset: number): string => {
    const date = new Date(milliseconds + offset * 60_000);
    return pieces.map((piece) => (typeof piece === 'string' ? piece : piece.print(date, offset))).join('');
  };
  const offsetAt = (milliseconds: number) => (zone === undefined ? 0 : zoneOffset(zone, milliseconds));
  return {
    parse(text) {
      const found = matcher.exec(text);
      if (found === null) return Number.NaN;
      const fields = emptyFields();
      for (let i = 0; i < used.length; i++) used[i].set(fields, found[i + 1]);
      const wall = instantOf(fields);
      const offset = stated >= 0 ? fields.offset : wallOffset(wall, offsetAt);
      const instant = wall - offset * 60_000;
      return print(instant, stated >= 0 ? fields.offset : offsetAt(instant)) === text ? instant : Number.NaN;
    },
    print: (milliseconds) => print(milliseconds, offsetAt(milliseconds)),
    offset(text) {
      const found = stated < 0 ? null : matcher.exec(text);
      return found === null ? null : minutesOf(found[stated + 1]);
    },
  };
}

/** The offset at a wall-clock time: that of the instant it would be at the offset found there. */
function wallOffset(wall: number, offsetAt: (milliseconds: number) => number): number {
  const guess = offsetAt(wall);
  return offsetAt(wall - guess * 60_000);
}

const emptyFields = (): Fields => ({
  year: 1900,
  month: 1,
  day: 1,
  hour: 0,
  minute: 0,
  second: 0,
  millisecond: 0,
  afternoon: null,
  offset: 0,
});

function instantOf({ year, month, day, hour, minute, second, millisecond, afternoon }: Fields): number {
  const hours = afternoon === null ? hour : (hour % 12) + (afternoon ? 12 : 0);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.setUTCHours(hours, minute, second, millisecond);
}

function minutesOf(text: string): number {
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2));
  return text.startsWith('-') ? -minutes : minutes;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Minutes east of UTC in a zone at an instant. Throws a `RangeError` for a zone that is not known. */
export function zoneOffset(zone: string, milliseconds: number): number {
  if (zone === 'Z') return 0;
  if (/^[+-]\d{2}:[0-5]\d$/.test(zone)) return minutesOf(zone);
  let clock = clocks.get(zone);
  if (clock === undefined) {
    const options: Intl.DateTimeFormatOptions = {
      ...{ timeZone: zone, hourCycle: 'h23', era: 'short', year: 'numeric', month: '2-digit', day: '2-digit' },
      ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
    } as Intl.DateTimeFormatOptions;
    clock = new Intl.DateTimeFormat('en-US', options);
    clocks.set(zone, clock);
  }
  const part = Object.fromEntries(clock.formatToParts(milliseconds).map(({ type, value }) => [type, value]));
  const date = new Date(0);
  const year = part.era === 'BC' ? 1 - Number(part.year) : Number(part.year);
  date.setUTCFullYear(year, Number(part.month) - 1, Number(part.day));
  date.setUTCHours(Number(part.hour), Number(part.minute), Number(part.second));
  return Math.round((date.getTime() - Math.floor(milliseconds / 1000) * 1000) / 60_000);
}
