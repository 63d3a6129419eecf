import { isObject, type JsonObject, member, shown } from './json-object.ts';

/** A part of a schema with its references followed and its alternatives united, as far as that can be done. */
export interface SettledSchema {
  readonly keywords: JsonObject;
  /** `null` is allowed. */
  readonly nullable: boolean;
  /** What could not be followed or united. */
  readonly lost: readonly string[];
}

/** References, `allOf` and alternatives inside one another beyond which a schema is not followed. */
const MOST_DEPTH = 64;
/** And the most of them in all: two references to itself would double with every level. */
const MOST_PARTS = 2000;

/**
 * Follows `$ref` within the document, joins `allOf`, takes `null` out of types, enumerations and alternatives, and unites
 * alternatives that are lists of values. Never recurses deeper than 64, nor looks at more than 2,000 parts,
 * whatever it is given.
 */
export function settleSchema(schema: unknown, root: JsonObject): SettledSchema {
  return settle(schema, root, 0, { left: MOST_PARTS });
}

function settle(schema: unknown, root: JsonObject, depth: number, parts: { left: number }): SettledSchema {
  if (schema === true) return { keywords: {}, nullable: false, lost: [] };
  if (!isObject(schema)) return { keywords: {}, nullable: false, lost: [`${shown(schema)} as a schema`] };
  if (depth > MOST_DEPTH || parts.left-- <= 0)
    return { keywords: {}, nullable: false, lost: ['a part that is nested too deeply, or in itself'] };
  const lost: string[] = [];
  let nullable = member(schema, 'nullable') === true;
  let { $ref, allOf, anyOf, oneOf, nullable: _, ...keywords } = schema as Record<string, unknown>;
  const add = (part: unknown) => {
    const settled = settle(part, root, depth + 1, parts);
    lost.push(...settled.lost);
    return settled;
  };
  const join = (part: SettledSchema) => {
    keywords = joinKeywords(keywords, part.keywords, lost);
    nullable ||= part.nullable;
  };
  if ($ref !== undefined) {
    const target = referred(String($ref), root);
    if (target === undefined) lost.push(`$ref ${String($ref)}`);
    else join(add(target));
  }
  if (Array.isArray(allOf)) for (const part of allOf) join(add(part));
  for (const alternatives of [anyOf, oneOf]) {
    if (Array.isArray(alternatives)) join(unite(alternatives.map(add), keywords, lost));
  }
  return { ...withoutNull(keywords, nullable), lost };
}

function joinKeywords(a: JsonObject, b: JsonObject, lost: string[]): Record<string, unknown> {
  const joined: Record<string, unknown> = { ...a, ...b };
  const [mine, theirs] = [member(a, 'properties'), member(b, 'properties')];
  if (isObject(mine) && isObject(theirs)) joined.properties = { ...mine, ...theirs };
  const [required, more] = [member(a, 'required'), member(b, 'required')];
  if (Array.isArray(required) && Array.isArray(more)) joined.required = [...new Set([...required, ...more])];
  for (const word of ['type', 'minimum', 'maximum', 'format', 'pattern', 'enum', 'const']) {
    const [one, other] = [member(a, word), member(b, word)];
    const differ = one !== undefined && other !== undefined && !same(one, other);
    const narrowed = word === 'type' && [one, other].includes('integer') && [one, other].includes('number');
    if (differ && narrowed) joined.type = 'integer';
    else if (differ) lost.push(`one of two different "${word}"`);
  }
  return joined;
}

function same(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

function referred(reference: string, root: JsonObject): unknown {
  if (reference === '#') return root;
  if (!reference.startsWith('#/')) return undefined;
  let at: unknown = root;
  for (const step of reference.slice(2).split('/')) {
    const name = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
    at = isObject(at) ? member(at, name) : undefined;
  }
  return at;
}

/** Alternatives as one schema: the only one, one list of values, or their common type. */
function unite(settled: readonly SettledSchema[], outer: JsonObject, lost: string[]): SettledSchema {
  const nullable = settled.some((part) => part.nullable);
  const real = settled.map((part) => part.keywords).filter((part) => member(part, 'type') !== 'null');
  if (real.length === 1) return { keywords: real[0], nullable, lost: [] };
  const values = real.map(valuesOf);
  if (values.every((list) => list !== null)) return { keywords: { enum: values.flat() }, nullable, lost: [] };
  // All ids of one format but for listed ones, as arktype writes the UUIDs of no and of all bits.
  const formats = new Set(real.map((part) => member(part, 'format')));
  if (formats.size === 1 && member(outer, 'format') !== undefined)
    return { keywords: { type: 'string' }, nullable, lost: [] };
  const types = new Set(real.map(typeOf));
  const type =
    types.size === 1
      ? [...types][0]
      : types.size === 2 && types.has('integer') && types.has('number')
        ? 'number'
        : undefined;
  lost.push(`the choice between ${real.length} alternatives`);
  return { keywords: type === undefined ? { type: [...types].filter(Boolean) } : { type }, nullable, lost: [] };
}

function valuesOf(keywords: JsonObject): readonly unknown[] | null {
  const list = member(keywords, 'enum');
  if (Array.isArray(list)) return list;
  return Object.hasOwn(keywords, 'const') ? [keywords.const] : null;
}

function typeOf(keywords: JsonObject): unknown {
  const type = member(keywords, 'type');
  if (type !== undefined) return type;
  const [value] = valuesOf(keywords) ?? [];
  return value === undefined ? undefined : typeof value;
}

function withoutNull(keywords: Record<string, unknown>, nullable: boolean): Omit<SettledSchema, 'lost'> {
  const settled = { ...keywords };
  let allows = nullable;
  if (Object.hasOwn(settled, 'const')) {
    settled.enum = [settled.const];
    delete settled.const;
  }
  if (Array.isArray(settled.enum)) {
    allows ||= settled.enum.includes(null);
    settled.enum = settled.enum.filter((value) => value !== null);
  }
  if (Array.isArray(settled.type)) {
    allows ||= settled.type.includes('null');
    const types = settled.type.filter((type) => type !== 'null');
    settled.type = types.length === 1 ? types[0] : types;
  }
  return { keywords: settled, nullable: allows || settled.type === 'null' };
}
