import type { Comparison, Context, Evaluation, Evaluator } from '@verisim/core';
import { columnFindings } from './column-findings.ts';
import { columnMeasurements } from './column-measurements.ts';
import { compareColumns } from './compare-columns.ts';
import { copyFindings } from './copy-findings.ts';
import { exactCopies } from './exact-copies.ts';
import { fidelityCharts } from './fidelity-charts.ts';
import { type FidelityOptions, fidelityOptions } from './options.ts';
import { pairFindings } from './pair-findings.ts';
import { pairMeasurements } from './pair-measurements.ts';
import { referenceScores } from './reference-scores.ts';
import { scoreColumns } from './score-columns.ts';
import { summaryMeasurements } from './summary-measurements.ts';

/**
 * How like the real table the synthetic one is: column shapes, pair trends and quality as SDMetrics 0.16 defines them, the
 * same trends on the real table's bins, coverage and adherence per column, and exact copies of training rows. Scores use all
 * rows; only references may use a sample. Never reads the holdout. Throws `evaluator-fidelity/no-rows` and
 * `evaluator-fidelity/nothing-in-common`.
 */
export const fidelity: Evaluator<FidelityOptions> = {
  kind: 'evaluator',
  api: 1,
  name: 'fidelity',
  version: '0.1.0',
  summary: 'Column shapes, pair trends and exact copies against the real table',
  options: fidelityOptions,
  measure,
};

function measure({ real, synthetic }: Comparison, options: FidelityOptions, ctx: Context): Evaluation {
  const { pairs, findings } = compareColumns(real, synthetic, options.bins);
  const scores = scoreColumns(pairs, (done) => {
    ctx.signal.throwIfAborted();
    ctx.progress({ done, total: pairs.length, note: 'columns' });
  });
  const references = options.references ? referenceScores(real, synthetic, options.bins, ctx) : null;
  const copies = exactCopies(real, synthetic);
  ctx.progress({ done: pairs.length, total: pairs.length, note: 'columns' });
  return {
    measurements: [
      ...summaryMeasurements(scores, references, copies),
      ...columnMeasurements(pairs, scores.shapes),
      ...pairMeasurements(pairs, scores.trends),
    ],
    findings: [
      ...findings,
      ...columnFindings(pairs, scores.shapes),
      ...pairFindings(pairs, scores, references),
      ...copyFindings(copies, synthetic.rows),
    ],
    charts: options.charts ? fidelityCharts(pairs, scores) : [],
  };
}
