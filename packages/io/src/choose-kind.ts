import { fittingFormats, looksLikeDates, markersIn } from './datetime-facts.ts';
import { type Decision, grouped, markerChange, quoted } from './decision.ts';
import type { Database } from './duckdb.ts';
import { type NumberFacts, numberFacts } from './number-facts.ts';
import type { SourceColumn } from './source.ts';
import { builtAlike, someTexts, type TextFacts, textFacts } from './text-facts.ts';

/** A decision, or why this kind is not it (said in the reason of the kind that is) and whether the values are digit codes. */
type Proposal = Decision | { readonly note: string | null; readonly codes?: boolean };

/** Fewer rows than this say nothing about identifiers. */
export const leastRowsOfIds = 20;

const booleanPairs: readonly (readonly [string, string])[] = [
  ['false', 'true'],
  ['no', 'yes'],
  ['n', 'y'],
  ['f', 't'],
  ['off', 'on'],
];

/** Chooses the kind of a column from its values, and says why. Integers that identify rows are found later, on the numbers. */
export async function chooseKind(db: Database, column: SourceColumn): Promise<Decision> {
  const { native, format } = column;
  if (native === 'integer') return { column, kind: 'integer', reason: `stored as ${column.type}`, changes: [] };
  if (native === 'number') return { column, kind: 'number', reason: `stored as ${column.type}`, changes: [] };
  if (native === 'boolean') return { column, kind: 'boolean', reason: `stored as ${column.type}`, changes: [] };
  if (native === 'instant')
    return { column, kind: 'datetime', reason: `stored as ${column.type}`, format, changes: [] };
  if (native === 'text') return textKind(db, column, column.note ?? null, column.note?.startsWith('whole') ?? false);
  const numbers = await proposeNumber(db, column);
  if ('kind' in numbers) return numbers;
  const dates = await proposeDate(db, column);
  if ('kind' in dates) return dates;
  return textKind(db, column, dates.note ?? numbers.note, numbers.codes ?? false);
}

async function proposeNumber(db: Database, column: SourceColumn): Promise<Proposal> {
  const early = await numberFacts(db, column.cell, 2048);
  if (early.present > 0 && early.other > (early.present - early.markers) / 2) return { note: null };
  const facts = await numberFacts(db, column.cell);
  const numbers = facts.integers + facts.numbers;
  if (facts.other > 0) {
    const likely = numbers > facts.other;
    return { note: likely ? `not all numbers: ${quoted(facts.otherExample ?? '')} in row ${facts.otherRow}` : null };
  }
  if (facts.odd > 0) return { note: oddNote(facts), codes: true };
  if (numbers === 0) return { note: null };
  const whole = facts.numbers === 0;
  return {
    column,
    kind: whole ? 'integer' : 'number',
    reason: whole
      ? `all ${grouped(numbers)} values are whole numbers`
      : `all ${grouped(numbers)} values are numbers, with up to ${facts.decimals} decimals`,
    decimals: whole ? undefined : facts.decimals,
    changes: markerChange(column, facts.markers, facts.marker),
  };
}

function oddNote(facts: NumberFacts): string {
  return `kept as written: as a number ${quoted(facts.oddExample ?? '')} would not stay the same`;
}

async function proposeDate(db: Database, column: SourceColumn): Promise<Proposal> {
  if (!(await looksLikeDates(db, column.cell))) return { note: null };
  const formats = await fittingFormats(db, column.cell);
  if (formats.length === 0) return { note: 'looks like dates, but no one format fits every value' };
  if (isAmbiguous(formats)) return { note: 'could be day/month or month/day; set kinds to read it as datetime' };
  const markers = await markersIn(db, column.cell);
  return {
    column,
    kind: 'datetime',
    reason: `every value is a date written as ${formats[0]}`,
    format: formats[0],
    changes: markerChange(column, markers.rows, markers.example),
  };
}

/** Whether both the day and the month may come first. */
export function isAmbiguous(formats: readonly string[]): boolean {
  return formats.some((format) => /^%-?m\//.test(format)) && formats.some((format) => /^%-?d\//.test(format));
}

async function textKind(db: Database, column: SourceColumn, note: string | null, codes: boolean): Promise<Decision> {
  const facts = await textFacts(db, column.cell);
  const because = (reason: string) => (note === null ? reason : `${note}; ${reason}`);
  const decide = (kind: Decision['kind'], reason: string): Decision => ({
    column,
    kind,
    reason: because(reason),
    changes: [],
  });
  if (facts.present === 0) return decide('category', 'every value is missing');
  if (facts.distinct === 2 && isBooleanPair(await someTexts(db, facts, 2))) {
    return decide('boolean', `two values: ${(await someTexts(db, facts, 2)).join(', ')}`);
  }
  if (await isId(db, facts, codes)) {
    const all = facts.distinct === facts.present;
    return decide(
      'id',
      `${all ? 'all' : 'nearly all'} of ${grouped(facts.present)} values differ and none has a space`,
    );
  }
  if (isProse(facts)) {
    const length = Math.round(facts.meanLength);
    return decide('text', `${grouped(facts.distinct)} different texts of ${length} characters on average`);
  }
  return decide('category', `${grouped(facts.distinct)} different values in ${grouped(facts.present)} rows`);
}

function isBooleanPair(values: readonly string[]): boolean {
  const [first, second] = values;
  const cased = [(text: string) => text, (text: string) => text.toUpperCase(), capitalised];
  return booleanPairs.some(([no, yes]) => cased.some((as) => as(no) === first && as(yes) === second));
}

const capitalised = (text: string): string => text[0].toUpperCase() + text.slice(1);

async function isId(db: Database, facts: TextFacts, codes: boolean): Promise<boolean> {
  if (facts.present < leastRowsOfIds) return false;
  if (codes) return facts.distinct >= 0.95 * facts.present;
  if (facts.distinct < facts.present || facts.spaced > 0) return false;
  return facts.present > 50 || builtAlike(db, facts);
}

function isProse({ distinct, present, meanLength, spaced }: TextFacts): boolean {
  if (spaced <= 0.5) return false;
  const share = distinct / present;
  return (share > 0.5 && distinct > 50) || (meanLength > 40 && (share > 0.2 || distinct > 1000));
}
