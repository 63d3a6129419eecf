import { type NumberRead, numberClasses, readNumber } from './byte-number.ts';
import { type ColumnLook, characters, type Example } from './column-look.ts';
import { beginsLikeDate, formatsOf, type KnownFormat } from './date-formats.ts';

/** What a column of texts holds. Counts are of rows. */
export interface TextSummary {
  readonly present: number;
  /** Distinct texts; a lower bound when `full`. */
  readonly distinct: number;
  /** The dictionary was full: what is said of distinct texts holds for the rows before that, `known` of them. */
  readonly full: boolean;
  readonly known: number;
  /** Mean length in characters, over rows. */
  readonly meanLength: number;
  /** Share of rows whose text holds white space. */
  readonly spaced: number;
  /** Texts of the dictionary that are numbers in a spelling that a double keeps, odd numbers, markers and others. */
  readonly numbers: number;
  readonly odd: number;
  readonly markers: number;
  readonly other: number;
  readonly firstOdd: Example | null;
  readonly firstOther: Example | null;
  readonly firstMarker: Example | null;
}

/** Sums up a column that was looked at as texts. */
export function textSummary(look: ColumnLook): TextSummary {
  const { dictionary, beyond } = look;
  const size = dictionary.size();
  const counts = { numbers: 0, odd: 0, markers: 0, other: 0 };
  const first: Partial<Record<'odd' | 'other' | 'markers', number>> = {};
  let length = beyond.characters;
  let spaced = beyond.spaced;
  let known = 0;
  for (let code = 0; code < size; code++) {
    const rows = dictionary.count(code);
    const text = dictionary.text(code);
    known += rows;
    length += rows * characters(text);
    if (/\s/.test(text)) spaced += rows;
    const found = classOf(look, code);
    counts[found] += rows;
    if (found !== 'numbers') first[found] ??= code;
  }
  const example = (code: number | undefined): Example | null =>
    code === undefined ? null : { row: dictionary.firstRow(code), text: dictionary.text(code).slice(0, 200) };
  const present = known + beyond.rows;
  return {
    ...{ present, distinct: size, full: beyond.rows > 0, known: beyond.rows > 0 ? beyond.rowsBefore : present },
    meanLength: present === 0 ? 0 : length / present,
    spaced: present === 0 ? 0 : spaced / present,
    ...counts,
    firstOdd: example(first.odd),
    firstOther: example(first.other),
    firstMarker: example(first.markers),
  };
}

function classOf(look: ColumnLook, code: number): 'numbers' | 'odd' | 'markers' | 'other' {
  const { dictionary } = look;
  const bytes = dictionary.bytes();
  const [start, end] = [dictionary.from(code), dictionary.from(code + 1)];
  const read: NumberRead = { value: 0, decimals: 0 };
  const spelling = readNumber(bytes, start, end, read);
  if (spelling === numberClasses.odd) return 'odd';
  if (spelling !== numberClasses.other) return 'numbers';
  return look.isMarker(bytes, start, end) ? 'markers' : 'other';
}

/** Which date formats a column of texts is written in. */
export interface DateSummary {
  /** The formats that every text but markers of missing values is written in. */
  readonly formats: readonly KnownFormat[];
  /** Whether anything but markers is there, and whether all of it begins like a date. */
  readonly dates: boolean;
  /** The first text that none of the formats fits which fit all before it. */
  readonly unfit: Example | null;
  /** The offsets from UTC, in minutes, that the texts state, in order of appearance. */
  readonly offsets: readonly number[];
}

/** Narrows formats down to those that fit every text of a column. */
export function dateSummary(look: ColumnLook, candidates: readonly KnownFormat[]): DateSummary {
  const { dictionary, beyond } = look;
  let formats = candidates;
  let texts = 0;
  const offsets = new Set<number>();
  for (let code = 0; code < dictionary.size(); code++) {
    if (look.isMarker(dictionary.bytes(), dictionary.from(code), dictionary.from(code + 1))) continue;
    const text = dictionary.text(code);
    texts++;
    const before = formats;
    formats = beginsLikeDate(text) || before.length < 3 ? formatsOf(text, before) : [];
    if (formats.length === 0) {
      const unfit = { row: dictionary.firstRow(code), text: text.slice(0, 200) };
      return { formats, dates: beginsLikeDate(text), unfit, offsets: [] };
    }
    const offset = formats[0].compiled.offset(text);
    if (offset !== null) offsets.add(offset);
  }
  if (beyond.rows > 0 && beyond.formats !== null) {
    formats = formats.filter(({ format }) => beyond.formats?.some((other) => other.format === format));
  }
  return { formats: texts > 0 ? formats : [], dates: texts > 0, unfit: beyond.unfit, offsets: [...offsets] };
}
