import type { Json, Random } from '@verisim/core';
import { sample, stringMatching } from 'fast-check';
import { isObject, type JsonObject } from './json-object.ts';
import { type ToyTeacher, toyLabel } from './toy-label.ts';
import { pick, type ToyWords, toyQuote, toyText } from './toy-text.ts';

/** What a toy value is made from. */
export interface ToySource {
  readonly words: ToyWords;
  readonly teacher: ToyTeacher;
  /** The whole schema: `#/...` points into it. */
  readonly root: JsonObject;
}

/** Beyond this depth optional properties are left out and unions take their last member. */
const DEEP = 6;
/** A schema that must hold itself ends here, unmet: no value meets it. */
const DEEPEST = 60;
const QUOTED = /quote|citation|evidence|span|excerpt/i;

/** A value that meets a JSON schema (draft 2020-12 without `not`, `if`, `contains` and pattern properties), of words of the prompt. */
export function toyJson(schema: unknown, source: ToySource, random: Random, name = '', depth = 0): Json {
  if (depth > DEEPEST) return null;
  if (!isObject(schema)) return toyText(source.words, random);
  if (typeof schema.$ref === 'string')
    return toyJson(pointed(source.root, schema.$ref), source, random, name, depth + 1);
  if (schema.const !== undefined) return schema.const as Json;
  if (Array.isArray(schema.enum)) return toyLabel(schema.enum as Json[], source.teacher, random);
  const union = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(union)) {
    const { anyOf: _, oneOf: __, ...rest } = schema;
    const chosen = depth > DEEP ? union.at(-1) : pick(union, random);
    return toyJson(merged([rest, chosen], source), source, random, name, depth + 1);
  }
  if (Array.isArray(schema.allOf)) {
    const { allOf, ...rest } = schema;
    return toyJson(merged([rest, ...(allOf as unknown[])], source), source, random, name, depth);
  }
  return ofType(schema, source, random, name, depth);
}

function ofType(schema: JsonObject, source: ToySource, random: Random, name: string, depth: number): Json {
  const types = Array.isArray(schema.type) ? schema.type : [schema.type ?? impliedType(schema)];
  switch (pick(types, random)) {
    case 'object':
      return toyObject(schema, source, random, depth);
    case 'array':
      return toyArray(schema, source, random, name, depth);
    case 'number':
      return toyNumber(schema, random, false);
    case 'integer':
      return toyNumber(schema, random, true);
    case 'boolean':
      return toyLabel([true, false], source.teacher, random);
    case 'null':
      return null;
    default:
      return toyString(schema, source, random, name);
  }
}

function impliedType(schema: JsonObject): string {
  if (schema.properties !== undefined || schema.additionalProperties !== undefined) return 'object';
  if (schema.items !== undefined || schema.prefixItems !== undefined) return 'array';
  return schema.minimum !== undefined || schema.maximum !== undefined ? 'number' : 'string';
}

function toyObject(schema: JsonObject, source: ToySource, random: Random, depth: number): Json {
  const properties = isObject(schema.properties) ? schema.properties : {};
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  const names = Object.keys(properties).filter((name) => required.has(name) || (depth < DEEP && random.next() < 0.5));
  const members = names.map((name): [string, Json] => [
    name,
    toyJson(properties[name], source, random, name, depth + 1),
  ]);
  const open = isObject(schema.additionalProperties) ? schema.additionalProperties : null;
  const extra = open === null ? 0 : Math.max(1, bound(schema.minProperties, 1) - members.length);
  for (let i = 0; i < extra; i++)
    members.push([`key${i + 1}`, toyJson(open, source, random, `key${i + 1}`, depth + 1)]);
  return Object.fromEntries(members);
}

function toyArray(schema: JsonObject, source: ToySource, random: Random, name: string, depth: number): Json {
  const first = (Array.isArray(schema.prefixItems) ? schema.prefixItems : []).map((part) =>
    toyJson(part, source, random, name, depth + 1),
  );
  if (schema.items === undefined || schema.items === false) return first;
  const least = bound(schema.minItems, depth > DEEP ? 0 : 1);
  const most = bound(schema.maxItems, Math.max(least, 3));
  const length = depth > DEEP ? least : random.int(least, Math.max(least, Math.min(most, least + 2)) + 1);
  const values = first;
  for (let tries = 0; values.length < length && tries < 20 * length; tries++) {
    const value = toyJson(schema.items, source, random, name, depth + 1);
    const known = schema.uniqueItems === true && values.some((one) => JSON.stringify(one) === JSON.stringify(value));
    if (!known) values.push(value);
  }
  return values;
}

