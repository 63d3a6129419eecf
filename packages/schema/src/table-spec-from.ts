import { fromJsonSchema, type SchemaReading } from './from-json-schema.ts';
import type { StandardSchema } from './standard-schema.ts';
import { vendorJsonSchema } from './vendor-json-schema.ts';

/**
 * The table that a Standard Schema of one row takes in: kinds, nullable, bounds, levels, date formats, ids, and constraints for what
 * columns cannot say. What neither can (refinements, transformations, patterns, lengths, nested objects) is in `losses`; {@link
 * schemaValidator} holds rows against all of it. Columns stand in the schema's order, but arktype's are sorted by arktype.
 * Throws `schema/not-a-schema` and `schema/cannot-look-inside`.
 */
export function tableSpecFrom(schema: StandardSchema): SchemaReading {
  return fromJsonSchema(vendorJsonSchema(schema));
}
