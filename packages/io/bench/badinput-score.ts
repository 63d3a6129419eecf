/** What a reader made of a file, as plain data. */
export interface Read {
  readonly names: readonly string[];
  readonly specs: readonly { readonly kind: string; readonly format?: string; readonly zone?: string }[];
  /** By column: texts, or numbers where the kind is one; `null` = missing. */
  readonly cells: readonly (readonly (string | number | null)[])[];
  /** Columns that a change is listed for, `*` for whole rows; and everything else that was said about how the file was taken. */
  readonly changed: readonly string[];
  readonly notes: readonly string[];
}

export type Answer =
  | { readonly read: Read }
  | { readonly refused: { readonly code: string; readonly message: string } }
  | { readonly broke: string };

export type Score = 'right' | 'refused' | 'changed' | 'failed';

/** What a file says, by something else than the reader: how a reading of it is to be scored, and why it failed. */
export type Truth = (
  read: Read,
) => { readonly score: 'right' | 'changed' } | { readonly score: 'failed'; readonly why: string };

export interface Case {
  readonly name: string;
  readonly path: string;
  readonly truth: Truth;
  readonly options?: Readonly<Record<string, unknown>>;
}

/** Codes that say a limit was broken or the reader itself failed: no refusal with a reason. */
const FAILURES = ['io/memory-limit', 'io/time-limit', 'io/reader-crashed', 'io/reader-failed'];

/** Scores an answer by the rules of FAULTS.md. */
export function scoreOf({ path, truth }: Case, answer: Answer): { readonly score: Score; readonly why: string } {
  if ('broke' in answer) return { score: 'failed', why: answer.broke };
  if ('read' in answer) return { why: '', ...truth(answer.read) };
  const { code, message } = answer.refused;
  const why = `${code}: ${message}`;
  if (!code.startsWith('io/') || FAILURES.includes(code)) return { score: 'failed', why };
  const file = (path.split('/').at(-1) ?? path).replace(/\.(gz|zst)$/, '');
  return message.includes(file) ? { score: 'refused', why } : { score: 'failed', why: `the file is not named: ${why}` };
}

/** A file that says this table; a cell is its text, or `null`. An empty text and missing are one. */
export const saysTable =
  (names: readonly string[], rows: readonly (readonly (string | null)[])[]): Truth =>
  (read) => {
    if (names.join('\0') !== read.names.join('\0'))
      return differ(read, '*', `columns ${JSON.stringify(read.names).slice(0, 200)}`);
    const count = read.cells[0]?.length ?? 0;
    if (count !== rows.length) return differ(read, '*', `${count} rows in place of ${rows.length}`);
    for (const [i, name] of names.entries()) {
      for (const [row, cells] of rows.entries()) {
        const cell = read.cells[i][row];
        if (sameCell(cells[i], cell, read.specs[i])) continue;
        const { score, ...more } = differ(
          read,
          name,
          `row ${row + 1}, "${name}": ${shown(cells[i])} became ${shown(cell)}`,
        );
        if (score === 'failed') return { score, ...more } as { score: 'failed'; why: string };
      }
    }
    const equal = rows.every((cells, row) =>
      cells.every((cell, i) => sameCell(cell, read.cells[i][row], read.specs[i])),
    );
    return { score: equal ? 'right' : 'changed' };
  };

/** A file that is broken: it must be refused, or the reader must say what it did about it. */
export const saysNothingWhole =
  (what: string): Truth =>
  (read) =>
    read.changed.length > 0 || read.notes.length > 0
      ? { score: 'changed' }
      : { score: 'failed', why: `accepted without a word: ${what}` };

/** A file whose bytes may say anything: only a crash or a hang counts against its reader. */
export const saysAnything: Truth = () => ({ score: 'right' });

function differ(read: Read, column: string, why: string): { score: 'changed' } | { score: 'failed'; why: string } {
  return read.changed.includes(column) || read.changed.includes('*')
    ? { score: 'changed' }
    : { score: 'failed', why: `silently different: ${why}` };
}

const shown = (cell: string | number | null | undefined): string => JSON.stringify(cell)?.slice(0, 60) ?? 'nothing';

function sameCell(
  text: string | null,
  cell: string | number | null,
  { kind, format, zone }: Read['specs'][number],
): boolean {
  if (cell === null || cell === undefined) return text === null || text === '';
  if (text === null) return false;
  if (typeof cell === 'string') return cell === text;
  if (kind === 'datetime') return printed(cell, format ?? '', zone) === text;
  return decimalOf(String(cell)) === decimalOf(text) || printsAs(cell, text);
}

/** Whether a number, printed with as many digits as the text has, is the text: 4.9e-324 is the double that prints as 5e-324. */
function printsAs(value: number, text: string): boolean {
  const digits = text.replace(/e.*$/i, '').replace(/\D/g, '').replace(/^0+/, '').length;
  return (
    digits > 0 &&
    digits <= 17 &&
    decimalOf(value.toExponential(digits - 1).replace('+', '')) === decimalOf(text) &&
    decimalOf(text) !== null
  );
}

/** A decimal number's digits and exponent, so that 1.50, 1.5 and 15e-1 are one and 007, +1 and 0x10 are none. */
export function decimalOf(text: string): string | null {
  const found = /^(-?)(0|[1-9]\d*)?(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (found === null || text === '' || (found[2] === undefined && found[3] === undefined)) return null;
  const [, sign, whole = '', fraction = '', exponent = '0'] = found;
  const digits = (whole + fraction).replace(/^0+/, '');
  const trimmed = digits.replace(/0+$/, '');
  return trimmed === ''
    ? '0'
    : `${sign}${trimmed}e${Number(exponent) - fraction.length + digits.length - trimmed.length}`;
}

/** A small strftime of the bench's own. */
function printed(milliseconds: number, format: string, zone?: string): string {
  const offset =
    zone !== undefined && /^[+-]/.test(zone)
      ? (zone[0] === '-' ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4)))
      : 0;
  const date = new Date(milliseconds + offset * 60_000);
  const two = (value: number) => String(value).padStart(2, '0');
  const iso = date.toISOString();
  const signs: Record<string, string> = {
    ...{
      Y: iso.slice(0, 4),
      m: iso.slice(5, 7),
      d: iso.slice(8, 10),
      H: iso.slice(11, 13),
      M: iso.slice(14, 16),
      S: iso.slice(17, 19),
    },
    ...{
      g: iso.slice(20, 23),
      f: `${iso.slice(20, 23)}000`,
      '-m': String(date.getUTCMonth() + 1),
      '-d': String(date.getUTCDate()),
    },
    ...{
      '-H': String(date.getUTCHours()),
      I: two(date.getUTCHours() % 12 || 12),
      p: date.getUTCHours() < 12 ? 'AM' : 'PM',
    },
    ...{ ':z': zone === 'Z' ? '+00:00' : (zone ?? ''), z: zone === 'Z' ? '+0000' : (zone ?? '').replace(':', '') },
    ...{
      b: date.toLocaleString('en', { month: 'short', timeZone: 'UTC' }),
      B: date.toLocaleString('en', { month: 'long', timeZone: 'UTC' }),
    },
  };
  return format.replace(/%([-:]?[A-Za-z])/g, (sign, name) => signs[name] ?? sign);
}
