import type { Json } from '@verisim/core';
import { isObject, type JsonObject, mapChannels } from './chart-json.ts';

/** The spec with no axis label longer than `most` pixels, so that labels leave room for the picture. */
export function withShortLabels(spec: Json, most: number): Json {
  return mapChannels(spec, (_, definition): JsonObject => {
    const { axis } = definition;
    if (!isObject(axis) || typeof axis.labelLimit !== 'number' || axis.labelLimit <= most) return definition;
    return { ...definition, axis: { ...axis, labelLimit: most } };
  });
}
