import type { Json } from '@verisim/core';
import { isObject, type JsonObject, mapChannels } from './chart-json.ts';

const PIXELS_PER_SIGN = 6.6;
/** What an axis gets that asks for nothing. */
const USUAL = 170;

/**
 * The spec with no axis label longer than `most` pixels, so that labels leave room for the picture. Long names lose their middle:
 * names of slices differ at the end.
 */
export function withShortLabels(spec: Json, most: number): Json {
  return mapChannels(spec, (channel, definition): JsonObject => {
    if (!/^[xy]$/.test(channel) || (definition.type !== 'nominal' && definition.type !== 'ordinal')) return definition;
    if (definition.axis === null) return definition;
    const axis = isObject(definition.axis) ? definition.axis : {};
    const asked = typeof axis.labelLimit === 'number' ? axis.labelLimit : USUAL;
    const limit = Math.min(most, asked);
    const signs = Math.max(8, Math.floor(limit / PIXELS_PER_SIGN));
    const half = Math.floor((signs - 1) / 2);
    const shortened = `slice(datum.label,0,${half})+'…'+slice(datum.label,-${half})`;
    const own = axis.labelExpr === undefined && definition.timeUnit === undefined;
    return {
      ...definition,
      axis: {
        ...axis,
        labelLimit: limit,
        ...(own ? { labelExpr: `length(datum.label)>${signs}?${shortened}:datum.label` } : {}),
      },
    };
  });
}
