import { type ColumnSpec, columnKinds, type TableSpec } from '@verisim/core';
import type { JsonObject } from './json-object.ts';
import { isDay, isTruth } from './row-object.ts';
import { WALL_CLOCK } from './string-column.ts';
import { VERISIM } from './verisim-keyword.ts';

/**
 * The JSON Schema (draft 2020-12) of one row as {@link rowObject} writes it: all columns required, missing cells `null`. What JSON
 * Schema has no word for stands under `x-verisim`: of each column its kind, role, decimals, format and zone; of the row the order
 * of the columns and the constraints. {@link fromJsonSchema} makes the same spec of it again, but for bounds that are not finite.
 */
export function toJsonSchema(spec: TableSpec): JsonObject {
  const names = spec.columns.map((column) => column.name);
  const { constraints = [] } = spec;
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: Object.fromEntries(spec.columns.map((column) => [column.name, columnSchema(column)])),
    required: names,
    additionalProperties: false,
    [VERISIM]: constraints.length > 0 ? { columns: names, constraints } : { columns: names },
  };
}

function columnSchema(spec: ColumnSpec): JsonObject {
  const { name: _, nullable, levels, bounds, ...extras } = spec;
  const plain = plainSchema(spec);
  const enumeration = plain.enum as readonly unknown[] | undefined;
  return {
    ...plain,
    ...(nullable ? { type: [plain.type, 'null'] } : {}),
    ...(enumeration ? { enum: nullable ? [...enumeration, null] : enumeration } : {}),
    [VERISIM]: spec.kind === 'datetime' && bounds ? { ...extras, bounds } : extras,
  };
}

function plainSchema(spec: ColumnSpec): JsonObject {
  const { kind, levels, bounds, zone } = spec;
  const { storage, whole } = columnKinds[kind];
  if (kind === 'datetime') {
    if (isDay(spec)) return { type: 'string', format: 'date' };
    return { type: 'string', ...(zone ? { format: 'date-time' } : { pattern: WALL_CLOCK }) };
  }
  if (storage === 'numeric') {
    const [low, high] = bounds ?? [];
    return {
      type: whole ? 'integer' : 'number',
      ...(Number.isFinite(low) ? { minimum: low } : {}),
      ...(Number.isFinite(high) ? { maximum: high } : {}),
    };
  }
  if (storage === 'text') return { type: 'string' };
  if (isTruth(spec)) return { type: 'boolean', ...(levels ? { enum: levels.map((level) => level === 'true') } : {}) };
  return { type: 'string', ...(levels ? { enum: levels } : {}) };
}
