import { fromJsonSchema } from '@verisim/schema';
import { expect, test } from 'vitest';

const read = (properties: object, more: object = {}) => fromJsonSchema({ type: 'object', properties, ...more });
const only = (schema: unknown, more: object = {}) => {
  const { spec, losses } = read({ x: schema }, { required: ['x'], ...more });
  const { name: _, ...column } = spec.columns[0];
  return { ...column, constraints: spec.constraints, lost: losses.map(({ what }) => what) };
};

test('references within the document are followed, others are lost', () => {
  const { spec, losses } = fromJsonSchema({
    $ref: '#/$defs/Row',
    $defs: {
      Row: { type: 'object', properties: { 'a/b': { $ref: '#/$defs/Share' }, far: { $ref: 'https://example.com/x' } } },
      Share: { type: 'number', minimum: 0, maximum: 1 },
    },
  });
  expect(spec.columns[0]).toMatchObject({ name: 'a/b', kind: 'number', bounds: [0, 1] });
  expect(losses).toContainEqual({ column: 'far', what: '$ref https://example.com/x' });
});

test("null in a type, an enumeration, an alternative, or OpenAPI's way is nullable", () => {
  const ways = [
    { type: ['integer', 'null'] },
    { anyOf: [{ type: 'integer' }, { type: 'null' }] },
    { oneOf: [{ type: 'null' }, { type: 'integer' }] },
    { type: 'integer', nullable: true },
  ];
  for (const way of ways)
    expect(only(way), JSON.stringify(way)).toMatchObject({ kind: 'integer', nullable: true, lost: [] });
  expect(only({ enum: ['a', null] })).toMatchObject({ kind: 'category', levels: ['a'], nullable: true, lost: [] });
  expect(only({ type: 'integer' })).toMatchObject({ nullable: false });
  expect(only({ type: 'integer' }, { required: [] })).toMatchObject({ nullable: true });
});

test('ends of a range: both closed are bounds, whole numbers close open ends, the rest is a constraint', () => {
  expect(only({ type: 'number', minimum: 1, maximum: 2 })).toMatchObject({ bounds: [1, 2], constraints: undefined });
  expect(only({ type: 'integer', exclusiveMinimum: 0, exclusiveMaximum: 10 })).toMatchObject({ bounds: [1, 9] });
  expect(only({ type: 'number', minimum: 0, exclusiveMinimum: true, maximum: 5 }).constraints).toEqual([
    { rule: 'range', column: 'x', from: 0, to: 5, open: 'from' },
  ]);
  expect(only({ type: 'number', exclusiveMaximum: 5, maximum: 9 }).constraints).toEqual([
    { rule: 'range', column: 'x', to: 5, open: 'to' },
  ]);
  expect(only({ type: 'number', minimum: 5, maximum: 1 })).toMatchObject({ lost: ['minimum 5 above maximum 1'] });
});

test('values: one or several, numbers, booleans, mixed', () => {
  expect(only({ const: 'a' })).toMatchObject({ kind: 'category', levels: ['a'], lost: [] });
  expect(only({ enum: [3, 1, 2] })).toMatchObject({
    kind: 'integer',
    bounds: [1, 3],
    constraints: [{ rule: 'one-of', column: 'x', in: [3, 1, 2] }],
    lost: [],
  });
  expect(only({ anyOf: [{ const: 'p' }, { enum: ['q', 'r'] }] })).toMatchObject({ levels: ['p', 'q', 'r'], lost: [] });
  expect(only({ enum: [true] })).toMatchObject({ kind: 'boolean', levels: ['true'] });
  expect(only({ enum: ['a', 1] })).toMatchObject({ kind: 'category', levels: ['a', '1'], lost: [expect.any(String)] });
  expect(only({ type: 'number', multipleOf: 0.001 })).toMatchObject({ decimals: 3, lost: [] });
});

