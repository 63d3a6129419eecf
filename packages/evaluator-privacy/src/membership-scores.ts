import type { Context } from '@verisim/core';
import { buildIndex } from '@verisim/nearest-neighbours';
import { type Cells, concatCells } from './cells.ts';
import { exposures } from './exposure.ts';
import { membershipMargins } from './membership-classifier.ts';
import { ensembleScores } from './membership-ensemble.ts';
import { gowerMetric, halfRanges, scaledPoints } from './scaled-points.ts';
import { nearestInBlocks } from './search-blocks.ts';

/** Which way a membership attack takes. */
export type MembershipWay = 'distance' | 'density-ratio' | 'classifier' | 'ensemble';

/** What one attack says of each real row: the lower, the more it looks like a row that was trained on. */
export interface MembershipScores {
  readonly way: MembershipWay;
  readonly train: Float64Array;
  readonly holdout: Float64Array;
}

/**
 * The scores of four attacks: distance to the nearest synthetic row (GAN-Leaks, Chen et al. 2020); that over the distance to the
 * nearest other real row, a local density ratio against a reference (DOMIAS, van Breugel et al. 2023); trees that tell synthetic
 * from real rows; and an ensemble of the three. Training and holdout rows are treated alike
 * throughout, so that without a leak every score is as likely for either. `null` when no column can be measured.
 */
export async function membershipScores(
  train: Cells,
  synthetic: Cells,
  holdout: Cells,
  ctx: Context,
): Promise<readonly MembershipScores[] | null> {
  const real = concatCells(train, holdout);
  const ranges = halfRanges(real);
  const [points, made] = [scaledPoints(real, ranges), scaledPoints(synthetic, ranges)];
  if (points.numeric.length + points.coded.length === 0) return null;
  const metric = gowerMetric(points);
  const itself = Int32Array.from({ length: real.rows }, (_, row) => row);
  const toSynthetic = (await nearestInBlocks(buildIndex(made, metric), points, 1, ctx)).distances;
  const toReal = (await nearestInBlocks(buildIndex(points, metric), points, 1, ctx, itself)).distances;
  const ratio = exposures(toSynthetic, toReal);
  const margins = await membershipMargins(real, synthetic, ctx.random.fork('folds'), ctx);
  const classifier = margins.map((margin) => -margin);
  const scores: readonly (readonly [MembershipWay, Float64Array])[] = [
    ['distance', toSynthetic],
    ['density-ratio', ratio],
    ['classifier', classifier],
    ['ensemble', ensembleScores([toSynthetic, ratio, classifier], train.rows, ctx.random.fork('ensemble'))],
  ];
  return scores.map(([way, all]) => ({ way, train: all.slice(0, train.rows), holdout: all.slice(train.rows) }));
}
