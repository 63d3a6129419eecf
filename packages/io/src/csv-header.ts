import { duplicateColumn, notCsv, notUtf8, rowTooLong, unnamedColumn } from './errors.ts';

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;

/** What the first line of a CSV file says. */
export interface CsvHeader {
  readonly names: readonly string[];
  /** One of `,` `;` tab `|`, as a byte. */
  readonly delimiter: number;
  /** Bytes of a byte order mark before the first line: 0 or 3. */
  readonly start: number;
}

/**
 * Reads the header in the first bytes of a file. The delimiter is a comma; only when the header has none may it be the
 * semicolon, tab or bar that parts the header and the first row into equally many fields. Throws `io/not-csv`,
 * `io/not-utf8`, `io/unnamed-column`, `io/duplicate-column`, `io/row-too-long`.
 */
export function readCsvHeader(path: string, bytes: Buffer): CsvHeader {
  refuseOtherFormats(path, bytes);
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const end = recordEnd(bytes, start);
  if (end === bytes.length && bytes.length >= 1 << 22) throw rowTooLong(path, 'the header', bytes.length);
  const delimiter = delimiterOf(bytes, start, end);
  const names = fieldsOf(bytes.toString('utf8', start, end), String.fromCharCode(delimiter));
  const seen = new Map<string, number>();
  names.forEach((name, i) => {
    if (name === '') throw unnamedColumn(path, i + 1);
    const first = seen.get(name);
    if (first !== undefined) throw duplicateColumn(path, name, first + 1, i + 1);
    seen.set(name, i);
  });
  return { names, delimiter, start };
}

function refuseOtherFormats(path: string, bytes: Buffer): void {
  const [a, b] = bytes;
  if (a === 0x1f && b === 0x8b) throw notCsv(path, 'holds gzip-compressed data');
  if (bytes.toString('latin1', 0, 4) === 'PK\x03\x04') throw notCsv(path, 'is a zip archive or an Excel workbook');
  if (bytes.toString('latin1', 0, 4) === 'PAR1') throw notCsv(path, 'holds Parquet data');
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) throw notUtf8(path, 'it is UTF-16');
}

function recordEnd(bytes: Buffer, start: number): number {
  let quoted = false;
  let i = start;
  for (; i < bytes.length; i++) {
    if (bytes[i] === QUOTE) quoted = !quoted;
    else if (!quoted && (bytes[i] === LF || bytes[i] === CR)) break;
  }
  return i;
}

function delimiterOf(bytes: Buffer, start: number, end: number): number {
  const comma = 0x2c;
  if (count(bytes, start, end, comma) > 0) return comma;
  const next = end + (bytes[end] === CR && bytes[end + 1] === LF ? 2 : 1);
  const nextEnd = recordEnd(bytes, next);
  for (const other of [0x3b, 0x09, 0x7c]) {
    const found = count(bytes, start, end, other);
    if (found > 0 && (next >= bytes.length || count(bytes, next, nextEnd, other) === found)) return other;
  }
  return comma;
}

function count(bytes: Buffer, start: number, end: number, wanted: number): number {
  let quoted = false;
  let found = 0;
  for (let i = start; i < end; i++) {
    if (bytes[i] === QUOTE) quoted = !quoted;
    else if (!quoted && bytes[i] === wanted) found++;
  }
  return found;
}

function fieldsOf(text: string, delimiter: string): string[] {
  const fields: string[] = [];
  let from = 0;
  let quoted = false;
  for (let i = 0; i <= text.length; i++) {
    if (text[i] === '"') quoted = !quoted;
    if (i < text.length && (quoted || text[i] !== delimiter)) continue;
    const field = text.slice(from, i);
    fields.push(field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field);
    from = i + 1;
  }
  return fields;
}
