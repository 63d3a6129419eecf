import { type Column, type Context, checkpoint, type RowFinding, type Table, type Validator } from '@verisim/core';
import { z } from 'zod';
import { notASchema } from './errors.ts';
import { isObject, type JsonObject, member, WRITTEN_AS } from './json-object.ts';
import { type CellWriter, jsonWriter, writeRow } from './row-object.ts';
import { settleSchema } from './settle-json-schema.ts';
import { isStandardSchema, type StandardIssue, type StandardSchema } from './standard-schema.ts';
import { vendorJsonSchema } from './vendor-json-schema.ts';

/** How the schema is applied. */
export interface StandardSchemaOptions {
  /** Drop rows that the schema refuses; otherwise they are reported and kept. */
  readonly drop: boolean;
}

/** Rows between two looks at the signal. */
const BATCH = 2048;

/**
 * A validator that holds every row against a Standard Schema by the schema's own `validate`, synchronous or not, so that refinements
 * and patterns count too. One finding for each path that is complained about, with the first complaint. Cells are written
 * as the schema says it takes them (dates as `Date` or text, missing cells as `null` or left out); of a schema that does not
 * say, as {@link rowObject} writes them. Throws `schema/not-a-schema`.
 */
export function schemaValidator(schema: StandardSchema): Validator<StandardSchemaOptions> {
  if (!isStandardSchema(schema)) throw notASchema('it has no "~standard" of version 1');
  return {
    kind: 'validator',
    api: 1,
    name: 'standard-schema',
    version: '0.1.0',
    summary: 'Rows pass a schema of zod, valibot, arktype or another Standard Schema',
    options: z.strictObject({ drop: z.boolean().default(true).describe('drop rows that the schema refuses') }),
    async check(batch, { drop }, _evidence, ctx) {
      const complaints = await complaintsOn(batch, schema, ctx);
      const keep = new Uint8Array(batch.rows).fill(1);
      if (drop) for (const { rows } of complaints.values()) for (const row of rows) keep[row] = 0;
      return { keep, findings: [...complaints].map(([path, one]) => findingOn(batch.rows, path, one, drop)) };
    },
  };
}

interface Complaint {
  readonly rows: number[];
  readonly first: string;
}

async function complaintsOn(
  batch: Table,
  schema: StandardSchema,
  ctx: Context,
): Promise<ReadonlyMap<string, Complaint>> {
  const names = batch.spec.columns.map(({ name }) => name);
  const writers = writersFor(batch, schema);
  const { validate } = schema['~standard'];
  const complaints = new Map<string, Complaint>();
  for (let row = 0; row < batch.rows; row++) {
    if (row % BATCH === 0) await checkpoint(ctx.signal);
    const answer = validate(writeRow(names, writers, row));
    const { issues = [] } = 'then' in answer ? await answer : answer;
    for (const issue of issues) {
      const path = pathOf(issue);
      const known = complaints.get(path);
      if (!known) complaints.set(path, { rows: [row], first: issue.message });
      else if (known.rows[known.rows.length - 1] !== row) known.rows.push(row);
    }
  }
  return complaints;
}

function pathOf({ path = [] }: StandardIssue): string {
  return path.map((step) => String(typeof step === 'object' ? step.key : step)).join('.');
}

function findingOn(batchRows: number, path: string, { rows, first }: Complaint, drops: boolean): RowFinding {
  const where = path === '' ? 'as a whole' : `at "${path}"`;
  const count = `${rows.length} of ${batchRows} rows (first: row ${rows[0] + 1})`;
  const message = `${count} are refused by the schema ${where}: ${first}${drops ? '; dropped' : ''}.`;
  return { rule: 'schema-issue', level: 'warning', message, rows: Int32Array.from(rows), drops };
}

function writersFor(batch: Table, schema: StandardSchema): readonly CellWriter[] {
  const wanted = rowSchema(schema);
  const properties = wanted && isObject(wanted.properties) ? wanted.properties : null;
  const required = wanted && Array.isArray(wanted.required) ? wanted.required : [];
  return batch.spec.columns.map((spec, i) => {
    const json = jsonWriter(spec, batch.columns[i]);
    const property = properties ? member(properties, spec.name) : undefined;
    if (property === undefined || wanted === null) return json;
    const { keywords, nullable } = settleSchema(property, wanted);
    const absent = nullable || required.includes(spec.name) ? null : undefined;
    return writerAs(json, batch.columns[i], member(keywords, WRITTEN_AS), absent);
  });
}

function writerAs(json: CellWriter, column: Column, form: unknown, absent: null | undefined): CellWriter {
  return (row) => {
    const cell = json(row);
    if (cell === null) return absent;
    if (column.storage !== 'numeric') return cell;
    if (form === 'date') return new Date(column.values[row]);
    return form === 'bigint' && Number.isInteger(cell) ? BigInt(column.values[row]) : cell;
  };
}

/** What the schema says it takes in, `null` when it does not say. */
function rowSchema(schema: StandardSchema): JsonObject | null {
  try {
    const json = vendorJsonSchema(schema);
    return settleSchema(json, json).keywords;
  } catch {
    return null;
  }
}
