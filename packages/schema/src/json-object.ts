/** An object of a JSON document, members unknown. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is an object and no list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A member of its own, never one that every object has. */
export function member(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** The keyword under which a vendor's converter lists what JSON Schema has no word for. */
export const NOT_CARRIED = 'x-not-carried';

/** The keyword for how a value must be written for the schema's own `validate`: as a `Date` or as a `bigint`. */
export const WRITTEN_AS = 'x-written-as';

/** A value in a message: whole when it is short and flat, else what sort of thing it is. Safe for values of any depth. */
export function shown(value: unknown): string {
  if (isObject(value)) return 'an object';
  if (Array.isArray(value)) {
    const flat = value.length <= 8 && value.every((part) => typeof part !== 'object' || part === null);
    return flat ? `[${value.map(shown).join(', ')}]` : `a list of ${value.length}`;
  }
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}