function toyNumber(schema: JsonObject, random: Random, whole: boolean): number {
  const step = typeof schema.multipleOf === 'number' ? schema.multipleOf : whole ? 1 : 0.01;
  const above = typeof schema.exclusiveMinimum === 'number' ? schema.exclusiveMinimum + step / 2 : -Infinity;
  const below = typeof schema.exclusiveMaximum === 'number' ? schema.exclusiveMaximum - step / 2 : Infinity;
  const most = Math.min(bound(schema.maximum, Infinity), below);
  const least = Math.max(bound(schema.minimum, Number.isFinite(most) ? Math.min(0, most - 100) : 0), above);
  const last = Math.floor(Math.min(most, least + 1e6) / step);
  const from = Math.ceil(least / step);
  if (last < from) return Number.isFinite(most) ? (least + most) / 2 : least;
  const steps = random.int(0, Math.min(last - from, Number.isFinite(most) ? Infinity : 100) + 1);
  return Number(((from + steps) * step).toPrecision(12));
}

function toyString(schema: JsonObject, source: ToySource, random: Random, name: string): string {
  const least = bound(schema.minLength, 0);
  const most = bound(schema.maxLength, Infinity);
  if (typeof schema.pattern === 'string' && FORMATS[String(schema.format)] === undefined) {
    return matching(schema.pattern, least, most, random);
  }
  const formatted = FORMATS[String(schema.format)]?.(random);
  if (formatted !== undefined) return formatted;
  let text = QUOTED.test(name) ? toyQuote(source.words, random) : toyText(source.words, random);
  while (text.length < least) text += ` ${toyText(source.words, random)}`;
  return text.length > most ? text.slice(0, most).trimEnd().padEnd(least, '.') : text;
}

function matching(pattern: string, least: number, most: number, random: Random): string {
  const arbitrary = stringMatching(new RegExp(pattern, 'u')).filter(({ length }) => length >= least && length <= most);
  return sample(arbitrary, { numRuns: 1, seed: random.int(0, 2 ** 31) })[0];
}

const two = (value: number) => String(value).padStart(2, '0');
const date = (random: Random) => `${random.int(2000, 2030)}-${two(random.int(1, 13))}-${two(random.int(1, 29))}`;
const time = (random: Random) => `${two(random.int(0, 24))}:${two(random.int(0, 60))}:${two(random.int(0, 60))}`;
const hex = (digits: number, random: Random) =>
  random
    .int(0, 16 ** digits)
    .toString(16)
    .padStart(digits, '0');

const FORMATS: Readonly<Record<string, ((random: Random) => string) | undefined>> = {
  date,
  time: (random) => `${time(random)}Z`,
  'date-time': (random) => `${date(random)}T${time(random)}Z`,
  duration: (random) => `P${random.int(1, 30)}D`,
  email: (random) => `person${random.int(1, 10_000)}@example.com`,
  hostname: (random) => `host${random.int(1, 10_000)}.example.com`,
  uri: (random) => `https://example.com/${hex(6, random)}`,
  ipv4: (random) => `192.0.2.${random.int(1, 255)}`,
  uuid: (random) =>
    `${hex(8, random)}-${hex(4, random)}-4${hex(3, random)}-8${hex(3, random)}-${hex(8, random)}${hex(4, random)}`,
};

const bound = (value: unknown, otherwise: number) => (typeof value === 'number' ? value : otherwise);

/** What `#/a/b` points at. */
function pointed(root: JsonObject, pointer: string): unknown {
  const keys = pointer
    .replace(/^#\/?/, '')
    .split('/')
    .filter((key) => key !== '');
  return keys.reduce<unknown>(
    (value, key) => (isObject(value) ? value[key.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined),
    root,
  );
}

/** One schema of several that must all hold. */
function merged(schemas: readonly unknown[], source: ToySource): JsonObject {
  const parts = schemas.map((schema) =>
    isObject(schema) && typeof schema.$ref === 'string' ? pointed(source.root, schema.$ref) : schema,
  );
  const objects = parts.filter(isObject);
  const properties = objects.map((part) => (isObject(part.properties) ? part.properties : {}));
  const required = objects.flatMap((part) => (Array.isArray(part.required) ? part.required : []));
  const whole: JsonObject = Object.assign({}, ...objects);
  if (whole.properties === undefined) return whole;
  return { ...whole, properties: Object.assign({}, ...properties), required };
}
