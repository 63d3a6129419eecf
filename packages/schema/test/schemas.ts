import { type } from 'arktype';
import * as v from 'valibot';
import * as z from 'zod';

/** The same row, said in three libraries. */
export const rows = {
  zod: z.object({
    id: z.uuid(),
    age: z.int().min(0).max(120),
    price: z.number().gt(0).nullable(),
    grade: z.enum(['a', 'b']),
    active: z.boolean().optional(),
    seen: z.date(),
    visits: z.int().multipleOf(5),
  }),
  valibot: v.object({
    id: v.pipe(v.string(), v.uuid()),
    age: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(120)),
    price: v.nullable(v.pipe(v.number(), v.gtValue(0))),
    grade: v.picklist(['a', 'b']),
    active: v.optional(v.boolean()),
    seen: v.date(),
    visits: v.pipe(v.number(), v.integer(), v.multipleOf(5)),
  }),
  arktype: type({
    id: 'string.uuid',
    age: '0 <= number.integer <= 120',
    price: 'number > 0 | null',
    grade: "'a' | 'b'",
    'active?': 'boolean',
    seen: 'Date',
    visits: 'number % 5',
  }),
} as const;
