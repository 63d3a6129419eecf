import {
  type ColumnRole,
  type ColumnSpec,
  type Constraint,
  columnsWithRole,
  concatTables,
  constraintColumns,
  createContext,
  createTable,
  dropColumns,
  isZone,
  sample,
  sliceRows,
  stream,
  type Table,
  tableHash,
  takeColumns,
  takeRows,
  targetOf,
  withConstraints,
  withRoles,
  withTarget,
} from '@verisim/core';
import { expect, test } from 'vitest';
import { category, numeric, table, uniformGenerator, uniformSchema } from './tables.ts';

const error = (code: string) => expect.objectContaining({ code });
const instants = (zone: string | undefined, values: readonly number[], more: Partial<ColumnSpec> = {}): Table => {
  const spec: ColumnSpec = { name: 'at', kind: 'datetime', nullable: false, role: 'feature', ...more };
  return createTable(
    [zone === undefined ? spec : { ...spec, zone }],
    [{ storage: 'numeric', values: Float64Array.from(values) }],
  );
};
const zoneOf = (of: Table) => of.spec.columns[0].zone;

test('zones are Z, an offset or a name that exists, on datetimes alone', () => {
  for (const zone of ['Z', '+02:00', '-09:30', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'UTC']) {
    expect(isZone(zone), zone).toBe(true);
  }
  for (const zone of ['', 'z', '+2:00', '+24:00', '+02:60', 'Mars/Olympus', 'Europe/Berlin ', '__proto__']) {
    expect(isZone(zone), zone).toBe(false);
    expect(() => instants(zone, [0])).toThrow(error('core/bad-schema'));
  }
  expect(() => instants('Z', [0], { kind: 'number' })).toThrow('Column "at" is number and cannot have the zone "Z".');
});

test('a zone survives rows and columns taken; different zones are written in Z, their instants untouched', () => {
  const berlin = instants('Europe/Berlin', [1, 2]);
  for (const of of [
    takeRows(berlin, [1]),
    sliceRows(berlin, 0, 1),
    takeColumns(berlin, ['at']),
    concatTables([berlin, berlin]),
  ]) {
    expect(zoneOf(of)).toBe('Europe/Berlin');
  }
  const mixed = concatTables([berlin, instants('+02:00', [3]), berlin]);
  expect(zoneOf(mixed)).toBe('Z');
  expect(mixed.columns[0]).toEqual({ storage: 'numeric', values: Float64Array.of(1, 2, 3, 1, 2) });
  expect(() => concatTables([berlin, instants(undefined, [3])])).toThrow(error('core/table-mismatch'));
  expect('zone' in concatTables([instants(undefined, [1]), instants(undefined, [2])]).spec.columns[0]).toBe(false);
});

test('an instant is another content than the same wall-clock time, in whatever zone it is written', () => {
  const hashes = ['Z', 'Europe/Berlin', undefined].map((zone) => tableHash(instants(zone, [0])));
  expect(hashes[0]).toBe(hashes[1]);
  expect(hashes[0]).not.toBe(hashes[2]);
});

const roles = ['feature', 'target', 'sensitive', 'group', 'ignore', 'lineage'] as const;
const everyRole = () =>
  withRoles(
    table(...roles.map((role) => numeric(role, [1, 2]))),
    Object.fromEntries(roles.map((role) => [role, role])),
  );
const rolesOf = (of: Table) => of.spec.columns.map(({ role }) => role);

test('roles are given by name and survive every verb', () => {
  expect(rolesOf(everyRole())).toEqual(roles);
  for (const of of [
    takeRows(everyRole(), [1, 0]),
    sliceRows(everyRole(), 0, 1),
    concatTables([everyRole(), everyRole()]),
    takeColumns(everyRole(), [...roles]),
  ]) {
    expect(rolesOf(of)).toEqual(roles);
  }
  for (const role of roles) expect(columnsWithRole(everyRole().spec, role)).toEqual([role]);
  expect(columnsWithRole(dropColumns(everyRole(), ['group']).spec, 'group')).toEqual([]);
  expect(rolesOf(withRoles(everyRole(), { target: 'feature', group: 'target' }))).toEqual([
    'feature',
    'feature',
    'sensitive',
    'target',
    'ignore',
    'lineage',
  ]);
});

