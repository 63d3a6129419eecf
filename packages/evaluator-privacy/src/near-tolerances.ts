import type { Cells } from './cells.ts';

/**
 * How far numbers of a near copy may be apart, per numeric column: `part` of the spread from the 5th to the 95th percentile,
 * of the whole range where that is 0; a long tail does not widen it.
 */
export function nearTolerances({ numeric }: Cells, part: number): readonly number[] {
  return numeric.map((values) => {
    const sorted = values.filter((value) => !Number.isNaN(value)).sort();
    if (sorted.length === 0) return 0;
    const at = (q: number) => sorted[Math.round(q * (sorted.length - 1))];
    const spread = at(0.95) - at(0.05) || at(1) - at(0);
    return part * Math.min(spread, Number.MAX_VALUE);
  });
}
