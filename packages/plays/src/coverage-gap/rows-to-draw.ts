import { syntheticRowsFor } from '@verisim/core';
import type { CoverageGapPlan } from '../plan.ts';

/** How many rows a play asks its generator for in all, at most: what a play costs where rows cost money. */
export function rowsToDraw(plan: CoverageGapPlan, trainRows: number, gapRows: number): number {
  const { batchRows, folds, seeds, ratios } = plan;
  const most = (rows: number) => Math.max(1, ...ratios.map((ratio) => syntheticRowsFor(ratio, rows)));
  const inFold = (folds - 1) / folds;
  const perFold = Math.ceil(trainRows * inFold) + most(Math.ceil(gapRows * inFold));
  return batchRows + trainRows + folds * seeds * perFold + seeds * most(gapRows);
}
