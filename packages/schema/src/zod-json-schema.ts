import { type JsonObject, NOT_CARRIED, WRITTEN_AS } from './json-object.ts';
import type { StandardSchema } from './standard-schema.ts';

/** What zod tells an override of each part of a schema. */
interface ZodPart {
  readonly jsonSchema: Record<string, unknown>;
  readonly zodSchema: { readonly _zod: { readonly def: ZodDefinition } };
}

interface ZodDefinition {
  readonly type: string;
  readonly checks?: readonly { readonly _zod: { readonly def: { readonly check: string } } }[];
}

/** Types that JSON Schema cannot hold; zod writes them as `{}` when asked not to refuse. */
const UNREPRESENTABLE: readonly string[] = [
  'map',
  'set',
  'symbol',
  'function',
  'file',
  'custom',
  'promise',
  'nan',
  'void',
];
const CHECKS: Readonly<Record<string, string>> = { custom: 'refine', overwrite: 'overwrite' };

/** The JSON Schema of a zod schema's input, with what it has no word for listed. */
export function zodJsonSchema(schema: StandardSchema): JsonObject {
  const convert = schema['~standard'].jsonSchema?.input;
  if (!convert) throw new TypeError('zod 4.2 or later is needed');
  return convert({ target: 'draft-2020-12', libraryOptions: { unrepresentable: 'any', override: annotate } });
}

function annotate({ jsonSchema, zodSchema }: ZodPart): void {
  const { type, checks = [] } = zodSchema._zod.def;
  const lost = new Set((jsonSchema[NOT_CARRIED] as string[] | undefined) ?? []);
  for (const { _zod } of checks) {
    const { check } = _zod.def;
    if (Object.hasOwn(CHECKS, check)) lost.add(CHECKS[check]);
    else if (type === 'date' || type === 'bigint') lost.add(check);
  }
  if (UNREPRESENTABLE.includes(type) || type === 'pipe') lost.add(type === 'pipe' ? 'transform' : type);
  if (type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time', [WRITTEN_AS]: 'date' });
  if (type === 'bigint') Object.assign(jsonSchema, { type: 'integer', [WRITTEN_AS]: 'bigint' });
  if (lost.size > 0) jsonSchema[NOT_CARRIED] = [...lost];
}
