export { fromJsonSchema, type SchemaReading } from './from-json-schema.ts';
export type { JsonObject } from './json-object.ts';
export { rowObject } from './row-object.ts';
export { type StandardSchemaOptions, schemaValidator } from './schema-validator.ts';
export type { StandardIssue, StandardResult, StandardSchema } from './standard-schema.ts';
export { tableSpecFrom } from './table-spec-from.ts';
export { toJsonSchema } from './to-json-schema.ts';
