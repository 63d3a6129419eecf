import { type JsonObject, NOT_CARRIED, WRITTEN_AS } from './json-object.ts';
import type { StandardSchema } from './standard-schema.ts';

/** What arktype tells a fallback of a part that JSON Schema has no word for. */
interface ArkPart {
  readonly code: string;
  readonly base: JsonObject;
  readonly domain?: string;
}

/** The JSON Schema of an arktype type's input, with what it has no word for listed. arktype sorts the keys of an object. */
export function arktypeJsonSchema(schema: StandardSchema): JsonObject {
  const convert = schema['~standard'].jsonSchema?.input;
  if (!convert) throw new TypeError('arktype 2.1.28 or later is needed');
  return convert({ target: 'draft-2020-12', libraryOptions: { fallback: { default: annotate } } });
}

function annotate({ code, base, domain }: ArkPart): JsonObject {
  if (code === 'date') return { ...base, type: 'string', format: 'date-time', [WRITTEN_AS]: 'date' };
  if (code === 'domain' && domain === 'bigint') return { ...base, type: 'integer', [WRITTEN_AS]: 'bigint' };
  const before = (base[NOT_CARRIED] as readonly string[] | undefined) ?? [];
  return { ...base, [NOT_CARRIED]: [...new Set([...before, code])] };
}
