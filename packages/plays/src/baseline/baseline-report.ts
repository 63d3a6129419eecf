import { type Finding, type Measurement, measurement } from '@verisim/core';
import { metricOf } from '@verisim/evaluator-utility';
import type { ReportSection, ReportTable } from '@verisim/report';
import type { Baseline } from './baseline.ts';
import { powerSentence } from './baseline-power.ts';
import type { BaselineScore } from './baseline-scores.ts';

/** What a baseline says, in one or two sentences. */
export function baselineSentence(found: Baseline): string {
  const best = bestArm(found);
  const figures = `${found.metric} ${interval(best)} (${best.arm})`;
  if (found.state === null) return `Real rows alone reach ${figures}. No requirement was stated to hold it against.`;
  const line = `the requirement ${found.metric} ${found.requirement}`;
  if (found.state === 'met')
    return `Real rows alone surely meet ${line}: ${figures}. Your real data may already suffice.`;
  if (found.state === 'missed') return `Real rows alone surely miss ${line}: ${figures}.`;
  return `It is not clear whether real rows alone meet ${line}: ${figures}.`;
}

/** A baseline as a part of a report. */
export function baselineSection(found: Baseline): ReportSection {
  const { learner, rows, folds, repeats } = found;
  const text = [
    `${learner}, trained on real rows alone, plainly and with class weights; each of ${rows.toLocaleString('en-US')} rows was scored by models that did not see it ` +
      `(${folds}-fold cross-validation, ${repeats} times). The holdout stayed closed. Intervals are 95 %, over rows; they do not cover another sample to train on.`,
    baselineSentence(found),
    ...(found.power ? [powerSentence(found.power, found.metric), POWER_METHOD] : []),
  ];
  const tables = [scoresTable(found), slicesTable(found)].filter((table) => table.rows.length > 0);
  return {
    title: 'The baseline: real rows alone',
    text,
    tables,
    measurements: baselineMeasurements(found),
    findings: baselineFindings(found),
  };
}

const POWER_METHOD =
  'The smallest lift: the real-only model was held against models of the same rows drawn again, row by row and out of fold; holdouts of that size were drawn from ' +
  'these rows, with the class shares of the training part.';

/** A threshold below what the holdout can show is a warning: every play would end in `cannot tell`. */
export function baselineFindings({ power, metric }: Baseline): readonly Finding[] {
  if (!power || power.rowsNeeded === null) return [];
  return [{ rule: 'threshold-below-power', level: 'warning', message: powerSentence(power, metric) }];
}

/** `real-<metric>` and `class-weighted-<metric>`, on all rows and by slice. */
export function baselineMeasurements({ scores, slices, learner }: Baseline): readonly Measurement[] {
  return [...scores, ...slices].map(({ arm, metric, slice, value, low, high }) => {
    const { better, range } = metricOf(metric);
    const where = slice === null ? {} : { slice };
    return measurement(`${arm === 'real-only' ? 'real' : arm}-${metric}`, value, {
      model: learner,
      low,
      high,
      better,
      range,
      where,
    });
  });
}

/** The arm that surely reaches most. */
function bestArm({ scores, metric }: Baseline): BaselineScore {
  const higher = metricOf(metric).better === 'higher';
  const surely = ({ low, high }: BaselineScore) => (higher ? low : -high);
  return scores.filter((score) => score.metric === metric).sort((a, b) => surely(b) - surely(a))[0];
}

function interval({ value, low, high }: BaselineScore): string {
  return `${value.toFixed(4)} [${low.toFixed(4)}, ${high.toFixed(4)}]`;
}

function scoresTable({ scores }: Baseline): ReportTable {
  return {
    caption: 'Real rows alone, by cross-validation',
    columns: ['trained', 'metric', 'value', 'low', 'high'],
    rows: scores.map(({ arm, metric, value, low, high }) => [
      arm,
      metric,
      ...[value, low, high].map((x) => x.toFixed(4)),
    ]),
  };
}

function slicesTable({ slices, metric }: Baseline): ReportTable {
  return {
    caption: `${metric} by slice`,
    columns: ['slice', 'trained', 'rows', 'value', 'low', 'high'],
    rows: slices.map(({ slice, arm, rows, value, low, high }) => [
      slice,
      arm,
      rows,
      ...[value, low, high].map((x) => x.toFixed(4)),
    ]),
  };
}
