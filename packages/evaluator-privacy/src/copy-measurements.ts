import { type Measurement, measurement } from '@verisim/core';
import type { Copies, CopyRate } from './measure-copies.ts';
import { rateOf } from './rate-excess.ts';
import { wilsonInterval } from '@verisim/statistics';

/** Shares of synthetic rows that copy something, beside the share of fresh real rows that would by chance. */
export function copyMeasurements({ exact, near, ofHoldout, onceOnly }: Copies): Measurement[] {
  return [
    rateMeasurement('copies-exact', exact),
    rateMeasurement('copies-near', near),
    ...(ofHoldout === null ? [] : [rateMeasurement('copies-of-holdout', ofHoldout)]),
    ...onceOnly.map((found) => ({ ...rateMeasurement('once-only-values', found), where: { column: found.column } })),
  ];
}

function rateMeasurement(metric: string, { synthetic, fresh }: Pick<CopyRate, 'synthetic' | 'fresh'>): Measurement {
  const rate = rateOf(synthetic);
  return measurement(metric, rate, {
    ...wilsonInterval(rate, synthetic.rows),
    better: 'lower',
    range: [0, 1],
    reference: { 'fresh real rows': rateOf(fresh) },
  });
}
