import type { ColumnLook } from './column-look.ts';
import { isAmbiguous, usualFormats } from './date-formats.ts';
import { type Decision, grouped, markerChange, quoted } from './decision.ts';
import { idReason } from './integer-id.ts';
import type { SourceColumn } from './source.ts';
import { type DateSummary, dateSummary, type TextSummary, textSummary } from './text-summary.ts';

/** A decision, or why this kind is not it (said in the reason of the kind that is). */
type Proposal = Decision | { readonly note: string | null };

/** Fewer rows than this say nothing about identifiers. */
export const leastRowsOfIds = 20;

const booleanPairs: readonly (readonly [string, string])[] = [
  ['false', 'true'],
  ['no', 'yes'],
  ['n', 'y'],
  ['f', 't'],
  ['off', 'on'],
];

/** Chooses the kind of a column from what a pass over it has seen, and says why. */
export function chooseKind(column: SourceColumn, look: ColumnLook): Decision {
  const { native, format, zone, type } = column;
  const stored = { column, reason: `stored as ${type}`, changes: [] };
  if (native === 'number') return { ...stored, kind: 'number', decimals: look.decimals };
  if (native === 'boolean') return { ...stored, kind: 'boolean' };
  if (native === 'instant') return { ...stored, kind: 'datetime', format, zone };
  if (native === 'integer') {
    const id = idReason(column.name, look);
    return id === null ? { ...stored, kind: 'integer' } : { ...stored, kind: 'id', reason: id };
  }
  if (look.mode === 'numbers') {
    const numbers = numberKind(column, look);
    if (numbers !== null) return numbers;
  }
  const summary = textSummary(look);
  const note = native === 'untyped' ? numberNote(summary) : (column.note ?? null);
  if (native === 'text' && !column.mayHoldDates) return textKind(column, look, summary, note);
  const dates = proposeDate(column, look, summary);
  if ('kind' in dates) return dates;
  const kind = textKind(column, look, summary, dates.note ?? note);
  return dates.question ? { ...kind, question: dates.question } : kind;
}

function numberKind(column: SourceColumn, look: ColumnLook): Decision | null {
  const numbers = look.canonical + look.plain;
  if (numbers === 0) return null;
  const id = idReason(column.name, look);
  const changes = markerChange(column, look.markers, look.firstMarker?.text);
  if (look.plain === 0 && id !== null && look.markers === 0) return { column, kind: 'id', reason: id, changes };
  const whole = look.plain === 0;
  return {
    column,
    kind: whole ? 'integer' : 'number',
    reason: whole
      ? `all ${grouped(numbers)} values are whole numbers`
      : `all ${grouped(numbers)} values are numbers, with up to ${look.decimals} decimal${look.decimals === 1 ? '' : 's'}`,
    decimals: whole ? undefined : look.decimals,
    marked: look.markers > 0,
    changes,
  };
}

/** Why a column of texts is not read as numbers, when most of it could be. */
function numberNote({ numbers, odd, other, firstOdd, firstOther }: TextSummary): string | null {
  if (other > 0) {
    return numbers > other ? `not all numbers: ${quoted(firstOther!.text)} in row ${firstOther!.row + 1}` : null;
  }
  if (odd > 0) return `kept as written: as a number ${quoted(firstOdd!.text)} would not stay the same`;
  return null;
}

function proposeDate(
  column: SourceColumn,
  look: ColumnLook,
  summary: TextSummary,
): Proposal & { question?: Decision['question'] } {
  const dates = dateSummary(look, usualFormats());
  const formats = dates.formats.map(({ format }) => format);
  if (formats.length === 0) {
    return { note: dates.dates && dates.unfit !== null ? `looks like dates, but ${unfitNote(dates)}` : null };
  }
  if (isAmbiguous(formats)) {
    const example = look.dictionary.text(0);
    const question = `Is ${quoted(example)} day first or month first?`;
    return {
      note: 'could be day/month or month/day; declare the format to read it as datetime',
      question: { column: column.name, question, formats },
    };
  }
  return datetimeDecision(column, look, dates, {
    reason: `every value is a date written as ${formats[0]}`,
    changes: markerChange(column, summary.markers, summary.firstMarker?.text),
    marked: summary.markers > 0,
  });
}

const unfitNote = ({ unfit }: DateSummary): string =>
  `no one format fits every value: ${quoted(unfit!.text)} in row ${unfit!.row + 1} is written in another`;

