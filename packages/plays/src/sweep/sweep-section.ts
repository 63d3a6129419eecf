import type { Chart, Finding, Measurement } from '@verisim/core';
import { measurement } from '@verisim/core';
import { metricOf, type Paired } from '@verisim/evaluator-utility';
import type { ReportSection, ReportTable } from '@verisim/report';
import type { Sweep, SweepPoint } from './sweep-ratios.ts';
import type { SweepArm } from './sweep-request.ts';

const NAMES: Readonly<Record<SweepArm, string>> = {
  'real-only': 'real rows alone',
  'class-weighted': 'class weights',
  'threshold-moved': 'threshold moved',
  synthetic: 'synthetic rows',
  placebo: 'placebo (real rows again)',
  smote: 'SMOTE',
};

/** A sweep in a sentence or three. */
export function sweepSentence(sweep: Sweep): string {
  const { peak, preferred, candidate, stop } = sweep.choice;
  const at = (ratio: number) => `${percent(ratio)} ${interval(liftAt(sweep, ratio))}`;
  const best =
    peak === 0
      ? `No ratio reaches more than real rows alone; the fewest rows as good within their error are ${at(candidate)}.`
      : `The peak is at ${at(peak)}${candidate === peak ? '' : `; ${at(candidate)} is as good within its error, with fewer synthetic rows`}.`;
  const fewer =
    preferred === 0 && peak > 0
      ? ' Real rows alone are within one standard error of the peak: by cross-validation no synthetic rows are needed.'
      : '';
  const skipped =
    sweep.skipped.length > 0
      ? ` Not tried, because the curve fell steadily: ${sweep.skipped.map(percent).join(', ')}.`
      : '';
  return `${best}${fewer}${stop ? ` ${stop}` : ''}${skipped}`;
}

/** A sweep as a part of a report, with its plot. */
export function sweepSection(sweep: Sweep): ReportSection {
  const { folds, seeds, rows, gapRows, judgedRows, learner, metric } = sweep;
  const where =
    judgedRows === rows
      ? ''
      : ` ${metric} is measured on the ${count(judgedRows)} rows that meet the gap's conditions on features.`;
  const text = [
    `Ratio = synthetic / (synthetic + real) within the gap (${count(gapRows)} of ${count(rows)} training rows); all real rows always stay. ` +
      `${learner}, ${folds} folds, ${seeds} seeds, every arm in the same ones; the generator is fitted again in each fold.${where}`,
    sweepSentence(sweep),
    'Intervals are 95 % and paired, over rows and seeds, and no narrower than the corrected resampled t of Nadeau & Bengio over the folds. The best of several ratios looks ' +
      'better than it is: the holdout decides.',
    ...sweep.notes,
  ];
  return {
    title: 'The ratio, by cross-validation',
    text,
    tables: [pointsTable(sweep), againstTable(sweep)].filter((table) => table.rows.length > 0),
    charts: [sweepChart(sweep)],
    findings: findingsOf(sweep),
    measurements: sweepMeasurements(sweep),
  };
}

/** `sweep-<metric>` per arm and ratio (`where.slice`), and `sweep-lift-<metric>` with its interval. */
export function sweepMeasurements(sweep: Sweep): readonly Measurement[] {
  const { better, range } = metricOf(sweep.metric);
  return sweep.points.flatMap((point) => {
    const shared = { model: sweep.learner, where: { slice: nameOf(point) } };
    const { score, lift } = point;
    const scored = measurement(`sweep-${sweep.metric}`, score, { ...shared, better, range });
    if (lift === null) return [scored];
    const { value, low, high } = lift;
    return [scored, measurement(`sweep-lift-${sweep.metric}`, value, { ...shared, low, high })];
  });
}

function findingsOf({ choice, second, metric }: Sweep): readonly Finding[] {
  const found: Finding[] = [];
  if (choice.stop) found.push({ rule: 'stop-rule', level: 'warning', message: choice.stop });
  if (second) {
    const message = `Second opinion at ${percent(second.ratio)}: ${second.learner} ${second.view === 'agrees' ? 'agrees' : `${second.view} this`}; its cross-validated lift in ${metric} is ${interval(second.lift)}.`;
    found.push({ rule: 'second-opinion', level: second.view === 'agrees' ? 'info' : 'warning', message });
  }
  return found;
}

