import type { ColumnSpec, Constraint, TableSpec } from '@verisim/core';
import { columnFromJsonSchema } from './column-from-json-schema.ts';
import { notASchema } from './errors.ts';
import { isObject, type JsonObject, member, NOT_CARRIED } from './json-object.ts';
import { settleSchema } from './settle-json-schema.ts';
import { columnOrder, rowConstraints } from './verisim-keyword.ts';

/** A schema as a table's, and all that a table's schema could not say. */
export interface SchemaReading {
  readonly spec: TableSpec;
  /** What was left behind, in words, by column; `null` = of the row as a whole. Empty: nothing was. */
  readonly losses: readonly { readonly column: string | null; readonly what: string }[];
}

/** Keywords of the row that are read, or that say nothing a table could break. */
const READ: readonly string[] = [
  ...['type', 'properties', 'required', 'additionalProperties', 'unevaluatedProperties', 'x-verisim', NOT_CARRIED],
  ...[
    '$schema',
    '$id',
    '$defs',
    'definitions',
    '$comment',
    'title',
    'description',
    'examples',
    'deprecated',
    '$anchor',
  ],
];

/**
 * A JSON Schema (draft 2020-12; what 07 and OpenAPI 3.0 write differently is understood as well) of one row as an object. `$ref`
 * is followed within the document. A property that may be left out is nullable. What a column cannot say becomes a constraint
 * (one end of a range, an open end, multiples, listed numbers) or is listed in `losses`, among it every property that is an object
 * or a list and so no column. Throws `schema/not-a-schema` when there is no object or no column.
 */
export function fromJsonSchema(schema: unknown): SchemaReading {
  if (!isObject(schema)) throw notASchema('it is no object');
  const { keywords, lost } = settleSchema(schema, schema);
  const properties = member(keywords, 'properties');
  if (!isObject(properties)) throw notASchema('it has no "properties"');
  const losses: { column: string | null; what: string }[] = [...lost, ...rowLosses(keywords)].map((what) => ({
    column: null,
    what,
  }));
  const required = new Set(asList(member(keywords, 'required')));
  const columns: ColumnSpec[] = [];
  const constraints: Constraint[] = [];
  for (const name of columnOrder(keywords, Object.keys(properties))) {
    const reading = columnFromJsonSchema(name, settleSchema(properties[name], schema), required.has(name));
    if (reading.spec) columns.push(reading.spec);
    for (const constraint of reading.constraints) constraints.push(constraint);
    for (const what of reading.lost) losses.push({ column: name, what });
  }
  if (columns.length === 0) throw notASchema('none of its properties can be a column');
  const stated = rowConstraints(
    keywords,
    columns.map(({ name }) => name),
  );
  if (stated.broken > 0)
    losses.push({ column: null, what: `${stated.broken} of the constraints, which are broken or name no column` });
  constraints.push(...stated.constraints);
  return { spec: constraints.length > 0 ? { columns, constraints } : { columns }, losses };
}

function rowLosses(keywords: JsonObject): string[] {
  const carried = asList(member(keywords, NOT_CARRIED)).map(String);
  const rest = member(keywords, 'additionalProperties');
  const open = isObject(rest) && Object.keys(rest).length > 0 ? ['the schema of further properties'] : [];
  return [...carried, ...open, ...Object.keys(keywords).filter((word) => !READ.includes(word))];
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
