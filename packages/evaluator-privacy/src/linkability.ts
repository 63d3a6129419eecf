import type { Context } from '@verisim/core';
import { buildIndex, type Points } from '@verisim/nearest-neighbours';
import { type Tried, type Tries, tried } from './attack.ts';
import type { Cells } from './cells.ts';
import { gowerMetric, halfRanges, scaledPoints } from './scaled-points.ts';
import { nearestInBlocks } from './search-blocks.ts';

/**
 * Linkability (Giomi et al. 2023, section 4.2): who holds two files of the same people, with the even and with the odd columns,
 * links a person's halves when both have the same nearest synthetic row. Made on every training and every holdout row; guessing
 * picks any two synthetic rows. `null` with fewer than two columns that can be measured.
 */
export async function linkability(train: Cells, synthetic: Cells, holdout: Cells, ctx: Context): Promise<Tried | null> {
  const ranges = halfRanges(train);
  const points = scaledPoints(synthetic, ranges);
  if (points.numeric.length + points.coded.length < 2) return null;
  const halves = [0, 1].map((which) => {
    const half = halfOf(points, which);
    return { which, index: buildIndex(half, gowerMetric(half)) };
  });
  const attack = async (cells: Cells): Promise<Tries> => {
    const asked = scaledPoints(cells, ranges);
    const found: Int32Array[] = [];
    for (const { which, index } of halves)
      found.push((await nearestInBlocks(index, halfOf(asked, which), 1, ctx)).rows);
    const [first, second] = found;
    return { won: Uint8Array.from(first, (row, i) => Number(row === second[i])), by: first };
  };
  return tried('linkability', null, await attack(train), await attack(holdout), 1 / synthetic.rows);
}

/** Every second column, numeric ones first. */
function halfOf({ rows, numeric, coded }: Points, which: number): Points {
  return {
    rows,
    numeric: numeric.filter((_, j) => j % 2 === which),
    coded: coded.filter((_, c) => (numeric.length + c) % 2 === which),
  };
}
