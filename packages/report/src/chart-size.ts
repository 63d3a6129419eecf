import type { Json } from '@verisim/core';
import { isObject, type JsonObject, specData } from './chart-json.ts';

/**
 * A spec that is about `width` pixels wide, its axes included. A single view takes the whole width unless it asks for
 * 60 % of it or less, or for a width per step; composed views keep their own sizes and are given a default that fits.
 */
export function sizedSpec(
  original: JsonObject,
  width: number,
): { readonly spec: JsonObject; readonly viewWidth: number } {
  const spec: JsonObject = hasGroupedRows(original) ? { ...original, height: { step: 14 } } : original;
  if (isObject(spec.facet)) return facetSpec(spec, width);
  const across = viewsAcross(spec);
  if (across > 0) return { spec, viewWidth: Math.max(100, Math.round(width / across) - 80) };
  const asked = spec.width;
  if (isObject(asked)) return { spec, viewWidth: width };
  const own = typeof asked === 'number' && asked <= 0.6 * width ? asked : null;
  if (own !== null) return { spec, viewWidth: own };
  return { spec: { ...spec, width, autosize: { type: 'fit', contains: 'padding' } }, viewWidth: width };
}

/** Facets share the width that names on the left leave; columns of cells get a width per name. */
function facetSpec(spec: JsonObject, width: number): { readonly spec: JsonObject; readonly viewWidth: number } {
  const facet = spec.facet as JsonObject;
  const inner = isObject(spec.spec) ? spec.spec : {};
  const column = isObject(facet.column) ? distinct(spec, facet.column.field) : 0;
  const across = Math.max(1, column || viewsAcross(spec));
  const room = 0.78 * width;
  const viewWidth = Math.max(100, Math.round(room / across));
  const x = isObject(inner.encoding) && isObject(inner.encoding.x) ? inner.encoding.x : {};
  if (x.type !== 'nominal' || inner.width !== undefined) return { spec, viewWidth };
  const step = Math.min(36, Math.max(11, Math.floor(room / (across * Math.max(1, distinct(spec, x.field))))));
  return { spec: { ...spec, spec: { ...inner, width: { step } } }, viewWidth };
}

function distinct(spec: JsonObject, field: Json | undefined): number {
  if (typeof field !== 'string') return 0;
  return new Set(specData(spec).flatMap((rows) => rows.map((row) => row[field]))).size;
}

/** Bars side by side in every row, and no height asked for. */
function hasGroupedRows({ height, encoding }: JsonObject): boolean {
  return height === undefined && isObject(encoding) && encoding.yOffset !== undefined;
}

/** How many views stand beside each other; 0 for a single view. */
function viewsAcross(spec: JsonObject): number {
  if (Array.isArray(spec.hconcat)) return spec.hconcat.length;
  const columns = typeof spec.columns === 'number' ? spec.columns : 2;
  if (Array.isArray(spec.concat)) return Math.min(columns, spec.concat.length);
  if (Array.isArray(spec.vconcat)) return 1;
  if (spec.facet !== undefined || spec.repeat !== undefined) return columns;
  const encoding: Json = spec.encoding ?? null;
  if (!isObject(encoding)) return 0;
  if (encoding.column !== undefined || encoding.facet !== undefined) return columns;
  return encoding.row === undefined ? 0 : 1;
}
