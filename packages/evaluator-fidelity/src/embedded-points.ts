import { buildIndex, type Metric, type NeighbourIndex, nearest, type Points } from '@verisim/nearest-neighbours';
import type { ColumnPair } from './prepare-column.ts';

/** Both tables as points of one space: numbers scaled to [0, 1] on the real range, levels one-hot (a mismatch costs 2, squared), missing numbers at the real mean and flagged. */
export interface EmbeddedPoints {
  readonly real: Points;
  readonly synthetic: Points;
  readonly realIndex: NeighbourIndex;
  readonly syntheticIndex: NeighbourIndex;
}

/** Embeds prepared columns. */
export function embedPoints(pairs: readonly ColumnPair[]): EmbeddedPoints {
  const [real, synthetic] = [pointsOf(pairs, 'real'), pointsOf(pairs, 'synthetic')];
  const metric: Metric = { power: 2, codedWeights: real.coded.map(() => 2) };
  return { real, synthetic, realIndex: buildIndex(real, metric), syntheticIndex: buildIndex(synthetic, metric) };
}

/** The distance of each point to the nearest other point of its table. */
export function ownDistances(
  index: NeighbourIndex,
  points: Points,
): { readonly distances: Float64Array; readonly rows: Int32Array } {
  return nearest(index, points, { k: 1, exclude: Int32Array.from({ length: points.rows }, (_, row) => row) });
}

function pointsOf(pairs: readonly ColumnPair[], side: 'real' | 'synthetic'): Points {
  const numeric: Float64Array[] = [];
  const coded: Int32Array[] = [];
  for (const pair of pairs) {
    if (!pair.ordered) {
      coded.push(pair[side]);
      continue;
    }
    const { sorted } = pair.real;
    if (sorted.length === 0) continue;
    const low = sorted[0];
    const width = sorted[sorted.length - 1] - low || 1;
    const middle = pair.real.moments.mean;
    numeric.push(
      pair[side].values.map((value) =>
        Math.max(-1e6, Math.min(1e6, ((Number.isNaN(value) ? middle : value) - low) / width)),
      ),
    );
    if ([pair.real, pair.synthetic].some((one) => one.sorted.length < one.values.length))
      coded.push(Int32Array.from(pair[side].values, (value) => (Number.isNaN(value) ? 1 : 0)));
  }
  return { rows: (numeric[0] ?? coded[0]).length, numeric, coded };
}
