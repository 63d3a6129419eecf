import type { Json } from '@verisim/core';
import { isObject, type JsonObject, mapChannels, specData } from './chart-json.ts';
import { shortenText } from './text-measure.ts';

/** What an axis gets that asks for nothing, in pixels. */
const USUAL = 170;

/**
 * The spec with no axis label longer than `most` pixels, so that labels leave room for the picture. Long names lose their middle:
 * names of slices differ at the end.
 */
export function withShortLabels(spec: Json, most: number, fontSize: number): Json {
  const rows = specData(spec).flat();
  return mapChannels(spec, (channel, definition): JsonObject => {
    if (!/^[xy]$/.test(channel) || (definition.type !== 'nominal' && definition.type !== 'ordinal')) return definition;
    const { axis = {}, field, timeUnit } = definition;
    if (!isObject(axis) || typeof field !== 'string') return definition;
    const labelLimit = Math.min(most, typeof axis.labelLimit === 'number' ? axis.labelLimit : USUAL);
    if (axis.labelExpr !== undefined || timeUnit !== undefined) return { ...definition, axis: { ...axis, labelLimit } };
    const names = [...new Set(rows.map((row) => row[field]))].filter((name) => typeof name === 'string');
    const shortened = names.map((name) => shortenText(name, labelLimit, fontSize));
    const long = names.filter((name, i) => name !== shortened[i]);
    if (long.length === 0) return { ...definition, axis: { ...axis, labelLimit } };
    const place = `indexof(${JSON.stringify(long)},datum.label)`;
    const short = JSON.stringify(shortened.filter((name, i) => name !== names[i]));
    return { ...definition, axis: { ...axis, labelLimit, labelExpr: `${place}<0?datum.label:${short}[${place}]` } };
  });
}
