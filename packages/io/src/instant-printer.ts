import type { ColumnSpec } from '@verisim/core';
import { formatReader, unknownSign } from './date-formats.ts';
import { badFormat, badInstant, badZone } from './errors.ts';

const DEFAULT_FORMAT = '%Y-%m-%dT%H:%M:%S.%gZ';

/** Texts that are kept, because dates repeat. */
const KEPT = 1 << 15;

/**
 * How the instants of a datetime column are printed: by its format and zone, ISO 8601 in UTC without one. The printer throws
 * `io/bad-instant` for an instant that would not read back the same; `io/bad-format` and `io/bad-zone` come at once.
 */
export function instantPrinter(spec: ColumnSpec): (milliseconds: number, row: number) => string {
  const format = spec.format ?? DEFAULT_FORMAT;
  const unknown = unknownSign(format);
  if (unknown !== null) throw badFormat(spec.name, format, unknown);
  const reader = formatReader(format, spec.zone)!;
  try {
    reader.print(0);
  } catch {
    throw badZone(spec.name, String(spec.zone));
  }
  const texts = new Map<number, string>();
  return (milliseconds, row) => {
    const known = texts.get(milliseconds);
    if (known !== undefined) return known;
    const text = reader.print(milliseconds);
    if (reader.parse(text) !== milliseconds) throw badInstant(spec.name, row + 1, format);
    if (texts.size < KEPT) texts.set(milliseconds, text);
    return text;
  };
}
