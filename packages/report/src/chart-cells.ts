import type { Json } from '@verisim/core';
import { isObject, type JsonObject, specData } from './chart-json.ts';

const MOST_CELLS = 150;
const CELL = 30;
const DARK = 0.68;

/**
 * The spec with the number in every cell of a heat map of up to 150 cells, where a cell is wide enough: shades are told apart badly,
 * and on grey paper a diverging scale loses its sign.
 */
export function withCellNumbers(spec: Json, width: number): Json {
  if (!isObject(spec)) return spec;
  const rows = specData(spec);
  if (isObject(spec.spec)) {
    const { facet } = spec;
    const across = isObject(facet) && isObject(facet.column) ? distinct(rows, facet.column.field) : 1;
    return { ...spec, spec: numbered(spec.spec, rows, (0.75 * width) / Math.max(1, across), across) };
  }
  return numbered(spec, rows, 0.75 * width, 1);
}

function numbered(view: JsonObject, rows: readonly (readonly JsonObject[])[], room: number, views: number): JsonObject {
  const { mark, encoding } = view;
  if ((isObject(mark) ? mark.type : mark) !== 'rect' || !isObject(encoding)) return view;
  const { color, ...others } = encoding;
  const { x } = others;
  if (!isObject(color) || color.type !== 'quantitative' || typeof color.field !== 'string' || !isObject(x)) return view;
  const cells = rows.reduce((sum, set) => sum + set.length, 0) / views;
  if (cells > MOST_CELLS || room / Math.max(1, distinct(rows, x.field)) < CELL) return view;
  if (!hasKnownShades(color.scale)) return view;
  const test = darkTest(color.field, rows, isObject(color.scale) ? color.scale.domain : undefined);
  const text: JsonObject = {
    text: { field: color.field, type: 'quantitative', format: '.2f' },
    color: { condition: { test, value: '#ffffff' }, value: '#1d2228' },
  };
  const { mark: _, encoding: __, ...rest } = view;
  const layer = [
    { mark, encoding: { color } },
    { mark: { type: 'text', fontSize: 10 }, encoding: text },
  ] as Json[];
  return { ...rest, encoding: others, layer };
}

/** When the shade is so dark that ink no longer stands out: past 0.68 of the scale, counted from its pale end or middle. */
function darkTest(field: string, rows: readonly (readonly JsonObject[])[], domain: Json | undefined): string {
  const ends = Array.isArray(domain) ? domain : rows.flatMap((set) => set.map((row) => row[field]));
  const numbers = ends.filter((end) => typeof end === 'number');
  const low = numbers.reduce((least, end) => Math.min(least, end), Number.POSITIVE_INFINITY);
  const high = numbers.reduce((most, end) => Math.max(most, end), Number.NEGATIVE_INFINITY);
  const value = `datum[${JSON.stringify(field)}]`;
  const [pale, size] = low < 0 && high > 0 ? [0, Math.max(-low, high)] : [low, high - low];
  return `isValid(${value}) && abs(${value} - ${pale}) > ${DARK * size}`;
}

/** Whether the pale end of the scale is known to be low, or in the middle. */
function hasKnownShades(scale: Json | undefined): boolean {
  if (!isObject(scale)) return true;
  return (
    scale.range === undefined &&
    scale.reverse === undefined &&
    [undefined, 'blueorange'].includes(scale.scheme as never)
  );
}

function distinct(rows: readonly (readonly JsonObject[])[], field: Json | undefined): number {
  return typeof field === 'string' ? new Set(rows.flatMap((set) => set.map((row) => row[field]))).size : 0;
}
