import type { Context } from '@verisim/core';
import { buildIndex, type NeighbourIndex, type Neighbours, type Points } from '@verisim/nearest-neighbours';
import type { Cells } from './cells.ts';
import { type DcrShare, dcrShare, side } from './dcr-share.ts';
import { type ClosestRecords, closestRecords } from './distance-to-closest-record.ts';
import { exposures } from './exposure.ts';
import { gowerMetric, halfRanges, scaledPoints } from './scaled-points.ts';
import { countInBlocks, nearestInBlocks } from './search-blocks.ts';

/** Distances of synthetic rows, and of fresh real ones beside them. All use the ranges of the training table. */
export interface Distances {
  readonly synthetic: ClosestRecords;
  /** The holdout against the training rows, else each training row against the others. */
  readonly fresh: ClosestRecords;
  /** What only a holdout can tell. */
  readonly against: {
    readonly share: DcrShare;
    /** Exposure of each training and each holdout row. */
    readonly train: Float64Array;
    readonly holdout: Float64Array;
    /** Distance of each to the nearest other training row. */
    readonly trainIsolation: Float64Array;
    readonly holdoutIsolation: Float64Array;
  } | null;
}

/** How often `step` is called with a holdout; once less without. */
export const DISTANCE_STEPS = 3;

/** Measures every distance to whole tables; `null` when no column can be measured (text alone). */
export async function measureDistances(
  cells: readonly [Cells, Cells, Cells | null],
  ctx: Context,
  step: () => void,
): Promise<Distances | null> {
  const ranges = halfRanges(cells[0]);
  const [train, synthetic] = [scaledPoints(cells[0], ranges), scaledPoints(cells[1], ranges)];
  const holdout = cells[2] && scaledPoints(cells[2], ranges);
  if (train.numeric.length + train.coded.length === 0) return null;
  const index = buildIndex(train, gowerMetric(train));
  const toTrain = await nearestInBlocks(index, synthetic, 2, ctx);
  step();
  const itself = Int32Array.from({ length: train.rows }, (_, row) => row);
  const amongTrain = await nearestInBlocks(index, train, 2, ctx, itself);
  step();
  const toTrainAndItself = {
    synthetic: closestRecords(toTrain.distances),
    fresh: closestRecords(amongTrain.distances),
  };
  if (holdout === null) return { ...toTrainAndItself, against: null };
  const fresh = closestRecords((await nearestInBlocks(index, holdout, 2, ctx)).distances);
  const share = await shareAgainst(index, holdout, synthetic, toTrain, ctx);
  step();
  const made = buildIndex(synthetic, index.metric);
  const trainIsolation = toTrainAndItself.fresh.dcr;
  const against = {
    share,
    train: exposures((await nearestInBlocks(made, train, 1, ctx)).distances, trainIsolation),
    holdout: exposures((await nearestInBlocks(made, holdout, 1, ctx)).distances, fresh.dcr),
    trainIsolation,
    holdoutIsolation: fresh.dcr,
  };
  return { synthetic: toTrainAndItself.synthetic, fresh, against };
}

/** The DCR share, from the two nearest training rows of each synthetic row. */
async function shareAgainst(
  train: NeighbourIndex,
  holdout: Points,
  synthetic: Points,
  toTrain: Neighbours,
  ctx: Context,
): Promise<DcrShare> {
  const index = buildIndex(holdout, train.metric);
  const toHoldout = await nearestInBlocks(index, synthetic, 1, ctx);
  const nearestOfTwo = <A extends Int32Array | Float64Array>(pairs: A) => pairs.filter((_, i) => i % 2 === 0) as A;
  const distances = { train: nearestOfTwo(toTrain.distances), holdout: toHoldout.distances };
  const tied = Int32Array.from({ length: synthetic.rows }, (_, i) => i).filter((i) => side(distances, i) === 0);
  return dcrShare({
    ...distances,
    nearestTrain: nearestOfTwo(toTrain.rows),
    nearestHoldout: toHoldout.rows,
    equalTrain: await equalCounts(train, synthetic, tied, distances.train, ctx),
    equalHoldout: await equalCounts(index, synthetic, tied, distances.holdout, ctx),
    trainRows: train.packed.rows,
    holdoutRows: holdout.rows,
  });
}

/** How many indexed rows are as near as the nearest, of the given queries; 0 of the others. */
async function equalCounts(
  index: NeighbourIndex,
  queries: Points,
  some: Int32Array,
  distances: Float64Array,
  ctx: Context,
): Promise<Int32Array> {
  const take = <A extends Int32Array | Float64Array>(values: A) => values.filter((_, i) => asked[i] === 1) as A;
  const asked = new Uint8Array(queries.rows);
  for (const row of some) asked[row] = 1;
  const part = {
    rows: some.length,
    numeric: queries.numeric.map((values) => take(values as Float64Array)),
    coded: queries.coded.map(take),
  };
  const { equal } = await countInBlocks(index, part, take(distances), ctx);
  const counts = new Int32Array(queries.rows);
  some.forEach((row, i) => {
    counts[row] = equal[i];
  });
  return counts;
}
