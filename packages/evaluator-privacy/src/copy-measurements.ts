import { type Measurement, measurement } from '@verisim/core';
import { wilsonInterval } from '@verisim/statistics';
import type { Copies, CopyRate } from './measure-copies.ts';
import { rateOf } from './rate-excess.ts';

/** Shares of synthetic rows that copy something, beside the share of fresh real rows that would by chance. */
export function copyMeasurements({ exact, near, similar, ofHoldout, onceOnly }: Copies): Measurement[] {
  return [
    rateMeasurement('copies-exact', exact),
    rateMeasurement('copies-near', near),
    newRowMeasurement(similar),
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

/** SDMetrics' `NewRowSynthesis` at its tolerance of 1 %: the share of synthetic rows that no training row matches. */
function newRowMeasurement({ synthetic, fresh }: CopyRate): Measurement {
  const rate = rateOf(synthetic);
  const { low, high } = wilsonInterval(rate, synthetic.rows);
  return measurement('new-row-synthesis', 1 - rate, {
    low: 1 - high,
    high: 1 - low,
    better: 'neither',
    range: [0, 1],
    reference: { 'fresh real rows': 1 - rateOf(fresh) },
  });
}
