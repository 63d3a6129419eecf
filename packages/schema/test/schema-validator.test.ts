import { type Column, type ColumnSpec, check, createContext, createTable } from '@verisim/core';
import { type StandardSchema, schemaValidator } from '@verisim/schema';
import { type } from 'arktype';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { rows } from './schemas.ts';

const ids = ['a0b1c2d3-e4f5-4a6b-8c7d-9e0f1a2b3c4d', 'not an id', 'a0b1c2d3-e4f5-4a6b-8c7d-9e0f1a2b3c4d'];
const numbers = (...values: number[]): Column => ({ storage: 'numeric', values: Float64Array.from(values) });
const spec = (name: string, kind: ColumnSpec['kind'], more: Partial<ColumnSpec> = {}): ColumnSpec => ({
  name,
  kind,
  nullable: true,
  role: 'feature',
  ...more,
});
const table = createTable(
  [
    spec('id', 'id'),
    spec('age', 'integer'),
    spec('price', 'number'),
    spec('grade', 'category'),
    spec('active', 'boolean'),
    spec('seen', 'datetime', { zone: 'Z' }),
    spec('visits', 'integer'),
  ],
  [
    { storage: 'text', values: ids },
    numbers(30, 40, 130),
    numbers(1, Number.NaN, 2),
    { storage: 'coded', levels: ['a', 'b'], codes: Int32Array.of(0, 1, 0) },
    { storage: 'coded', levels: ['false', 'true'], codes: Int32Array.of(1, -1, 0) },
    numbers(0, 1e12, 2e12),
    numbers(5, 10, 15),
  ],
);
const verdict = (schema: StandardSchema, options = {}, on = table) =>
  check(on, [{ validator: schemaValidator(schema), options }], {}, createContext());

test.each(Object.entries(rows))(
  '%s judges rows by itself: dates, missing cells and booleans arrive as it wants them',
  async (_, schema) => {
    const { keep, findings } = await verdict(schema);
    expect([...keep]).toEqual([1, 0, 0]);
    expect(findings.map(({ rows, drops }) => [...rows, drops])).toEqual([
      [1, true],
      [2, true],
    ]);
    expect(findings[0].message).toContain('1 of 3 rows (first: row 2) are refused by the schema at "id": ');
    expect(findings[1].message).toContain('at "age": ');
  },
);

test('refinements count, also of the whole row and asynchronous ones; without drop rows are kept', async () => {
  const later = z.object({ age: z.number() }).refine(async ({ age }) => age > 35, 'too young');
  const kept = await verdict(later, { drop: false });
  expect([...kept.keep]).toEqual([1, 1, 1]);
  expect(kept.findings[0]).toMatchObject({ rule: 'schema-issue', drops: false });
  expect(kept.findings[0].message).toBe('1 of 3 rows (first: row 1) are refused by the schema as a whole: too young.');
  const paths = await verdict(v.object({ age: v.pipe(v.number(), v.minValue(35), v.multipleOf(7)) }));
  expect(paths.findings).toHaveLength(1);
  expect([...paths.findings[0].rows]).toEqual([0, 1, 2]);
  expect([...(await verdict(type({ age: 'number < 50' }))).keep]).toEqual([1, 1, 0]);
});

test('a schema that hides its parts is applied all the same; a fault of it is not swallowed', async () => {
  const hidden = (validate: StandardSchema['~standard']['validate']): StandardSchema => ({
    '~standard': { version: 1, vendor: 'mine', validate },
  });
  const seen: unknown[] = [];
  await verdict(hidden((row) => ({ issues: void seen.push(row) as undefined })));
  expect(seen[1]).toEqual({
    id: 'not an id',
    age: 40,
    price: null,
    grade: 'b',
    active: null,
    seen: '2001-09-09T01:46:40.000Z',
    visits: 10,
  });
  const throwing = hidden(() => {
    throw new Error('broken schema');
  });
  await expect(verdict(throwing)).rejects.toThrow('broken schema');
  expect(() => schemaValidator({} as never)).toThrow(expect.objectContaining({ code: 'schema/not-a-schema' }));
});

test('a wall-clock date reaches a schema as the same instant in every zone of the machine', async () => {
  const seen: unknown[] = [];
  const wall = createTable([spec('at', 'datetime')], [numbers(Date.parse('2024-01-01T00:00Z'))]);
  const schema = z.object({ at: z.date().refine((at) => seen.push(at.toISOString()) > 0) });
  await verdict(schema, {}, wall);
  expect(seen).toEqual(['2024-01-01T00:00:00.000Z']);
});

test('an abort ends the check', async () => {
  const ctx = createContext({ signal: AbortSignal.abort(new Error('stop')) });
  await expect(check(table, [{ validator: schemaValidator(rows.zod) }], {}, ctx)).rejects.toThrow('stop');
});
