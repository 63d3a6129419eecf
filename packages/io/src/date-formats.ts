import { compileFormat, type DatetimeFormat } from './datetime-format.ts';

const DAYS = [
  ...['%Y-%m-%d', '%m/%d/%Y', '%d/%m/%Y', '%-m/%-d/%Y', '%-d/%-m/%Y', '%d.%m.%Y', '%-d.%-m.%Y', '%Y/%m/%d'],
  ...['%m-%d-%Y', '%d-%m-%Y', '%-m-%-d-%Y', '%-d-%-m-%Y'],
];
const TIMES = ['', ' %H:%M', ' %H:%M:%S', ' %H:%M:%S.%g', ' %H:%M:%S.%f', ' %I:%M %p', ' %I:%M:%S %p', ' %-I:%M %p'];
const ISO_TIMES = ['T%H:%M', 'T%H:%M:%S', 'T%H:%M:%S.%g', 'T%H:%M:%S.%f'];
const CLOCKS = [...ISO_TIMES, ...TIMES.slice(1, 5)];

/**
 * The strftime formats a reader looks for, in order of preference: ISO 8601 dates and instants, also with `Z` or an offset
 * from UTC, and day, month and year with slashes, dots or hyphens.
 */
export const datetimeFormats: readonly string[] = [
  ...DAYS.flatMap((day) => TIMES.map((time) => day + time)),
  ...ISO_TIMES.map((time) => `%Y-%m-%d${time}`),
  ...['Z', '%:z', '%z'].flatMap((zone) => CLOCKS.map((time) => `%Y-%m-%d${time}${zone}`)),
];

/** A format and its reader. */
export interface KnownFormat {
  readonly format: string;
  readonly compiled: DatetimeFormat;
}

const compiled = new Map<string, DatetimeFormat | null>();

/** A format's reader, `null` when it holds a sign that is not known. A `Z` at the end of a format states the zone by itself. */
export function formatReader(format: string, zone?: string): DatetimeFormat | null {
  const key = `${format} ${zone ?? ''}`;
  let reader = compiled.get(key);
  if (reader === undefined) {
    const made = compileFormat(format, zone);
    reader = 'unknown' in made ? null : made;
    compiled.set(key, reader);
  }
  return reader;
}

/** The formats, of those given, that a text is written in. */
export function formatsOf(text: string, formats: readonly KnownFormat[]): readonly KnownFormat[] {
  return formats.filter(({ compiled: reader }) => !Number.isNaN(reader.parse(text)));
}

/** Formats with their readers; unknown ones are left out. */
export function knownFormats(formats: readonly string[], zone?: string): readonly KnownFormat[] {
  return formats.flatMap((format) => {
    const reader = formatReader(format, zone);
    return reader === null ? [] : [{ format, compiled: reader }];
  });
}

let usual: readonly KnownFormat[] | null = null;

/** {@link datetimeFormats} with their readers. */
export function usualFormats(): readonly KnownFormat[] {
  usual ??= knownFormats(datetimeFormats);
  return usual;
}

/** The first sign of a format that is not known, `null` when all are. */
export function unknownSign(format: string): string | null {
  const made = compileFormat(format);
  return 'unknown' in made ? made.unknown : null;
}

/** Whether a text begins like a date: three groups of digits with hyphens, slashes or dots between them. */
export const beginsLikeDate = (text: string): boolean => /^[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]/.test(text);

/** Whether both the day and the month may come first. */
export function isAmbiguous(formats: readonly string[]): boolean {
  return formats.some((format) => /^%-?m[-/]/.test(format)) && formats.some((format) => /^%-?d[-/]/.test(format));
}
