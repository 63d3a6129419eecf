import type { Comparison, Context, Evaluation, Evaluator, Finding } from '@verisim/core';
import type { ComparedTables } from './compared-tables.ts';
import { copiesChart } from './copies-chart.ts';
import { copyMeasurements } from './copy-measurements.ts';
import type { DistanceFigures } from './distance-alarms.ts';
import { distanceCharts } from './distance-charts.ts';
import { distanceMeasurements } from './distance-measurements.ts';
import { type Judged, judgePrivacy } from './judge-privacy.ts';
import type { Distances } from './measure-distances.ts';
import { type PrivacyOptions, privacyOptions } from './options.ts';
import { thousands } from './thousands.ts';

/**
 * What synthetic rows give away of the real ones: exact and near copies, values that occur once, distances to the whole
 * training table and to a holdout (DCR, NNDR, DCR share), and how exposed single rows and subgroups are. Every figure stands
 * beside that of fresh real rows; all tests together raise a false alarm with probability `alpha` at most. Uses no chance.
 * Throws `evaluator-privacy/no-rows` and `evaluator-privacy/nothing-in-common`.
 */
export const privacy: Evaluator<PrivacyOptions> = {
  kind: 'evaluator',
  api: 1,
  name: 'privacy',
  version: '0.1.0',
  summary: 'Copies and distances to training rows, against fresh real rows',
  options: privacyOptions,
  measure,
};

async function measure(data: Comparison, options: PrivacyOptions, ctx: Context): Promise<Evaluation> {
  return evaluationOf(await judgePrivacy(data, options, ctx), options.charts);
}

/** What was judged as measurements, findings and charts. */
export function evaluationOf(judged: Judged, charts: boolean): Evaluation {
  const { tables, copies, distances, figures, raised } = judged;
  return {
    measurements: [...copyMeasurements(copies), ...(distances ? distanceMeasurements(distances, figures) : [])],
    findings: [...raised, ...tables.findings, ...asides(tables, distances, figures)],
    charts: charts ? [copiesChart(copies), ...(distances ? distanceCharts(distances) : [])] : [],
  };
}

/** What a reader must know of how the figures came about. */
function asides(
  { real, holdout }: ComparedTables,
  distances: Distances | null,
  figures: DistanceFigures | null,
): Finding[] {
  const findings: Finding[] = [];
  const info = (rule: string, message: string) => findings.push({ rule, level: 'info', message });
  if (distances === null)
    info('no-distance', 'All compared columns hold text, so no distance is measured; copies are still looked for.');
  if (figures !== null && holdout !== null && real.rows !== holdout.rows)
    info(
      'sizes-differ',
      `The training table has ${thousands(real.rows)} rows, the holdout ${thousands(holdout.rows)}: the DCR share is corrected to that of equal sizes. Uncorrected it reads ${figures.share.uncorrected.toFixed(3)}.`,
    );
  if (figures !== null && (figures.exposed === null || figures.auc === null))
    info('few-rows', 'Exposure is measured with 20 training rows and 20 holdout rows or more.');
  return findings;
}
