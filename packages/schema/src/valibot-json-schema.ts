import { isObject, type JsonObject, NOT_CARRIED, WRITTEN_AS } from './json-object.ts';
import type { StandardSchema } from './standard-schema.ts';

/** What a valibot schema or pipe item shows of itself. */
interface ValibotPart {
  readonly kind: string;
  readonly type: string;
  readonly requirement?: unknown;
  readonly entries?: Readonly<Record<string, ValibotPart>>;
  readonly wrapped?: ValibotPart;
  readonly options?: readonly unknown[];
  readonly literal?: unknown;
  readonly default?: unknown;
  readonly pipe?: readonly ValibotPart[];
}

type Converter = (part: ValibotPart, depth: number) => JsonObject;

const MOST_DEPTH = 64;
const object: Converter = ({ entries = {} }, depth) => {
  const names = Object.keys(entries);
  return {
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, convert(entries[name], depth)])),
    required: names.filter((name) => !OPTIONAL.includes(entries[name].type)),
  };
};
const optional: Converter = ({ wrapped }, depth) => convert(wrapped, depth);
const nullable: Converter = ({ wrapped }, depth) => ({ anyOf: [convert(wrapped, depth), { type: 'null' }] });
const listed: Converter = ({ options = [] }) => ({ enum: options });

const OPTIONAL: readonly string[] = ['optional', 'exact_optional', 'undefinedable', 'nullish'];
const SCHEMAS: Readonly<Record<string, Converter>> = {
  object,
  strict_object: object,
  loose_object: object,
  object_with_rest: object,
  string: () => ({ type: 'string' }),
  number: () => ({ type: 'number' }),
  boolean: () => ({ type: 'boolean' }),
  bigint: () => ({ type: 'integer', [WRITTEN_AS]: 'bigint' }),
  date: () => ({ type: 'string', format: 'date-time', [WRITTEN_AS]: 'date' }),
  null: () => ({ type: 'null' }),
  literal: ({ literal }) => ({ const: literal }),
  picklist: listed,
  enum: listed,
  optional,
  exact_optional: optional,
  undefinedable: optional,
  non_optional: optional,
  nullable,
  nullish: nullable,
  union: ({ options = [] }, depth) => ({ anyOf: options.map((option) => convert(option as ValibotPart, depth)) }),
};

/** Checks of a pipe that JSON Schema has a word for. */
const CHECKS: Readonly<Record<string, (requirement: unknown) => JsonObject>> = {
  integer: () => ({ type: 'integer' }),
  safe_integer: () => ({ type: 'integer' }),
  min_value: (minimum) => ({ minimum }),
  max_value: (maximum) => ({ maximum }),
  gt_value: (exclusiveMinimum) => ({ exclusiveMinimum }),
  lt_value: (exclusiveMaximum) => ({ exclusiveMaximum }),
  multiple_of: (multipleOf) => ({ multipleOf }),
  min_length: (minLength) => ({ minLength }),
  max_length: (maxLength) => ({ maxLength }),
  non_empty: () => ({ minLength: 1 }),
  regex: (pattern) => ({ pattern: String(pattern) }),
  uuid: () => ({ format: 'uuid' }),
  ulid: () => ({ format: 'ulid' }),
  nanoid: () => ({ format: 'nanoid' }),
  cuid2: () => ({ format: 'cuid2' }),
  email: () => ({ format: 'email' }),
  url: () => ({ format: 'uri' }),
  iso_date: () => ({ format: 'date' }),
  iso_timestamp: () => ({ format: 'date-time' }),
  iso_date_time: () => ({ format: 'local-date-time' }),
  finite: () => ({}),
};

/** A valibot schema as JSON Schema, by what its parts show of themselves; what it has no word for is listed. */
export function valibotJsonSchema(schema: StandardSchema): JsonObject {
  return convert(schema as unknown as ValibotPart, 0);
}

function convert(part: ValibotPart | undefined, depth: number): JsonObject {
  const converter = part && Object.hasOwn(SCHEMAS, part.type) ? SCHEMAS[part.type] : null;
  if (!part || !converter || depth > MOST_DEPTH) return { [NOT_CARRIED]: [part?.type ?? 'schema'] };
  let schema = converter(part, depth + 1);
  const lost = part.default === undefined ? [] : ['default'];
  // The first item of a pipe is the schema itself.
  for (const item of part.pipe?.slice(1) ?? []) {
    if (item.kind === 'metadata') continue;
    const check = item.kind === 'validation' && Object.hasOwn(CHECKS, item.type) ? CHECKS[item.type] : null;
    if (!check || item.requirement instanceof Date || typeof item.requirement === 'bigint') lost.push(item.type);
    else schema = { ...schema, ...check(item.requirement) };
    // What follows a transformation holds of the output, and rows are the input.
    if (item.kind !== 'validation') break;
  }
  return lost.length > 0 ? { ...schema, [NOT_CARRIED]: lost } : schema;
}

/** Whether a Standard Schema is one that {@link valibotJsonSchema} can read. */
export function isValibot(schema: StandardSchema): boolean {
  return schema['~standard'].vendor === 'valibot' && isObject(schema) && typeof schema.type === 'string';
}
