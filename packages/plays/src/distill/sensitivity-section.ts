import { type Chart, type Measurement, measurement } from '@verisim/core';
import type { Paired } from '@verisim/evaluator-utility';
import type { ReportSection } from '@verisim/report';
import type { Sensitivity } from './label-noise-sensitivity.ts';

/** The curve of a source as a part of a report. `source` names whose labels they are. */
export function sensitivitySection(source: string, found: Sensitivity): ReportSection {
  const { folds, seeds, rows, share, learner, metric, points } = found;
  const text = [
    sensitivitySentence(source, found),
    `${learner}, ${folds} folds, ${seeds} seeds on ${rows.toLocaleString('en-US')} real training rows: ${percent(share)} of each fold's training rows stand for rows of the source, ` +
      'their labels drawn from its errors on real rows, class by class; everything but these labels is real, and so is what the models are scored on. ' +
      'Bands are 95 % and paired; they take the error rate as it was measured.',
  ];
  const table = {
    caption: `Lift in ${metric} of rows labelled by ${source}, by how many times as often it errs`,
    columns: ['times its noise', 'wrong labels', 'lift', 'low', 'high', 'against none wrong', 'low', 'high'],
    rows: points.map(({ times, wrong, lift, cost }) => [
      times,
      percent(wrong),
      ...[lift, cost].flatMap(({ value, low, high }) => [value, low, high].map(signed)),
    ]),
  };
  return {
    title: 'How sensitive the student is to wrong labels',
    text,
    tables: [table],
    charts: [chart(source, found)],
    measurements: sensitivityMeasurements(found),
  };
}

/** What the curve says, in a sentence. */
export function sensitivitySentence(source: string, { metric, points }: Sensitivity): string {
  const one = points.find(({ times }) => times === 1);
  const most = points[points.length - 1];
  const at = one ?? most;
  const state =
    at.cost.high < 0
      ? `cost ${metric} surely`
      : at.cost.low > -0.01
        ? `cost less than .01 of ${metric}`
        : `may cost ${metric} or not`;
  const double =
    most === at
      ? ''
      : `; ${most.times} times as many (${percent(most.wrong)}) would give a lift of ${interval(most.lift)}`;
  return `The wrong labels of ${source} (${percent(at.wrong)}) ${state}: ${interval(at.cost)} against none; the lift of its rows is ${interval(at.lift)}${double}.`;
}

/** `noise-lift-<metric>` at each multiple, with its interval. */
export function sensitivityMeasurements({ metric, learner, points }: Sensitivity): readonly Measurement[] {
  return points.map(({ times, lift: { value, low, high } }) =>
    measurement(`noise-lift-${metric}`, value, {
      model: learner,
      low,
      high,
      where: { slice: `${times} times the noise` },
    }),
  );
}

function chart(source: string, { metric, points }: Sensitivity): Chart {
  const values = points.map(({ times, wrong, lift }) => ({
    times,
    wrong: 100 * wrong,
    lift: lift.value,
    low: lift.low,
    high: lift.high,
  }));
  const x = { field: 'times', type: 'quantitative', title: 'times the label noise', axis: { tickMinStep: 1 } } as const;
  const y = { type: 'quantitative', title: `lift in ${metric}` } as const;
  return {
    name: 'label-noise-curve',
    title: `Lift in ${metric} of rows labelled by ${source} at ${points.map(({ times }) => times).join(', ')} times its label noise, with a band of 95 % intervals.`,
    spec: {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      data: { values },
      width: 360,
      height: 240,
      layer: [
        {
          mark: { type: 'area', opacity: 0.2 },
          encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' } },
        },
        { mark: { type: 'line', point: true }, encoding: { x, y: { ...y, field: 'lift' } } },
        { mark: { type: 'rule', strokeDash: [4, 4] }, encoding: { y: { datum: 0, type: 'quantitative' } } },
      ],
    },
  };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function interval({ value, low, high }: Paired): string {
  return `${signed(value)} [${signed(low)}, ${signed(high)}]`;
}

function signed(value: number): string {
  return (value >= 0 ? '+' : '') + value.toFixed(4);
}
