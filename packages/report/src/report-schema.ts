import type { Json } from '@verisim/core';
import { z } from 'zod';
import { isObject } from './chart-json.ts';
import type { Report } from './report.ts';

const text = z.string();
const number = z.custom<number>((value) => typeof value === 'number', 'expected a number');
const numberOrNull = number.nullable();
// Not z.json(): it would copy, and lose a key named __proto__.
const json = z.custom<Json>((value) => value !== undefined, 'expected JSON');
const object = z.custom<{ readonly [key: string]: Json }>((value) => isObject(value as Json), 'expected an object');
const numbers = z.custom<Readonly<Record<string, number>>>(
  (value) => isObject(value as Json) && Object.values(value as object).every((member) => typeof member === 'number'),
  'expected an object of numbers',
);

const table = z.strictObject({
  caption: text,
  columns: z.array(text),
  rows: z.array(z.array(z.union([text, number, z.null()]))),
});

const chart = z.strictObject({ name: text, title: text, spec: json });

const finding = z.strictObject({ rule: text, level: z.enum(['info', 'warning', 'error']), message: text });

const measurement = z.strictObject({
  metric: text,
  model: text.nullable(),
  value: numberOrNull,
  low: numberOrNull,
  high: numberOrNull,
  better: z.enum(['higher', 'lower', 'neither']),
  where: z.strictObject({
    column: text.optional(),
    columns: z.tuple([text, text]).optional(),
    slice: text.optional(),
  }),
  range: z.tuple([number, number]).optional(),
  reference: numbers.optional(),
});

const section = z.strictObject({
  title: text,
  text: z.array(text).optional(),
  tables: z.array(table).optional(),
  charts: z.array(chart).optional(),
  findings: z.array(finding).optional(),
  measurements: z.array(measurement).optional(),
});

const verdict = z.strictObject({
  decision: z.enum(['use', 'do not use', 'real data suffices', 'cannot tell']),
  reason: text,
  metric: text,
  lift: numberOrNull,
  low: numberOrNull,
  high: numberOrNull,
  threshold: number,
  needsRows: numberOrNull,
});

const opening = z.strictObject({ reason: text, run: text.optional(), time: text.optional() });

/** A report with nothing missing and nothing that this version does not know. */
export const reportSchema: z.ZodType<Report> = z.strictObject({
  title: text,
  question: text,
  requirement: text.optional(),
  conclusion: text.optional(),
  verdicts: z.array(z.strictObject({ title: text, verdict })),
  sections: z.array(section),
  openings: z.array(opening).optional(),
  notTested: z.array(text).optional(),
  provenance: object,
});
