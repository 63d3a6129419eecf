import type { Chart } from '@verisim/core';
import { intervalChart } from './interval-chart.ts';
import type { LiftEvidence } from './lift-types.ts';

const MOST_SLICES = 30;

/** The arms on the lift's metric, and the lift overall and per slice (the 30 lowest). */
export function liftCharts(evidence: Omit<LiftEvidence, 'measurements' | 'charts'>): readonly Chart[] {
  const { metric, holdoutRows } = evidence;
  const arms = evidence.arms.filter((score) => score.metric === metric);
  const slices = [...evidence.slices]
    .filter(({ value, low, high }) => Number.isFinite(value + low + high))
    .sort((a, b) => a.value - b.value)
    .slice(0, MOST_SLICES);
  return [
    {
      name: 'lift-arms',
      title: `${metric} of the four training sets on ${holdoutRows} held-out real rows, with 95 % intervals.`,
      spec: intervalChart(
        arms.map((score) => ({ ...score, name: score.arm })),
        metric,
      ),
    },
    {
      name: 'lift-slices',
      title: `Lift in ${metric} (augmented minus real-only, right of 0 is better) overall and per slice, with 95 % intervals.`,
      spec: intervalChart([{ ...evidence.lift, name: 'all rows' }, ...slices], `lift in ${metric}`, 0),
    },
  ];
}