function pointsTable({ points, metric }: Sweep): ReportTable {
  const rows = points.map(({ arm, ratio, score, lift }) => [
    NAMES[arm],
    ratio === 0 ? '' : percent(ratio),
    score.toFixed(4),
    ...(lift === null ? ['', '', ''] : [lift.value, lift.low, lift.high].map(signed)),
  ]);
  return {
    caption: 'Out-of-fold scores, and lifts over real rows alone',
    columns: ['trained on', 'ratio', metric, 'lift', 'low', 'high'],
    rows,
  };
}

function againstTable({ against, choice }: Sweep): ReportTable {
  return {
    caption: `Synthetic rows at ${percent(choice.candidate)} against each control, positive is better`,
    columns: ['control', 'difference', 'low', 'high'],
    rows: against.map(({ arm, difference }) => [
      NAMES[arm],
      ...[difference.value, difference.low, difference.high].map(signed),
    ]),
  };
}

/** Lift by ratio, with a band per arm. */
function sweepChart({ points, metric, choice }: Sweep): Chart {
  const swept = points.filter(({ ratio }) => ratio > 0);
  const most = Math.max(...swept.map(({ ratio }) => ratio));
  const flat = points.filter(({ arm }) => arm === 'class-weighted' || arm === 'threshold-moved');
  const values = [
    ...[...new Set(swept.map(({ arm }) => arm))].map((arm) => ({ arm, ratio: 0, lift: null })),
    ...swept,
    ...flat,
    ...flat.map((point) => ({ ...point, ratio: most })),
  ].map(({ arm, ratio, lift }) => ({
    arm: NAMES[arm],
    ratio: Math.round(1000 * ratio) / 10,
    lift: lift?.value ?? 0,
    low: lift?.low ?? 0,
    high: lift?.high ?? 0,
  }));
  const x = { field: 'ratio', type: 'quantitative', title: 'synthetic rows within the gap, %' } as const;
  const color = { field: 'arm', type: 'nominal', title: null } as const;
  const y = { type: 'quantitative', title: `lift in ${metric}` } as const;
  const chosen = Math.round(1000 * choice.candidate) / 10;
  return {
    name: 'ratio-sweep',
    title: `Cross-validated lift in ${metric} by ratio for synthetic rows and each control, with bands of 95 % intervals; the dashed upright is the ratio that goes on, ${percent(choice.candidate)}.`,
    spec: {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      data: { values },
      width: 420,
      height: 260,
      layer: [
        {
          mark: { type: 'area', opacity: 0.15 },
          encoding: { x, color, y: { ...y, field: 'low' }, y2: { field: 'high' } },
        },
        { mark: { type: 'line', point: true }, encoding: { x, color, y: { ...y, field: 'lift' } } },
        { mark: { type: 'rule', strokeDash: [4, 4] }, encoding: { y: { datum: 0, type: 'quantitative' } } },
        { mark: { type: 'rule', strokeDash: [2, 3] }, encoding: { x: { datum: chosen, type: 'quantitative' } } },
      ],
    },
  };
}

function liftAt({ points }: Sweep, ratio: number): Paired {
  return points.find((point) => point.arm === 'synthetic' && point.ratio === ratio)!.lift!;
}

function nameOf({ arm, ratio }: SweepPoint): string {
  return ratio === 0 ? NAMES[arm] : `${NAMES[arm]} at ${percent(ratio)}`;
}

function percent(ratio: number): string {
  return `${Math.round(1000 * ratio) / 10} %`;
}

function count(rows: number): string {
  return rows.toLocaleString('en-US');
}

function interval({ value, low, high }: Paired): string {
  return `${signed(value)} [${signed(low)}, ${signed(high)}]`;
}

function signed(value: number | null): string {
  return value !== null && Number.isFinite(value) ? (value >= 0 ? '+' : '') + value.toFixed(4) : '';
}
