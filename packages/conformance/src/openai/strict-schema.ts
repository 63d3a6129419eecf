import { type ApiError, badRequest } from './api-answer.ts';
import { isObject, type JsonObject } from './json-object.ts';

const NAME = /^[a-zA-Z0-9_-]{1,64}$/;

/**
 * The schema of a `json_schema` format, or what is wrong with it. With `strict`, as the API has it: the root is an object; each object names all its
 * properties as required and takes no others (platform guide "Structured Outputs", supported schemas).
 */
export function readSchema(format: JsonObject, param: string): JsonObject | ApiError {
  const { name, schema, strict } = format;
  if (typeof name !== 'string' || !NAME.test(name)) {
    return badRequest(`Invalid '${param}.name': expected a string that matches ${NAME.source}.`, `${param}.name`);
  }
  if (!isObject(schema)) return badRequest(`Missing required parameter: '${param}.schema'.`, `${param}.schema`);
  const fault = strict === true ? (schema.type === 'object' ? strictFault(schema, []) : atPlace([], ROOT)) : null;
  if (fault === null) return schema;
  return badRequest(`Invalid schema for response_format '${name}': ${fault}`, param, 'invalid_json_schema');
}

const ROOT = 'schema must be a JSON Schema of \'type: "object"\'.';

const atPlace = (place: readonly string[], what: string) => `In context=(${place.join(', ')}), ${what}`;

function strictFault(schema: unknown, place: readonly string[]): string | null {
  if (!isObject(schema)) return null;
  const { properties, required, additionalProperties } = schema;
  if (schema.type === 'object' || isObject(properties)) {
    if (additionalProperties !== false)
      return atPlace(place, "'additionalProperties' is required to be supplied and to be false.");
    const names = Object.keys(isObject(properties) ? properties : {});
    const asked = new Set(Array.isArray(required) ? required : []);
    const missing = names.find((name) => !asked.has(name));
    if (missing !== undefined)
      return atPlace(
        place,
        `'required' is required to be supplied and to be an array including every key in properties. Missing '${missing}'.`,
      );
  }
  for (const [part, at] of schemaParts(schema)) {
    const fault = strictFault(part, [...place, ...at]);
    if (fault !== null) return fault;
  }
  return null;
}

/** The schemas within a schema, and where they stand. */
function schemaParts(schema: JsonObject): [unknown, string[]][] {
  const named = ['properties', '$defs', 'definitions'].flatMap((key) =>
    Object.entries(isObject(schema[key]) ? schema[key] : {}).map(([name, part]): [unknown, string[]] => [
      part,
      [`'${key}'`, `'${name}'`],
    ]),
  );
  const listed = ['anyOf', 'allOf', 'oneOf', 'prefixItems'].flatMap((key) => {
    const parts = schema[key];
    return (Array.isArray(parts) ? parts : []).map((part, i): [unknown, string[]] => [part, [`'${key}'`, `'${i}'`]]);
  });
  return [...named, ...listed, [schema.items, ["'items'"]]];
}
