import { type Column, type ColumnSpec, type Constraint, columnKinds, createTable, type TableSpec } from '@verisim/core';
import { fromJsonSchema, rowObject, toJsonSchema } from '@verisim/schema';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 }).map((value) => value + 0);
const awkward = fc.constantFrom('__proto__', 'constructor', '1', '', 'a.b', 'x-verisim', 'null', '\u{1F600}');
const name = fc.oneof(fc.string({ unit: 'binary', maxLength: 8 }), awkward);
const zones = fc.constantFrom('Z', '+02:00', '-09:30', 'Europe/Berlin', 'Asia/Kathmandu');

function columnOf(column: string): fc.Arbitrary<ColumnSpec> {
  const roles = fc.constantFrom(...(['feature', 'target', 'sensitive', 'group', 'ignore'] as const));
  const shared = { name: fc.constant(column), nullable: fc.boolean(), role: roles };
  const options = <T>(parts: T) => ({ ...shared, ...parts, reason: fc.string() });
  const required = ['name', 'nullable', 'role', 'kind'] as const;
  const bounds = fc.tuple(finite, finite).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
  const levels = fc.uniqueArray(fc.string({ maxLength: 5 }), { maxLength: 5 });
  const record = <T extends Record<string, fc.Arbitrary<unknown>>>(parts: T) =>
    fc.record(options(parts), { requiredKeys: [...required] as never }) as fc.Arbitrary<ColumnSpec>;
  const truth = fc.uniqueArray(fc.constantFrom('true', 'false'), { maxLength: 2 });
  return fc.oneof(
    record({ kind: fc.constantFrom('number'), bounds, decimals: fc.nat(8) }),
    record({
      kind: fc.constantFrom('integer'),
      bounds: bounds.map(([a, b]) => [Math.floor(a) + 0, Math.ceil(b) + 0] as const),
    }),
    record({
      kind: fc.constantFrom('datetime'),
      bounds,
      zone: zones,
      format: fc.constantFrom('%Y-%m-%d', '%d.%m.%y %H:%M'),
    }),
    record({ kind: fc.constantFrom('category'), levels }),
    record({ kind: fc.constantFrom('boolean'), levels: fc.oneof(levels, truth) }),
    record({ kind: fc.constantFrom('text', 'id') }),
  );
}

const spec: fc.Arbitrary<TableSpec> = fc
  .uniqueArray(name, { minLength: 1, maxLength: 6 })
  .chain((names) => fc.tuple(...names.map(columnOf)))
  .chain((columns) => {
    const names = fc.subarray(
      columns.map((column) => column.name),
      { minLength: 1 },
    );
    const constraint: fc.Arbitrary<Constraint> = fc.oneof(
      names.map((list): Constraint => ({ rule: 'unique', columns: list, missing: 'fail' })),
      names.map(([column]): Constraint => ({ rule: 'range', column, from: 1, open: 'from' })),
      names.map(
        ([column]): Constraint =>
          JSON.parse(`{"rule":"implication","if":[],"then":[{"column":${JSON.stringify(column)},"missing":false}]}`),
      ),
    );
    return fc
      .array(constraint, { maxLength: 3 })
      .map((constraints) => (constraints.length > 0 ? { columns, constraints } : { columns }));
  });

test('spec to JSON Schema and back is the same spec, with no losses', () => {
  fc.assert(
    fc.property(spec, (given) => {
      const written = JSON.parse(JSON.stringify(toJsonSchema(given)));
      expect(fromJsonSchema(written)).toEqual({ spec: given, losses: [] });
    }),
    { numRuns: 500 },
  );
});

