import { duplicateColumn, notCsv, rowTooLong, tooManyColumns, unnamedColumn } from '../errors.ts';

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
const COMMA = 0x2c;
const TAB = 0x09;

/** What the beginning of a CSV file says. */
export interface CsvDialect {
  readonly names: readonly string[];
  /** One byte. */
  readonly delimiter: number;
}

/** Columns beyond this number are refused. */
const MOST_COLUMNS = 100_000;

/** Records of the sample that a delimiter is tried on. */
const SAMPLED = 100;

/**
 * Finds the delimiter and reads the header in the first bytes of a file (UTF-8, no byte order mark). The delimiter is the
 * comma when it parts all of the first 100 records into equally many fields, else that of semicolon, tab and bar which does
 * and gives the most fields; when none does, one that parts most of them so, else the comma. Throws
 * `io/unnamed-column`, `io/duplicate-column`, `io/row-too-long`, `io/too-many-columns`.
 */
export function readDialect(path: string, bytes: Buffer, whole: boolean, declared?: number): CsvDialect {
  const end = recordEnd(bytes, 0);
  if (end === bytes.length && !whole) throw rowTooLong(path, 'line 1 (the header)', bytes.length);
  const delimiter = declared ?? (/\.tsv$/i.test(path) ? TAB : findDelimiter(bytes, whole));
  const names = fieldsOf(bytes.toString('utf8', 0, end), String.fromCharCode(delimiter));
  if (names.length > MOST_COLUMNS) throw tooManyColumns(path, names.length, MOST_COLUMNS);
  const seen = new Map<string, number>();
  names.forEach((name, i) => {
    if (name === '') throw unnamedColumn(path, i + 1);
    const first = seen.get(name);
    if (first !== undefined) throw duplicateColumn(path, name, first + 1, i + 1);
    seen.set(name, i);
  });
  return { names, delimiter };
}

/** The delimiter that a first line such as `sep=;` declares (Excel's way), and that line's length in characters; `null` without one. */
export function declaredDelimiter(bytes: Buffer): { readonly delimiter: number; readonly length: number } | null {
  const found = /^sep=([,;|\t:])\r?\n/i.exec(bytes.toString('latin1', 0, 16));
  return found === null ? null : { delimiter: found[1].charCodeAt(0), length: found[0].length };
}

/** How a delimiter is called. */
export const delimiterNames: Readonly<Record<number, string>> = {
  [COMMA]: 'commas',
  59: 'semicolons',
  [TAB]: 'tabs',
  124: 'bars (|)',
  58: 'colons',
};

/** Throws `io/not-csv` when a file begins like one of another format. */
export function refuseOtherFormats(path: string, bytes: Buffer): void {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) throw notCsv(path, 'holds gzip-compressed data');
  const head = bytes.toString('latin1', 0, 16);
  if (head.startsWith('PK\x03\x04')) throw notCsv(path, 'is a zip archive or an Excel workbook');
  if (head.startsWith('PAR1')) throw notCsv(path, 'holds Parquet data');
  if (head.startsWith('ARROW1')) throw notCsv(path, 'holds Arrow data');
  if (head.startsWith('SQLite format 3')) throw notCsv(path, 'is an SQLite database');
}

function findDelimiter(bytes: Buffer, whole: boolean): number {
  const candidates = [COMMA, 0x3b, TAB, 0x7c].map((delimiter) => {
    const counts = delimiterCounts(bytes, delimiter, whole);
    const alike = counts.filter((count) => count === counts[0]).length / counts.length;
    return { delimiter, first: counts[0], alike: counts[0] > 0 ? alike : 0 };
  });
  if (candidates[0].alike === 1) return COMMA;
  for (const needed of [1, 0.6]) {
    const even = candidates.filter(({ alike }) => alike >= needed);
    if (even.length > 0) return even.reduce((best, other) => (other.first > best.first ? other : best)).delimiter;
  }
  return COMMA;
}

/** Delimiters in each of the first records that are whole and not blank; quoted ones do not count. */
function delimiterCounts(bytes: Buffer, delimiter: number, whole: boolean): readonly number[] {
  const counts: number[] = [];
  let from = 0;
  while (from < bytes.length && counts.length < SAMPLED) {
    const end = recordEnd(bytes, from);
    if (end === bytes.length && !whole && counts.length > 0) break;
    if (end > from) counts.push(count(bytes, from, end, delimiter));
    from = end + (bytes[end] === CR && bytes[end + 1] === LF ? 2 : 1);
  }
  return counts.length === 0 ? [0] : counts;
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
