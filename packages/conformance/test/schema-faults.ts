type Schema = { readonly [key: string]: unknown };

const isObject = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  object: isObject,
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: Number.isInteger,
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
};

/** Where a value breaks a schema of an OpenAPI document: types, members, unions, enums and bounds. */
export function schemaFaults(document: Schema, schema: unknown, value: unknown, place = '$'): string[] {
  if (!isObject(schema)) return [];
  if (typeof schema.$ref === 'string') {
    if (value === null && schema.nullable === true) return [];
    return schemaFaults(document, pointed(document, schema.$ref), value, place);
  }
  if (value === null && schema.nullable === true) return [];
  const faults = (part: unknown) => schemaFaults(document, part, value, place);
  const found = list(schema.allOf).flatMap(faults);
  for (const union of [schema.anyOf, schema.oneOf]) {
    const tried = list(union).map(faults);
    if (tried.length > 0 && tried.every((one) => one.length > 0)) {
      found.push(`${place} meets no member of a union (${tried.map((one) => one[0]).join(' | ')})`);
    }
  }
  const types = typeof schema.type === 'string' ? [schema.type] : list(schema.type);
  if (types.length > 0 && !types.some((type) => TYPES[String(type)](value)))
    return [...found, `${place} is ${JSON.stringify(value)}, not ${types.join(' or ')}`];
  if (Array.isArray(schema.enum) && !schema.enum.includes(value))
    found.push(`${place} is ${JSON.stringify(value)}, none of ${schema.enum.join(', ')}`);
  return [...found, ...memberFaults(document, schema, value, place), ...boundFaults(schema, value, place)];
}

function memberFaults(document: Schema, schema: Schema, value: unknown, place: string): string[] {
  if (Array.isArray(value))
    return value.flatMap((item, i) => schemaFaults(document, schema.items, item, `${place}[${i}]`));
  if (!isObject(value)) return [];
  const properties = isObject(schema.properties) ? schema.properties : {};
  const missing = list(schema.required).filter((name) => !Object.hasOwn(value, String(name)));
  const unknown =
    schema.additionalProperties === false ? Object.keys(value).filter((name) => !(name in properties)) : [];
  return [
    ...missing.map((name) => `${place} lacks ${name}`),
    ...unknown.map((name) => `${place} has ${name}`),
    ...Object.keys(value).flatMap((name) => schemaFaults(document, properties[name], value[name], `${place}.${name}`)),
  ];
}

function boundFaults(schema: Schema, value: unknown, place: string): string[] {
  const size = typeof value === 'string' || Array.isArray(value) ? value.length : value;
  if (typeof size !== 'number') return [];
  const [least, most] = Array.isArray(value)
    ? [schema.minItems, schema.maxItems]
    : typeof value === 'string'
      ? [schema.minLength, schema.maxLength]
      : [schema.minimum, schema.maximum];
  const outside = (typeof least === 'number' && size < least) || (typeof most === 'number' && size > most);
  return outside ? [`${place} is ${size}, not in [${least}, ${most}]`] : [];
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function pointed(document: Schema, pointer: string): unknown {
  return pointer
    .slice(2)
    .split('/')
    .reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), document);
}
