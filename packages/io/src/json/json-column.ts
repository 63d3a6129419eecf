import { type NumberRead, numberClasses, readNumber } from '../byte-number.ts';
import type { ValueChange } from '../read-result.ts';
import type { SourceColumn } from '../source.ts';
import { jsonKinds } from './json-row.ts';

/** What a pass over all rows found under one key. */
export interface JsonFacts {
  nulls: number;
  booleans: number;
  strings: number;
  nested: number;
  /** Numbers by how a double holds them: whole and safe; as they are written; not. */
  whole: number;
  plain: number;
  odd: number;
  /** The first value as written of each kind, `''` = none yet. */
  boolean: string;
  string: string;
  inner: string;
  number: string;
  oddest: string;
}

/** A column of JSON, as it is to be read. */
export interface JsonColumn {
  readonly column: SourceColumn;
  readonly changes: readonly ValueChange[];
}

export const createFacts = (): JsonFacts => ({
  ...{ nulls: 0, booleans: 0, strings: 0, nested: 0, whole: 0, plain: 0, odd: 0 },
  ...{ boolean: '', string: '', inner: '', number: '', oddest: '' },
});

const read: NumberRead = { value: 0, decimals: 0 };

/** Counts one value. Escapes must be undone. */
export function countValue(facts: JsonFacts, kind: number, bytes: Buffer, start: number, end: number): void {
  if (kind === jsonKinds.number) countNumber(facts, bytes, start, end);
  else if (kind === jsonKinds.null) facts.nulls++;
  else if (kind === jsonKinds.boolean) {
    if (facts.booleans++ === 0) facts.boolean = example(bytes, start, end);
  } else if (kind === jsonKinds.nested) {
    if (facts.nested++ === 0) facts.inner = example(bytes, start, end);
  } else if (facts.strings++ === 0) facts.string = example(bytes, start, end);
}

/** The value of a number as it is written, the nearest double when none is the same. */
export function numberValue(bytes: Buffer, start: number, end: number): number {
  if (end - start > 16) return Number(bytes.toString('latin1', start, end));
  readNumber(bytes, start, end, read);
  return read.value;
}

function numberClassOf(bytes: Buffer, start: number, end: number): number {
  if (end - start <= 16) return readNumber(bytes, start, end, read);
  const text = bytes.toString('latin1', start, end);
  const value = Number(text);
  // Most long numbers were printed by a machine in the shortest way.
  const shortest = !Number.isInteger(value) && String(value) === text;
  return shortest ? numberClasses.plain : readNumber(bytes, start, end, read);
}

function countNumber(facts: JsonFacts, bytes: Buffer, start: number, end: number): void {
  const numberClass = numberClassOf(bytes, start, end);
  if (facts.number === '') facts.number = example(bytes, start, end);
  if (numberClass === numberClasses.canonical) facts.whole++;
  else if (numberClass === numberClasses.plain) facts.plain++;
  else if (facts.odd++ === 0) facts.oddest = example(bytes, start, end);
}

const example = (bytes: Buffer, start: number, end: number): string =>
  end - start <= 60 ? bytes.toString('utf8', start, end) : `${bytes.toString('utf8', start, start + 60)}...`;

/** Decides how a column is read from all its values in `rows` rows. */
export function jsonColumn(name: string, facts: JsonFacts, rows: number): JsonColumn {
  const numbers = facts.whole + facts.plain + facts.odd;
  const parts = [
    { what: 'numbers', count: numbers, example: facts.number },
    { what: 'true or false', count: facts.booleans, example: facts.boolean },
    { what: 'strings', count: facts.strings, example: facts.string },
    { what: 'objects or arrays', count: facts.nested, example: facts.inner },
  ].filter(({ count }) => count > 0);
  const present = numbers + facts.booleans + facts.strings + facts.nested;
  const type = parts.map(({ what }) => what).join(' and ') || 'null';
  const changes = missingChanges(name, facts, rows - facts.nulls - present);
  if (facts.nested > 0) {
    const what = 'an object or array, kept as its JSON text';
    changes.push({ column: name, what, rows: facts.nested, example: facts.inner });
  }
  if (parts.length > 1) {
    const foreign = parts.filter(({ what }) => what !== 'strings');
    const counted = parts.map(({ what, count }) => `${what}: ${count}`).join(', ');
    const mixed = { column: name, what: `values of different types (${counted}), read as texts as written` };
    changes.push({ ...mixed, rows: foreign.reduce((sum, { count }) => sum + count, 0), example: foreign[0].example });
    return { column: { name, native: 'text', type, note: `read as texts as written (${counted})` }, changes };
  }
  return { column: { name, type, ...nativeOf(facts, present) }, changes };
}

function nativeOf(facts: JsonFacts, present: number): Omit<SourceColumn, 'name' | 'type'> {
  if (present === 0) return { native: 'untyped' };
  if (facts.booleans > 0) return { native: 'boolean' };
  if (facts.strings > 0) return { native: 'text', mayHoldDates: true };
  if (facts.nested > 0) return { native: 'text', note: 'objects or arrays, kept as their JSON text' };
  if (facts.odd > 0) {
    return { native: 'text', note: `kept as written: as a number ${facts.oddest} would not stay the same` };
  }
  return { native: facts.plain > 0 ? 'number' : 'integer' };
}

function missingChanges(name: string, { nulls }: JsonFacts, absent: number): ValueChange[] {
  if (nulls === 0 || absent === 0) return [];
  const what = `the key is absent, and null in others (nulls: ${nulls}); both are read as missing`;
  return [{ column: name, what, rows: absent, example: '' }];
}
