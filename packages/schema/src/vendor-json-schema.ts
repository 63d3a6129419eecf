import { arktypeJsonSchema } from './arktype-json-schema.ts';
import { cannotLookInside, notASchema } from './errors.ts';
import type { JsonObject } from './json-object.ts';
import { isStandardSchema, type StandardSchema } from './standard-schema.ts';
import { isValibot, valibotJsonSchema } from './valibot-json-schema.ts';
import { zodJsonSchema } from './zod-json-schema.ts';

const VENDORS: Readonly<Record<string, (schema: StandardSchema) => JsonObject>> = {
  zod: zodJsonSchema,
  arktype: arktypeJsonSchema,
};

/**
 * The JSON Schema of what a Standard Schema takes in: by its own Standard JSON Schema, asked in the vendor's way where that tells
 * more; valibot's, which has none, by its parts. Throws `schema/not-a-schema` and `schema/cannot-look-inside`.
 */
export function vendorJsonSchema(schema: StandardSchema): JsonObject {
  if (!isStandardSchema(schema)) throw notASchema('it has no "~standard" of version 1');
  const { vendor, jsonSchema } = schema['~standard'];
  try {
    if (Object.hasOwn(VENDORS, vendor)) return VENDORS[vendor](schema);
    if (jsonSchema) return jsonSchema.input({ target: 'draft-2020-12' });
    if (isValibot(schema)) return valibotJsonSchema(schema);
  } catch (cause) {
    throw cannotLookInside(vendor, cause);
  }
  throw cannotLookInside(vendor);
}
