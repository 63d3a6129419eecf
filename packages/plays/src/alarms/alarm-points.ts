import { columnKinds, columnOf, type Random, shuffle, type Table, takeRows } from '@verisim/core';
import type { Metric, Points } from '@verisim/nearest-neighbours';

/** Real and synthetic rows as points of one space. */
export interface AlarmPoints {
  readonly real: Points;
  readonly synthetic: Points;
  readonly metric: Metric;
}

/** Beyond this many widths all values are as far. */
const FARTHEST = 1e6;

/**
 * Points of both tables: numbers in units of the real 5 % to 95 % range, a category that differs one such unit, a missing number likewise. Ids,
 * free text and ignored columns are left out. `null` when no column is left.
 */
export function alarmPoints(real: Table, synthetic: Table): AlarmPoints | null {
  const points = [real, synthetic].map(({ rows }) => ({
    rows,
    numeric: [] as Float64Array[],
    coded: [] as Int32Array[],
  }));
  for (const spec of real.spec.columns) {
    const there = synthetic.spec.columns.some(({ name }) => name === spec.name);
    if (!there || spec.role === 'ignore' || columnKinds[spec.kind].storage === 'text') continue;
    const [a, b] = [columnOf(real, spec.name), columnOf(synthetic, spec.name)];
    if (a.storage === 'numeric' && b.storage === 'numeric') {
      const scale = scaleOf(a.values);
      for (const [i, { values }] of [a, b].entries()) points[i].numeric.push(values.map(scale));
    } else if (a.storage === 'coded' && b.storage === 'coded') {
      const codes = new Map([...new Set([...a.levels, ...b.levels])].map((level, code) => [level, code]));
      for (const [i, column] of [a, b].entries()) {
        const map = column.levels.map((level) => codes.get(level)!);
        points[i].coded.push(column.codes.map((code) => (code < 0 ? -1 : map[code])));
      }
    }
  }
  if (points[0].numeric.length + points[0].coded.length === 0) return null;
  return { real: points[0], synthetic: points[1], metric: { power: 2 } };
}

function scaleOf(values: Float64Array): (value: number) => number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  if (sorted.length === 0) return (value) => (Number.isNaN(value) ? value : 0);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))];
  const width = at(0.95) - at(0.05) || sorted[sorted.length - 1] - sorted[0] || 1;
  const middle = at(0.5);
  return (value) => Math.max(-FARTHEST, Math.min(FARTHEST, (value - middle) / width));
}

/** The same points by their ordered columns alone; `null` when there are none, or no others. */
export function orderedPoints({ real, synthetic, metric }: AlarmPoints): AlarmPoints | null {
  if (real.numeric.length === 0 || real.coded.length === 0) return null;
  return { real: { ...real, coded: [] }, synthetic: { ...synthetic, coded: [] }, metric };
}

/** At most so many rows of a table, drawn by chance. */
export function atMost(table: Table, most: number, random: Random): Table {
  if (table.rows <= most) return table;
  const order = shuffle(
    Int32Array.from({ length: table.rows }, (_, row) => row),
    random,
  );
  return takeRows(table, order.subarray(0, most).sort());
}