/** A datetime column in the first of the formats that fit. Texts that state several offsets become instants, printed with `Z`'s. */
export function datetimeDecision(
  column: SourceColumn,
  look: ColumnLook,
  { formats, offsets }: DateSummary,
  more: Pick<Decision, 'reason' | 'changes' | 'marked'>,
): Decision {
  const [{ format }] = formats;
  const decision: Decision = { column, kind: 'datetime', format, ...more };
  if (format.endsWith('Z')) return { ...decision, zone: 'Z' };
  if (offsets.length === 0) return decision;
  if (offsets.length === 1) return { ...decision, zone: offsetName(offsets[0]) };
  const what = `written with ${offsets.length} different offsets from UTC; the instants are kept, the offsets are not`;
  const rows = look.rows - look.missing;
  return {
    ...decision,
    zone: 'Z',
    changes: [...more.changes, { column: column.name, what, rows, example: look.dictionary.text(0) }],
  };
}

function offsetName(minutes: number): string {
  const pad = (value: number) => String(value).padStart(2, '0');
  const positive = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${pad(Math.floor(positive / 60))}:${pad(positive % 60)}`;
}

function textKind(column: SourceColumn, look: ColumnLook, summary: TextSummary, note: string | null): Decision {
  const decide = (kind: Decision['kind'], reason: string): Decision => ({
    column,
    kind,
    reason: note === null ? reason : `${note}; ${reason}`,
    changes: [],
  });
  const { present, distinct } = summary;
  if (present === 0) return decide('category', 'every value is missing');
  if (distinct === 2 && isBooleanPair(look)) return decide('boolean', `two values: ${pairOf(look).join(', ')}`);
  const codes = summary.other === 0 && summary.markers === 0;
  const spread = summary.full ? `over ${grouped(distinct)}` : grouped(distinct);
  if (isId(look, summary, codes)) {
    const share = distinct === summary.known ? 'all' : 'nearly all';
    const looked = summary.full ? `the first ${grouped(summary.known)} of ${grouped(present)}` : grouped(present);
    return decide('id', `${share} of ${looked} values differ and none has a space`);
  }
  if (isProse(summary)) {
    return decide('text', `${spread} different texts of ${Math.round(summary.meanLength)} characters on average`);
  }
  if (summary.full) return decide('text', `${spread} different values: too many for a category`);
  return decide('category', `${spread} different values in ${grouped(present)} rows${markerNote(look)}`);
}

/** Texts that often mean missing, and stand as values in a category unless they are declared. */
const SUSPECTS = ['?', '-', '--', '.', 'NA', 'N/A', 'n/a', 'NULL', 'null', 'NaN', 'nan', 'None', 'missing', 'Missing'];

function markerNote({ dictionary }: ColumnLook): string {
  for (const text of SUSPECTS) {
    const bytes = Buffer.from(text);
    const code = dictionary.find(bytes, 0, bytes.length);
    if (code < 0) continue;
    const rows = grouped(dictionary.count(code));
    return `; ${quoted(text)} is a value in ${rows} of them: declare it missing if it means that`;
  }
  return '';
}

const pairOf = ({ dictionary }: ColumnLook): readonly string[] => [dictionary.text(0), dictionary.text(1)].sort();

function isBooleanPair(look: ColumnLook): boolean {
  const [first, second] = pairOf(look);
  const cased = [(text: string) => text, (text: string) => text.toUpperCase(), capitalised];
  return booleanPairs.some(([no, yes]) => cased.some((as) => as(no) === first && as(yes) === second));
}

const capitalised = (text: string): string => text[0].toUpperCase() + text.slice(1);

function isId(look: ColumnLook, summary: TextSummary, codes: boolean): boolean {
  if (summary.present < leastRowsOfIds) return false;
  if (codes) return summary.distinct >= 0.95 * summary.known;
  if (summary.distinct < summary.known || summary.spaced > 0) return false;
  return summary.present > 50 || builtAlike(look);
}

/** Whether all texts are built alike: UUIDs, hexadecimal digests of one length, or one pattern of letters, digits and signs. */
function builtAlike({ dictionary }: ColumnLook): boolean {
  const texts = Array.from({ length: dictionary.size() }, (_, code) => dictionary.text(code));
  const pattern = (text: string) => text.replace(/[A-Za-z]+/g, 'a').replace(/[0-9]+/g, '9');
  if (texts.every((text) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text))) return true;
  const digests = texts.every((text) => /^[0-9a-f]{8,}$/i.test(text) && text.length === texts[0].length);
  return digests || texts.every((text) => pattern(text) === pattern(texts[0]));
}

function isProse({ distinct, known, meanLength, spaced }: TextSummary): boolean {
  if (spaced <= 0.5) return false;
  const share = distinct / known;
  return (share > 0.5 && distinct > 50) || (meanLength > 40 && (share > 0.2 || distinct > 1000));
}