test('there is one target: a second is refused, moving it is not, and none is said', () => {
  expect(targetOf(everyRole().spec)).toBe('target');
  expect(targetOf(withTarget(everyRole(), 'group').spec)).toBe('group');
  expect(targetOf(withTarget(everyRole(), 'target').spec)).toBe('target');
  expect(() => withRoles(everyRole(), { group: 'target' })).toThrow(error('core/bad-schema'));
  expect(() => targetOf(withRoles(everyRole(), { target: 'ignore' }).spec)).toThrow('No column is the target.');
  const two = everyRole().spec.columns.map((column): ColumnSpec => ({ ...column, role: 'target' }));
  expect(() => targetOf({ columns: two })).toThrow(error('core/bad-schema'));
  expect(() => withRoles(everyRole(), { group: 'boss' as ColumnRole })).toThrow(error('core/bad-schema'));
  expect(() => withRoles(everyRole(), { grupo: 'ignore' })).toThrow(error('core/unknown-column'));
  const odd = withTarget(table(numeric('__proto__', [1]), numeric('x', [1])), '__proto__');
  expect(targetOf(odd.spec)).toBe('__proto__');
});

const rising: Constraint = { rule: 'inequality', columns: ['a', 'b'] };
const alone: Constraint = { rule: 'range', column: 'b', from: 0 };
const ab = (constraints?: readonly Constraint[]) => {
  const of = table(numeric('a', [1, 2]), numeric('b', [3, 4]), category('c', ['x', 'y']));
  return constraints ? withConstraints(of, constraints) : of;
};

test('constraints survive as long as the columns they name, and are united without repeats', () => {
  const of = ab([rising, alone]);
  const kept = (table: Table) => table.spec.constraints;
  expect(kept(takeRows(of, [0]))).toEqual([rising, alone]);
  expect(kept(sliceRows(of, 0, 1))).toEqual([rising, alone]);
  expect(kept(withTarget(of, 'c'))).toEqual([rising, alone]);
  expect(kept(takeColumns(of, ['b', 'a']))).toEqual([rising, alone]);
  expect(kept(dropColumns(of, ['a']))).toEqual([alone]);
  expect(dropColumns(of, ['b']).spec).not.toHaveProperty('constraints');
  expect(
    kept(
      concatTables([
        ab(),
        of,
        ab([
          { ...alone, missing: 'fail' },
          { columns: ['a', 'b'], rule: 'inequality' },
        ]),
      ]),
    ),
  ).toEqual([rising, alone, { ...alone, missing: 'fail' }]);
  expect(ab([]).spec).not.toHaveProperty('constraints');
  expect(() => ab([{ rule: 'unique', columns: ['d'] }])).toThrow(error('core/unknown-column'));
});

test('the columns that a constraint names', () => {
  const parse = (text: string): Constraint => JSON.parse(text);
  expect(constraintColumns({ rule: 'sum', parts: ['a', 'b'], total: 'c' })).toEqual(['a', 'b', 'c']);
  expect(constraintColumns({ rule: 'sum', parts: ['a', 'b'], total: 1 })).toEqual(['a', 'b']);
  expect(constraintColumns({ ...alone, if: [{ column: 'c', in: ['x'] }] } as Constraint)).toEqual(['c', 'b']);
  expect(
    constraintColumns(parse('{"rule":"implication","if":[{"column":"c","in":["x"]}],"then":[{"column":"a","to":1}]}')),
  ).toEqual(['c', 'a']);
});

test('sampled rows bear the roles, zones and constraints of the schema, though the model left them out', async () => {
  const generator = uniformGenerator(10);
  const model = await generator.fit(null, { scale: 1 }, createContext());
  const unit: Constraint = { rule: 'range', column: 'u', to: 1 };
  const schema = { columns: [{ ...uniformSchema.columns[0], role: 'target' as const }], constraints: [unit] };
  const drawn = await sample(generator, { ...model, schema }, { rows: 25 }, createContext());
  expect(drawn.table.spec).toEqual(schema);
  for await (const { table: block } of stream(generator, { ...model, schema }, { rows: 25 }, createContext())) {
    expect(block.spec).toEqual(schema);
  }
});

test('tables of a million rows and thousands of blocks are put together without a stack', () => {
  const rows = 1_000_000;
  const levels = Array.from({ length: 200_000 }, (_, i) => `level ${i}`);
  const specs: ColumnSpec[] = [
    { name: 't', kind: 'text', nullable: false, role: 'ignore' },
    { name: 'c', kind: 'category', nullable: false, role: 'feature' },
  ];
  const half = (shift: number) =>
    createTable(specs, [
      { storage: 'text', values: new Array<string>(rows / 2).fill('x') },
      { storage: 'coded', levels: levels.slice(shift), codes: new Int32Array(rows / 2) },
    ]);
  const whole = concatTables([half(0), half(1)]);
  expect(whole.rows).toBe(rows);
  expect(whole.spec.columns[1].levels).toHaveLength(200_000);
  const block = table(numeric('x', [1]));
  expect(concatTables(new Array<Table>(20_000).fill(block)).rows).toBe(20_000);
});
