import type { Json } from '@verisim/core';
import { categoryColors } from './chart-colors.ts';
import { isObject, type JsonObject, specData, specObjects } from './chart-json.ts';

const MOST_SERIES = 6;
const DASHES: readonly Json[] = [
  [1, 0],
  [6, 3],
  [2, 2],
  [8, 3, 2, 3],
  [4, 4],
  [10, 4],
];
const SHAPES: readonly Json[] = ['circle', 'square', 'triangle-up', 'diamond', 'cross', 'triangle-down'];

/** A colour channel, and the same channel with another range. */
interface Series {
  readonly color: JsonObject;
  readonly as: (range: readonly Json[], more?: JsonObject) => JsonObject;
}

/**
 * The spec with a second sign beside the colour of every series, so that none is told by colour alone: lines are dashed, points
 * take shapes, bars drawn over each other are filled or outlined. Bars beside each other are told apart by their order.
 */
export function withSeriesMarks(spec: Json): Json {
  const rows = specData(spec);
  const visit = (part: Json): Json => {
    if (Array.isArray(part)) return part.map(visit);
    if (!isObject(part)) return part;
    const members = Object.entries(part).map(([key, member]): [string, Json] =>
      key === 'data' || key === 'datasets' || key === 'encoding' ? [key, member] : [key, visit(member)],
    );
    return withSecondSign(Object.fromEntries(members), rows);
  };
  return visit(spec);
}

function withSecondSign(part: JsonObject, rows: readonly (readonly JsonObject[])[]): JsonObject {
  const { encoding } = part;
  const series = isObject(encoding) ? seriesOf(encoding, rows) : null;
  if (series === null || !isObject(encoding)) return part;
  const marks = specObjects(part).map(markType);
  const free = (name: string) => encoding[name] === undefined;
  if (marks.includes('line')) return free('strokeDash') ? dashed(part, encoding, series) : part;
  if (marks.includes('bar')) {
    const over = ['x', 'y'].some((name) => isObject(encoding[name]) && encoding[name].stack === null);
    return over && part.mark !== undefined && free('stroke') ? outlined(part, encoding, series) : part;
  }
  if (!marks.includes('point') || !free('shape')) return part;
  return { ...part, encoding: { ...encoding, shape: series.as(SHAPES) } };
}

function seriesOf({ color }: JsonObject, rows: readonly (readonly JsonObject[])[]): Series | null {
  if (!isObject(color) || (color.type !== 'nominal' && color.type !== 'ordinal')) return null;
  const { field } = color;
  if (typeof field !== 'string') return null;
  const values = new Set(rows.flatMap((set) => set.map((row) => row[field])));
  const names = [...values].filter((name) => typeof name === 'string');
  if (names.length < 2 || names.length > MOST_SERIES) return null;
  const as: Series['as'] = (range, more = {}) => ({
    ...color,
    scale: { domain: names, range: range.slice(0, names.length) },
    ...more,
  });
  return { color, as };
}

function dashed(part: JsonObject, encoding: JsonObject, { color, as }: Series): JsonObject {
  const { legend = { symbolType: 'stroke', symbolSize: 300 } } = color;
  return { ...part, encoding: { ...encoding, color: { ...color, legend }, strokeDash: as(DASHES, { legend }) } };
}

/** The first series, and every second one, filled; the others only outlined. */
function outlined(part: JsonObject, encoding: JsonObject, { color, as }: Series): JsonObject {
  const { color: _, ...others } = encoding;
  const own = isObject(color.scale) ? color.scale.range : undefined;
  const paints: readonly Json[] = Array.isArray(own) ? own : categoryColors;
  const fill = as(paints.map((paint, i) => (i % 2 === 0 ? paint : 'transparent')));
  const mark = { ...(isObject(part.mark) ? part.mark : { type: part.mark }), opacity: 1, fillOpacity: 0.35 };
  return { ...part, mark: { ...mark, strokeWidth: 1.75 }, encoding: { ...others, stroke: as(paints), fill } };
}

function markType({ mark }: JsonObject): Json | undefined {
  return isObject(mark) ? mark.type : mark;
}
