import type { Comparison, Context, Evaluation, Evaluator, Finding } from '@verisim/core';
import { raisedAlarms } from './alarms.ts';
import { cellsOf } from './cells.ts';
import { type ComparedTables, comparedTables } from './compared-tables.ts';
import { copiesChart } from './copies-chart.ts';
import { copyAlarms } from './copy-alarms.ts';
import { copyMeasurements } from './copy-measurements.ts';
import { type DistanceFigures, distanceAlarms } from './distance-alarms.ts';
import { distanceCharts } from './distance-charts.ts';
import { distanceMeasurements } from './distance-measurements.ts';
import { exposedRecords, exposureAuc } from './exposure.ts';
import { measureCopies } from './measure-copies.ts';
import { type Distances, measureDistances } from './measure-distances.ts';
import { type PrivacyOptions, privacyOptions } from './options.ts';
import { slicesOf } from './slices.ts';
import { worstSlice } from './worst-slice.ts';

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

const STEPS = 4;

async function measure(data: Comparison, options: PrivacyOptions, ctx: Context): Promise<Evaluation> {
  ctx.signal.throwIfAborted();
  const tables = comparedTables(data.real, data.synthetic, data.holdout);
  const [train, synthetic, held] = cellsOf([
    tables.real,
    tables.synthetic,
    ...(tables.holdout ? [tables.holdout] : []),
  ]);
  const holdout = held ?? null;
  let done = 0;
  const step = () => ctx.progress({ done: ++done, total: STEPS, note: 'privacy' });
  const copies = measureCopies(train, synthetic, holdout, options.tolerance);
  step();
  const distances = await measureDistances([train, synthetic, holdout], ctx, step);
  const figures = distances && distanceFigures(tables, distances);
  const alarms = [...copyAlarms(copies), ...(figures ? distanceAlarms(figures) : [])];
  ctx.progress({ done: STEPS, total: STEPS, note: 'privacy' });
  return {
    measurements: [...copyMeasurements(copies), ...(distances ? distanceMeasurements(distances, figures) : [])],
    findings: [...raisedAlarms(alarms, options.alpha), ...tables.findings, ...asides(tables, distances, figures)],
    charts: options.charts ? [copiesChart(copies), ...(distances ? distanceCharts(distances) : [])] : [],
  };
}

function distanceFigures({ real, holdout }: ComparedTables, { against }: Distances): DistanceFigures | null {
  if (against === null || holdout === null) return null;
  const { share, train, holdout: held, trainIsolation, holdoutIsolation } = against;
  const slices = slicesOf(real, holdout, trainIsolation, holdoutIsolation);
  return {
    share,
    exposed: exposedRecords(train, held),
    auc: exposureAuc(train, held),
    worst: worstSlice(slices, train, held),
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
      `The training table has ${real.rows} rows, the holdout ${holdout.rows}: the DCR share is corrected to that of equal sizes. Uncorrected it reads ${figures.share.uncorrected.toFixed(3)}.`,
    );
  if (figures !== null && (figures.exposed === null || figures.auc === null))
    info('few-rows', 'Exposure is measured with 20 training rows and 20 holdout rows or more.');
  return findings;
}
