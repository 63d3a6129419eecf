import { type Context, checkpoint } from '@verisim/core';
import type { Scorer } from '@verisim/evaluator-utility';
import { bounds, weightDrawer } from '../baseline/baseline-scores.ts';

/** A score and the rows that it is of. */
export interface ResampledScore {
  /** One stratum per row, from 0 on; rows are drawn anew within each. */
  readonly strata: Int32Array;
  readonly scorer: Scorer;
  readonly resamples: number;
  readonly range: readonly [number, number];
}

/** The 95 % percentile interval of a score under a bootstrap of its rows (Efron & Tibshirani 1993). */
export async function resampledBounds(score: ResampledScore, ctx: Context): Promise<readonly [number, number]> {
  const draw = weightDrawer(score.strata, ctx.random.fork('rows'));
  const found = new Float64Array(score.resamples);
  for (let r = 0; r < found.length; r++) {
    if (r % 50 === 0) await checkpoint(ctx.signal);
    found[r] = score.scorer(draw());
  }
  return bounds(found.filter((value) => !Number.isNaN(value)).sort(), score.range);
}
