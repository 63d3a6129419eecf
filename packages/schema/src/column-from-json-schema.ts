import { type ColumnSpec, type Constraint, columnKinds } from '@verisim/core';
import { isObject, type JsonObject, member, NOT_CARRIED, shown, WRITTEN_AS } from './json-object.ts';
import { numberColumn } from './number-column.ts';
import type { SettledSchema } from './settle-json-schema.ts';
import { stringFormats, WALL_CLOCK } from './string-column.ts';
import { columnExtras, VERISIM } from './verisim-keyword.ts';

/** What a property's schema makes of a column, constraints that hold of it alone, and what was lost on the way. */
export interface ColumnReading {
  /** `null`: the property cannot be a column. */
  readonly spec: ColumnSpec | null;
  readonly constraints: readonly Constraint[];
  readonly lost: readonly string[];
}

type Reading = Omit<ColumnReading, 'spec'> & {
  readonly spec: (Pick<ColumnSpec, 'kind' | 'role'> & Partial<ColumnSpec>) | null;
};

/** Keywords that describe and demand nothing, or that are read elsewhere. */
const SILENT = new Set(
  'type enum title description examples deprecated readOnly writeOnly $id $schema $comment $anchor $defs definitions'
    .split(' ')
    .concat(VERISIM, NOT_CARRIED, WRITTEN_AS),
);
const NUMERIC = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'];

/** A column for a property. Never throws: what JSON Schema says and a column cannot is listed in `lost`. */
export function columnFromJsonSchema(name: string, settled: SettledSchema, required: boolean): ColumnReading {
  const { keywords } = settled;
  const reading = readType(name, keywords);
  const lost = [...settled.lost, ...notCarried(keywords), ...reading.lost];
  if (reading.spec === null) return { spec: null, constraints: [], lost };
  const extras = columnExtras(keywords);
  const fits = extras.kind === undefined || fitsType(extras.kind, reading.spec.kind);
  if (!fits) lost.push(`the kind ${extras.kind}, which is not written as ${shown(member(keywords, 'type'))}`);
  const { levels, ...own } = reading.spec;
  const nullable = settled.nullable || !required;
  if (!fits || extras.kind === undefined) {
    const { kind, role, ...rest } = { ...own, ...(levels ? { levels } : {}), ...(fits ? extras : {}) };
    return { spec: { name, kind, nullable, role, ...rest }, constraints: reading.constraints, lost };
  }
  // Without an enumeration, levels were made up for a boolean; a spec that came from here has none then.
  const known =
    columnKinds[extras.kind].storage === 'coded' && Object.hasOwn(keywords, 'enum') && levels ? { levels } : {};
  const { kind, role = own.role, ...rest } = extras;
  const bounds = own.bounds ? { bounds: own.bounds } : {};
  return { spec: { name, kind, nullable, role, ...bounds, ...known, ...rest }, constraints: reading.constraints, lost };
}

/** A kind may be written as another that is read from the same JSON type. */
function fitsType(kind: ColumnSpec['kind'], read: ColumnSpec['kind']): boolean {
  const numeric = (one: ColumnSpec['kind']) => columnKinds[one].storage === 'numeric' && one !== 'datetime';
  return numeric(kind) === numeric(read);
}

function notCarried(keywords: JsonObject): readonly string[] {
  const list = member(keywords, NOT_CARRIED);
  return Array.isArray(list) ? list.map(String) : [];
}

function readType(name: string, keywords: JsonObject): Reading {
  const values = member(keywords, 'enum');
  if (Array.isArray(values) && (values.length > 0 || member(keywords, 'type') !== 'null')) {
    return readValues(name, values, keywords);
  }
  const type = member(keywords, 'type') ?? impliedType(keywords);
  if (type === 'integer' || type === 'number') {
    const { spec, ...rest } = numberColumn(name, keywords, type === 'integer');
    const lost = [...rest.lost, ...leftOver(keywords, NUMERIC)];
    return { spec: { kind: type, role: 'feature', ...spec }, constraints: rest.constraints, lost };
  }
  if (type === 'boolean') {
    const lost = leftOver(keywords, []);
    return { spec: { kind: 'boolean', role: 'feature', levels: ['false', 'true'] }, constraints: [], lost };
  }
  if (type === 'string') return readString(keywords);
  if (type === 'object' || type === 'array')
    return { spec: null, constraints: [], lost: [`the column: it is an ${type}`] };
  const said = type === undefined ? 'a type, as none is said' : `the type ${shown(type)}`;
  return { spec: { kind: 'text', role: 'ignore' }, constraints: [], lost: [said, ...leftOver(keywords, [])] };
}

function impliedType(keywords: JsonObject): string | undefined {
  if (isObject(member(keywords, 'properties'))) return 'object';
  if (NUMERIC.some((word) => Object.hasOwn(keywords, word))) return 'number';
  return ['pattern', 'minLength', 'maxLength', 'format'].some((word) => Object.hasOwn(keywords, word))
    ? 'string'
    : undefined;
}

function readString(keywords: JsonObject): Reading {
  const format = member(keywords, 'pattern') === WALL_CLOCK ? 'local-date-time' : member(keywords, 'format');
  const known = typeof format === 'string' && Object.hasOwn(stringFormats, format) ? stringFormats[format] : null;
  // The pattern beside a known format says the same again.
  const lost = leftOver(keywords, known ? ['format', 'pattern'] : []);
  return { spec: known ?? { kind: 'text', role: 'ignore' }, constraints: [], lost };
}

function readValues(name: string, values: readonly unknown[], keywords: JsonObject): Reading {
  const types = new Set(values.map((value) => typeof value));
  const lost = leftOver(keywords, NUMERIC);
  if (types.has('object')) return { spec: null, constraints: [], lost: ['the column: it lists objects', ...lost] };
  if (types.size === 1 && types.has('number')) {
    const numbers = values.map(Number);
    const kind = numbers.every(Number.isInteger) ? 'integer' : 'number';
    const bounds = [numbers.reduce((a, b) => Math.min(a, b)), numbers.reduce((a, b) => Math.max(a, b))] as const;
    const oneOf: Constraint = { rule: 'one-of', column: name, in: [...new Set(numbers)] };
    return { spec: { kind, role: 'feature', bounds }, constraints: bounds[0] === bounds[1] ? [] : [oneOf], lost };
  }
  if (types.size > 1) lost.push('the difference between values of several types, which are read as text');
  const kind = types.size === 1 && types.has('boolean') ? 'boolean' : 'category';
  return { spec: { kind, role: 'feature', levels: [...new Set(values.map(String))] }, constraints: [], lost };
}

/** Keywords that say something and are none of those that were read. */
function leftOver(keywords: JsonObject, read: readonly string[]): string[] {
  const left = Object.keys(keywords).filter((word) => !SILENT.has(word) && !read.includes(word));
  return left.map((word) => `${word} ${shown(keywords[word])}`);
}