test('allOf is joined, what contradicts is listed', () => {
  expect(
    only({
      allOf: [
        { type: 'number', minimum: 0 },
        { type: 'integer', maximum: 5 },
      ],
    }),
  ).toMatchObject({
    kind: 'integer',
    bounds: [0, 5],
    lost: [],
  });
  expect(only({ allOf: [{ type: 'number' }, { type: 'string' }] }).lost).toEqual(['one of two different "type"']);
  expect(
    fromJsonSchema({ allOf: [{ properties: { a: {} } }, { properties: { b: { type: 'string' } } }] }).spec.columns,
  ).toHaveLength(2);
});

test('rules of the row that a table does not know are listed', () => {
  const { losses } = read(
    { a: { type: 'string' } },
    { minProperties: 1, if: {}, dependentRequired: {}, additionalProperties: { type: 'string' } },
  );
  expect(losses.map(({ what }) => what).sort()).toEqual([
    'dependentRequired',
    'if',
    'minProperties',
    'the schema of further properties',
  ]);
});

test('columns named __proto__ and constructor are columns, and nothing is polluted', () => {
  const schema = JSON.parse(
    '{"properties":{"__proto__":{"type":"integer"},"constructor":{"type":"string"},"a":{"__proto__":{"enum":["x"]},"type":"number"}},"required":["__proto__"],"x-verisim":{"__proto__":{"kind":"id"}}}',
  );
  const { spec, losses } = fromJsonSchema(schema);
  expect(spec.columns.map(({ name, kind, nullable }) => [name, kind, nullable])).toEqual([
    ['__proto__', 'integer', false],
    ['constructor', 'text', true],
    ['a', 'number', true],
  ]);
  expect(losses).toEqual([{ column: 'a', what: '__proto__ an object' }]);
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test('depth of 100,000 and references that turn in themselves end, and are listed', () => {
  let choice: object = { type: 'string' };
  let nested: object = { type: 'string' };
  let list: unknown = 1;
  for (let i = 0; i < 100_000; i++) {
    choice = { anyOf: [choice, { type: 'integer' }] };
    nested = { type: 'object', properties: { x: nested } };
    list = [list];
  }
  const twice = { allOf: [{ $ref: '#/$defs/Self' }, { $ref: '#/$defs/Self' }] };
  const properties = {
    a: { type: 'string' },
    choice,
    nested,
    not: { type: 'string', not: nested },
    list: { enum: [list] },
    twice,
  };
  const { spec, losses } = read(properties, {
    $defs: { Self: twice },
    'x-verisim': { constraints: list, columns: list },
  });
  expect(spec.columns.map(({ name }) => name)).toEqual(['a', 'choice', 'not', 'twice']);
  expect(new Set(losses.map(({ column }) => column))).toEqual(
    new Set(['choice', 'nested', 'not', 'list', 'twice', null]),
  );
});

test('an x-verisim that was tampered with is not believed', () => {
  expect(
    only({ type: 'string', 'x-verisim': { kind: 'integer', role: 'boss', decimals: 'x', zone: 5 } }),
  ).toMatchObject({
    kind: 'text',
    role: 'ignore',
    lost: ['the kind integer, which is not written as "string"'],
  });
  const constraints = [
    { rule: 'unique', columns: ['gone'] },
    { rule: 'unique' },
    null,
    5,
    { rule: 'unique', columns: ['x'] },
  ];
  const { spec, losses } = read(
    { x: { type: 'string' } },
    { 'x-verisim': { constraints, columns: ['y', 5, 'x', 'x'] } },
  );
  expect(spec.constraints).toEqual([{ rule: 'unique', columns: ['x'] }]);
  expect(losses).toEqual([{ column: null, what: '4 of the constraints, which are broken or name no column' }]);
});

test('what is no schema of a row is refused', () => {
  for (const value of [
    null,
    5,
    'x',
    [],
    {},
    { type: 'string' },
    { properties: [] },
    { properties: {} },
    { properties: { a: { type: 'array' } } },
  ]) {
    expect(() => fromJsonSchema(value), JSON.stringify(value)).toThrow(
      expect.objectContaining({ code: 'schema/not-a-schema' }),
    );
  }
});
