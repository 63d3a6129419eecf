import { type Measurement, measurement } from '@verisim/core';
import type { LiftEvidence } from './lift-types.ts';
import { metricOf } from './metrics.ts';

/**
 * Evidence as measurements: `real-<metric>`, `class-weighted-<metric>`, `placebo-<metric>` and `augmented-<metric>` per arm;
 * `lift-<metric>` overall, for guards and (`where.slice`) per slice.
 */
export function liftMeasurements(evidence: Omit<LiftEvidence, 'measurements' | 'charts'>): readonly Measurement[] {
  const model = evidence.learner;
  const arms = evidence.arms.map(({ arm, metric, value, low, high }) => {
    const { better, range } = metricOf(metric);
    const prefix = arm === 'real-only' ? 'real' : arm;
    return measurement(`${prefix}-${metric}`, value, { model, low, high, better, range });
  });
  const lifts = [{ metric: evidence.metric, ...evidence.lift }, ...evidence.guards].map((lift) => {
    const { metric, value, low, high } = lift;
    const where = 'on' in lift && lift.on === 'all rows' ? { slice: 'all rows' } : {};
    return measurement(`lift-${metric}`, value, { model, low, high, where });
  });
  const slices = evidence.slices.map(({ name, value, low, high }) =>
    measurement(`lift-${evidence.metric}`, value, { model, ...finite(low, high), where: { slice: name } }),
  );
  return [...arms, ...lifts, ...slices];
}

function finite(low: number, high: number): { readonly low: number | null; readonly high: number | null } {
  return { low: Number.isFinite(low) ? low : null, high: Number.isFinite(high) ? high : null };
}
