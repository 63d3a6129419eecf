import type { Json } from '@verisim/core';

/** A JSON object. */
export type JsonObject = { readonly [key: string]: Json };

/** Whether a JSON value is an object, not an array and not `null`. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every object of a Vega-Lite spec, outermost first, except the rows of its data. */
export function specObjects(spec: Json): readonly JsonObject[] {
  if (Array.isArray(spec)) return spec.flatMap(specObjects);
  if (!isObject(spec)) return [];
  const children = Object.entries(spec).filter(([key]) => key !== 'values' && key !== 'datasets');
  return [spec, ...children.flatMap(([, child]) => specObjects(child))];
}

/** The rows of a spec's inline data sets, in order of appearance; a row of plain values becomes `{ data: value }`. */
export function specData(spec: Json): readonly (readonly JsonObject[])[] {
  const sets: Json[] = [];
  for (const part of specObjects(spec)) {
    if (isObject(part.data) && Array.isArray(part.data.values)) sets.push(part.data.values);
    if (isObject(part.datasets)) sets.push(...Object.values(part.datasets));
  }
  return sets
    .filter((set): set is readonly Json[] => Array.isArray(set) && set.length > 0)
    .map((set) => set.map((row) => (isObject(row) ? row : { data: row })));
}

/** Every channel definition (`encoding.x` ...) of a spec that names a field. */
export function specChannels(
  spec: Json,
): readonly { readonly channel: string; readonly field: string; readonly definition: JsonObject }[] {
  return specObjects(spec).flatMap((part) =>
    Object.entries(isObject(part.encoding) ? part.encoding : {}).flatMap(([channel, definition]) =>
      isObject(definition) && typeof definition.field === 'string'
        ? [{ channel, field: definition.field, definition }]
        : [],
    ),
  );
}

/** The spec with every channel definition replaced by what `change` makes of it; data stays as it is. */
export function mapChannels(spec: Json, change: (channel: string, definition: JsonObject) => JsonObject): Json {
  if (Array.isArray(spec)) return spec.map((part) => mapChannels(part, change));
  if (!isObject(spec)) return spec;
  return Object.fromEntries(
    Object.entries(spec).map(([key, part]) => {
      if (key === 'values' || key === 'datasets') return [key, part];
      if (key !== 'encoding' || !isObject(part)) return [key, mapChannels(part, change)];
      const channels = Object.entries(part).map(([channel, definition]): [string, Json] => [
        channel,
        isObject(definition) ? change(channel, definition) : definition,
      ]);
      return [key, Object.fromEntries(channels)];
    }),
  );
}
