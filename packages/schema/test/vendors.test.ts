import { columnIndex, isVerisimError } from '@verisim/core';
import { type StandardSchema, tableSpecFrom } from '@verisim/schema';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { rows } from './schemas.ts';

const code = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    return isVerisimError(error) ? error.code : error;
  }
  return null;
};

test.each(Object.entries(rows))('%s: a row schema becomes a table schema and nothing is lost', (_, schema) => {
  const { spec, losses } = tableSpecFrom(schema);
  expect(losses).toEqual([]);
  const column = (name: string) => spec.columns[columnIndex(spec, name)];
  expect(spec.columns).toHaveLength(7);
  expect(column('id')).toEqual({ name: 'id', kind: 'id', nullable: false, role: 'ignore' });
  expect(column('age')).toEqual({ name: 'age', kind: 'integer', nullable: false, role: 'feature', bounds: [0, 120] });
  expect(column('price')).toEqual({ name: 'price', kind: 'number', nullable: true, role: 'feature' });
  expect(column('grade')).toMatchObject({ kind: 'category', nullable: false, levels: ['a', 'b'] });
  expect(column('active')).toMatchObject({ kind: 'boolean', nullable: true, levels: ['false', 'true'] });
  expect(column('seen')).toEqual({ name: 'seen', kind: 'datetime', nullable: false, role: 'feature', zone: 'Z' });
  expect(column('visits')).toMatchObject({ kind: 'integer', nullable: false });
  expect(spec.constraints).toHaveLength(2);
  expect(spec.constraints).toContainEqual({ rule: 'range', column: 'price', from: 0, open: 'from' });
  expect(spec.constraints).toContainEqual({ rule: 'multiple', columns: ['visits'], step: 5 });
});

test('zod and valibot keep the order of the columns', () => {
  for (const schema of [rows.zod, rows.valibot]) {
    expect(tableSpecFrom(schema).spec.columns.map(({ name }) => name)).toEqual(Object.keys(rows.zod.shape));
  }
});

test('zod: what a table cannot say is listed, not dropped in silence', () => {
  const schema = z
    .object({
      email: z.email(),
      short: z.string().min(2).max(9),
      odd: z.number().refine((value) => value % 2 === 1),
      length: z.string().transform((text) => text.length),
      born: z.date().min(new Date(0)),
      address: z.object({ city: z.string() }),
      tags: z.array(z.string()),
      either: z.union([z.string(), z.number()]),
      unknown: z.unknown(),
      size: z.string().default('m'),
      map: z.map(z.string(), z.string()),
    })
    .refine(() => true);
  const { spec, losses } = tableSpecFrom(schema);
  expect(spec.columns.map(({ name }) => name)).not.toContain('address');
  expect(spec.columns.map(({ name }) => name)).not.toContain('tags');
  const lost = (column: string | null) => losses.filter((loss) => loss.column === column).map(({ what }) => what);
  expect(lost(null)).toEqual(['refine']);
  expect(lost('email')[0]).toBe('format "email"');
  expect(lost('short')).toEqual(['minLength 2', 'maxLength 9']);
  expect(lost('odd')).toEqual(['refine']);
  expect(lost('length')).toEqual(['transform']);
  expect(lost('born')).toEqual(['greater_than']);
  expect(lost('address')).toEqual(['the column: it is an object']);
  expect(lost('tags')).toEqual(['the column: it is an array']);
  expect(lost('either')).toEqual(['the type ["string", "number"]']);
  expect(lost('unknown')).toHaveLength(1);
  expect(lost('size')).toEqual(['default "m"']);
  expect(lost('map')).toContain('map');
});

test('valibot: checks, transformations and types without a counterpart are listed', () => {
  const { losses } = tableSpecFrom(
    v.object({
      code: v.pipe(v.string(), v.regex(/^a/)),
      odd: v.pipe(
        v.number(),
        v.check(() => true),
      ),
      length: v.pipe(v.string(), v.transform(Number), v.number()),
      later: v.pipe(v.date(), v.minValue(new Date(0))),
      lazy: v.lazy(() => v.string()),
      size: v.optional(v.string(), 'm'),
    }),
  );
  expect(losses).toEqual([
    { column: 'code', what: 'pattern "/^a/"' },
    { column: 'odd', what: 'check' },
    { column: 'length', what: 'transform' },
    { column: 'later', what: 'min_value' },
    { column: 'lazy', what: 'lazy' },
    { column: 'lazy', what: 'a type, as none is said' },
    { column: 'size', what: 'default' },
  ]);
});

test('any vendor with a Standard JSON Schema will do; one that hides its parts is refused with its name', () => {
  const standard = { version: 1, vendor: 'mine', validate: () => ({}) } as const;
  const open: StandardSchema = {
    '~standard': { ...standard, jsonSchema: { input: () => ({ properties: { a: { type: 'integer' } } }) } },
  };
  expect(tableSpecFrom(open).spec.columns).toEqual([{ name: 'a', kind: 'integer', nullable: true, role: 'feature' }]);
  expect(code(() => tableSpecFrom({ '~standard': standard }))).toBe('schema/cannot-look-inside');
  const failing = { ...standard, jsonSchema: { input: () => expect.unreachable() } };
  expect(() => tableSpecFrom({ '~standard': failing })).toThrow('The mine schema does not say what it is made of');
  expect(code(() => tableSpecFrom({} as never))).toBe('schema/not-a-schema');
  expect(code(() => tableSpecFrom(z.string()))).toBe('schema/not-a-schema');
  expect(code(() => tableSpecFrom(z.object({ a: z.object({}) })))).toBe('schema/not-a-schema');
});
