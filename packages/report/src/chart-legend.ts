import type { Json } from '@verisim/core';
import { specChannels, specData } from './chart-json.ts';
import { measureText } from './text-measure.ts';

const SYMBOL = 34;
/** The share of a chart's width that names on its left leave to the legend. */
const ROOM = 0.6;

/** Columns of a legend of series, so that it stays within the picture; `undefined` = all in one row. */
export function legendColumns(spec: Json, width: number, fontSize: number): number | undefined {
  const fields = specChannels(spec)
    .filter(({ channel, definition }) => /^(color|fill|stroke)$/.test(channel) && definition.type === 'nominal')
    .map(({ field }) => field);
  const names = new Set(specData(spec).flatMap((rows) => rows.flatMap((row) => fields.map((field) => row[field]))));
  const widths = [...names].map((name) => measureText(String(name ?? ''), fontSize, false) + SYMBOL);
  if (widths.reduce((sum, one) => sum + one, 0) <= ROOM * width) return undefined;
  return Math.max(1, Math.floor((ROOM * width) / widths.reduce((most, one) => Math.max(most, one), 1)));
}
