import {
  type Comparison,
  type Context,
  type Evaluation,
  type Evaluator,
  forkContext,
  joinEvaluations,
  measurement,
} from '@verisim/core';
import { comparable } from './comparable.ts';
import { compareColumns, comparedNames, textAlone } from './compare-columns.ts';
import { copyMeasurement } from './copy-measurement.ts';
import { detect, detectorMeasurements } from './detect.ts';
import { detectorCharts } from './detector-charts.ts';
import { diagnosticScore } from './diagnostic-score.ts';
import { exactCopies } from './exact-copies.ts';
import { fidelityCharts } from './fidelity-charts.ts';
import { byWeight, fidelityFindings } from './fidelity-findings.ts';
import { measureReferences } from './measure-references.ts';
import { measureTables } from './measure-tables.ts';
import { type FidelityOptions, fidelityOptions } from './options.ts';
import { referenceScores } from './reference-scores.ts';
import { referenceTables } from './reference-tables.ts';
import { scoreColumns } from './score-columns.ts';
import { textNames } from './text/text-columns.ts';
import { textFidelity } from './text/text-fidelity.ts';
import { withReferences } from './with-references.ts';

/**
 * How like the real table the synthetic one is: column shapes, pair trends and quality as SDMetrics 0.16 defines them, the
 * same trends on the real table's bins, distances, coverage and adherence per column, missing patterns, and exact copies of training rows, on all rows;
 * a detector and what gives synthetic rows away (at most 20,000 rows a table); other coefficients of dependence, rare combinations, functional dependencies
 * (20,000), diversity, alpha-precision and beta-recall (2,000). Beside each number stand those of fresh real rows (the holdout where there is one, else half of the real
 * rows against the other half), of columns drawn independently, of a bootstrap of the real rows, and, where these are fewer rows, of as many synthetic ones. Text columns are measured on their own, see `textFidelity`. Throws `evaluator-fidelity/no-rows` and
 * `evaluator-fidelity/nothing-in-common`.
 */
export const fidelity: Evaluator<FidelityOptions> = {
  kind: 'evaluator',
  api: 1,
  name: 'fidelity',
  version: '0.2.0',
  summary: 'Column shapes, dependence, coverage, diversity, copies and a detector against the real table',
  options: fidelityOptions,
  measure,
};

async function measure(data: Comparison, options: FidelityOptions, ctx: Context): Promise<Evaluation> {
  const texts = textNames(data.real, data.synthetic);
  const alone = texts.length > 0 && textAlone(data.real, data.synthetic);
  const others = alone ? [] : [measureColumns(data, options, ctx, texts)];
  const { findings, ...joined } = joinEvaluations([
    ...others,
    await textFidelity(data, options, forkContext(ctx, 'text')),
  ]);
  return { ...joined, findings: byWeight(findings) };
}

function measureColumns(
  data: Comparison,
  options: FidelityOptions,
  ctx: Context,
  texts: readonly string[],
): Evaluation {
  const { pairs, findings } = compareColumns(data.real, data.synthetic, options.bins, texts);
  const scores = scoreColumns(pairs, (done) => {
    ctx.signal.throwIfAborted();
    ctx.progress({ done, total: pairs.length, note: 'columns' });
  });
  const [real, synthetic] = [comparable(data.real, pairs), comparable(data.synthetic, pairs)];
  if (real === null || synthetic === null) throw new RangeError('compared columns are not in both tables');
  const copies = exactCopies(data.real, data.synthetic);
  const detection = options.detector ? detect(real, synthetic, ctx) : undefined;
  const tables = options.references
    ? referenceTables(real, synthetic, data.holdout ? comparable(data.holdout, pairs) : null, ctx)
    : null;
  const measurements = [
    ...measureTables(real, synthetic, options, ctx.random.fork('detail'), { pairs, scores }),
    ...(copies ? [copyMeasurement(copies)] : []),
    measurement('diagnostic', diagnosticScore(pairs, comparedNames(data.real, data.synthetic)), { range: [0, 1] }),
    ...(detection ? detectorMeasurements(detection) : []),
  ];
  const references = tables ? measureReferences(tables, options, ctx) : {};
  ctx.progress({ done: pairs.length, total: pairs.length, note: 'columns' });
  return {
    measurements: withReferences(measurements, references),
    findings: fidelityFindings(findings, {
      pairs,
      scores,
      copies,
      detection,
      references: tables && referenceScores(tables, options.bins, ctx),
      syntheticRows: synthetic.rows,
      fewestRows: Math.min(real.rows, synthetic.rows),
    }),
    charts: options.charts
      ? [
          ...(detection ? detectorCharts(detection.detector, detection.rows.labels) : []),
          ...fidelityCharts(pairs, scores),
        ]
      : [],
  };
}