const cells = (columns: TableSpec['columns'], rows: number): fc.Arbitrary<readonly Column[]> =>
  fc.tuple(
    ...columns.map((column): fc.Arbitrary<Column> => {
      const { storage } = columnKinds[column.kind];
      const missing = column.nullable ? 2 : Number.POSITIVE_INFINITY;
      const may = <T>(value: fc.Arbitrary<T>, gap: T) =>
        fc.array(Number.isFinite(missing) ? fc.oneof(fc.constant(gap), value) : value, {
          minLength: rows,
          maxLength: rows,
        });
      if (storage === 'text') return may<string | null>(fc.string(), null).map((values) => ({ storage, values }));
      if (storage === 'coded') {
        const levels = column.levels?.length ? column.levels : ['only'];
        return may(fc.nat(levels.length - 1), -1).map((codes) => ({ storage, levels, codes: Int32Array.from(codes) }));
      }
      const [min, max] = column.bounds ?? [-1e6, 1e6];
      const day = fc.integer({ min: -1e4, max: 4e4 }).map((days) => days * 86_400_000);
      const value =
        column.kind === 'datetime'
          ? day
          : columnKinds[column.kind].whole
            ? fc.integer({ min, max })
            : fc.double({ min, max, noNaN: true });
      return may(value, Number.NaN).map((values) => ({ storage, values: Float64Array.from(values) }));
    }),
  );

test('rows validate against the JSON Schema of their table, by the oracle of zod', () => {
  const table = spec
    .filter(({ columns }) => columns.every((column) => column.name !== '__proto__'))
    .chain(({ columns }) => fc.tuple(fc.constant(columns), cells(columns, 3)))
    .map(([columns, cells]) => createTable(columns, cells));
  fc.assert(
    fc.property(table, (made) => {
      const oracle = z.fromJSONSchema(JSON.parse(JSON.stringify(toJsonSchema(made.spec))));
      for (let row = 0; row < made.rows; row++) {
        const result = oracle.safeParse(JSON.parse(JSON.stringify(rowObject(made, row))));
        expect(result.error?.issues ?? []).toEqual([]);
      }
    }),
    { numRuns: 200 },
  );
});

test('the oracle refuses rows that the spec forbids', () => {
  const columns: ColumnSpec[] = [
    { name: 'n', kind: 'integer', nullable: false, role: 'feature', bounds: [0, 9] },
    { name: 'c', kind: 'category', nullable: true, role: 'feature', levels: ['a'] },
  ];
  const oracle = z.fromJSONSchema(JSON.parse(JSON.stringify(toJsonSchema({ columns }))));
  const passes = (row: unknown) => oracle.safeParse(row).success;
  expect(passes({ n: 3, c: null })).toBe(true);
  for (const row of [
    { n: 10, c: 'a' },
    { n: 1.5, c: 'a' },
    { n: 1, c: 'b' },
    { n: null, c: 'a' },
    { n: 1 },
    { n: 1, c: 'a', d: 1 },
  ]) {
    expect(passes(row), JSON.stringify(row)).toBe(false);
  }
});

test('instants are written with the offset of their zone at that time, days as days', () => {
  const at = Date.parse('2024-07-01T12:00:00Z');
  const winter = Date.parse('2024-01-01T12:00:00Z');
  const time = (zone?: string, format?: string): ColumnSpec => ({
    name: `${zone} ${format}`,
    kind: 'datetime',
    nullable: false,
    role: 'feature',
    ...(zone ? { zone } : {}),
    ...(format ? { format } : {}),
  });
  const columns = [
    time('Z'),
    time('+05:45'),
    time('-09:30'),
    time('Europe/Berlin'),
    time(),
    time(undefined, '%d.%m.%Y'),
  ];
  const values = Float64Array.of(at, winter, Date.parse('1800-01-01T00:00:00Z'));
  const table = createTable(
    columns,
    columns.map(() => ({ storage: 'numeric', values })),
  );
  expect(Object.values(rowObject(table, 0))).toEqual([
    '2024-07-01T12:00:00.000Z',
    '2024-07-01T17:45:00.000+05:45',
    '2024-07-01T02:30:00.000-09:30',
    '2024-07-01T14:00:00.000+02:00',
    '2024-07-01T12:00:00.000',
    '2024-07-01',
  ]);
  expect(Object.values(rowObject(table, 1))[3]).toBe('2024-01-01T13:00:00.000+01:00');
  expect(Date.parse(String(Object.values(rowObject(table, 2))[3]))).toBe(values[2]);
});
