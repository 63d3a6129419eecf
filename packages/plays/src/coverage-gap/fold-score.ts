import { metricOf } from '@verisim/evaluator-utility';
import type { SweepFold, SweepWork } from '../sweep/sweep-work.ts';

/** The metric of predictions of a fold's validation rows, all of them. */
export function foldScore(
  { request, truth, classes }: SweepWork,
  { rows }: SweepFold,
  predicted: Float64Array,
): number {
  return metricOf(request.metric).compute(
    predicted,
    rows.map((row) => truth[row]),
    classes.length,
  );
}
