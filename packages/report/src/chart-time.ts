import type { Json } from '@verisim/core';
import { isObject, type JsonObject, mapChannels } from './chart-json.ts';

/** The spec with instants shown in UTC, so that a chart does not depend on where it is drawn. */
export function withUtcTime(spec: Json): Json {
  return mapChannels(spec, (_, definition): JsonObject => {
    const { type, timeUnit, scale } = definition;
    const unit: JsonObject =
      typeof timeUnit === 'string' && !/^(utc|binned)/.test(timeUnit) ? { timeUnit: `utc${timeUnit}` } : {};
    if (type !== 'temporal' || scale === null) return { ...definition, ...unit };
    return { ...definition, ...unit, scale: { type: 'utc', ...(isObject(scale) ? scale : {}) } };
  });
}
