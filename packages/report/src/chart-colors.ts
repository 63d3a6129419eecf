import type { Json } from '@verisim/core';
import { type JsonObject, mapChannels, specChannels, specData } from './chart-json.ts';

/**
 * Colours that stay apart in the common colour-vision deficiencies (after Okabe and Ito 2008), calmed; each stands out 3 to 1 from the
 * figure's ground (WCAG 2.2, 1.4.11), and the first two stay apart on grey paper.
 */
export const categoryColors: readonly string[] = [
  '#174a7c',
  '#d9661f',
  '#2f9e77',
  '#b565a0',
  '#6b7280',
  '#b0830c',
  '#3b91c2',
  '#8c564b',
];

const [REAL, SYNTHETIC, WEIGHTED, PLACEBO, CHANCE] = categoryColors;

/** Series that have a colour of their own in every chart. */
const KNOWN: readonly (readonly [RegExp, string])[] = [
  [/^(trained on )?(real|train\b)/i, REAL],
  [/^(trained on )?(synthetic|augmented)/i, SYNTHETIC],
  [/weight/i, WEIGHTED],
  [/^placebo/i, PLACEBO],
  [/^(chance|random|baseline|majority)/i, CHANCE],
];

/** One colour per series: real data is blue and synthetic data orange wherever they appear; the rest take what is left. */
export function seriesColors(names: readonly string[]): readonly string[] {
  const colors = new Map<string, string>();
  for (const name of names) {
    const color = KNOWN.find(([pattern]) => pattern.test(name))?.[1];
    if (color && ![...colors.values()].includes(color)) colors.set(name, color);
  }
  const free = categoryColors.filter((color) => ![...colors.values()].includes(color));
  let next = 0;
  return names.map((name) => colors.get(name) ?? free[next++ % free.length]);
}

/** The spec with {@link seriesColors} on every colour channel that has no scale of its own and names a known series. */
export function withSeriesColors(spec: Json): Json {
  const scales = new Map<string, Json>();
  for (const { channel, field, definition } of specChannels(spec)) {
    if (!isColorChannel(channel, definition)) continue;
    const names = [...new Set(specData(spec).flatMap((rows) => rows.map((row) => row[field])))].filter(
      (name) => typeof name === 'string',
    );
    if (names.length > categoryColors.length || !names.some((name) => KNOWN.some(([pattern]) => pattern.test(name))))
      continue;
    scales.set(field, { domain: names, range: seriesColors(names) });
  }
  return mapChannels(spec, (channel, definition) => {
    const scale = typeof definition.field === 'string' ? scales.get(definition.field) : undefined;
    return scale !== undefined && isColorChannel(channel, definition) ? { ...definition, scale } : definition;
  });
}

function isColorChannel(channel: string, definition: JsonObject): boolean {
  const nominal = definition.type === 'nominal' || definition.type === 'ordinal';
  return ['color', 'fill', 'stroke'].includes(channel) && nominal && definition.scale === undefined;
}
