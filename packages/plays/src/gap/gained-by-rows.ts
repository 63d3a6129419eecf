import { type Condition, rowsWhere } from '@verisim/core';
import { figureInterval, leastJudged, meanFigure } from './figures.ts';
import type { GapFigure } from './gap-proposal.ts';
import type { JudgedRows } from './judged-rows.ts';

/**
 * What the second half of the training rows took off the log loss of the rows in a gap, in nats per row: above 0 where more rows helped. `null` of too few
 * rows. The rows were partly chosen for their loss, which makes it a little too small.
 */
export function gainedByRows({ table, gained }: JudgedRows, where: readonly Condition[]): GapFigure | null {
  const inside = rowsWhere(table, where);
  if (inside.length < leastJudged.rows) return null;
  const all = meanFigure(Int32Array.from(gained.keys()), (row) => gained[row]);
  const figure = meanFigure(inside, (row) => gained[row]);
  const range = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;
  return { name: 'gained-by-twice-the-rows', ...figureInterval(figure, range), elsewhere: all.value };
}
