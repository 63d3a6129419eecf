import { type Measurement, measurement } from '@verisim/core';
import type { DistanceFigures } from './distance-alarms.ts';
import type { ClosestRecords } from './distance-to-closest-record.ts';
import type { Exposure } from './exposure.ts';
import { lowerProbability } from './exposure.ts';
import type { Distances } from './measure-distances.ts';

/** Figures of distances; those that need a holdout are `null` without one. */
export function distanceMeasurements(distances: Distances, figures: DistanceFigures | null): Measurement[] {
  const { synthetic, fresh } = distances;
  const quantiles = (['dcr', 'nndr'] as const).flatMap((which) => [
    quantileMeasurement(which, 'median', 0.5, synthetic, fresh),
    quantileMeasurement(which, '5th-percentile', 0.05, synthetic, fresh),
  ]);
  return [
    shareMeasurement(figures),
    exposureMeasurement('exposed-records', figures?.exposed ?? null, 0.01),
    exposureMeasurement('exposure-auc', figures?.auc ?? null, 0.5),
    ...(figures?.worst
      ? [
          {
            ...exposureMeasurement('exposure-auc-worst-slice', figures.worst.auc, 0.5),
            where: { slice: figures.worst.slice },
          },
        ]
      : []),
    ...quantiles,
    measurement('dcr-auc', lowerProbability(synthetic.dcr, fresh.dcr).auc, {
      better: 'neither',
      range: [0, 1],
      reference: { 'as near as fresh real rows': 0.5, copies: 1 },
    }),
  ];
}

function shareMeasurement(figures: DistanceFigures | null): Measurement {
  const parts = { better: 'lower', range: [0, 1], reference: { 'no leak': 0.5, copies: 1 } } as const;
  if (figures === null) return measurement('dcr-share', null, parts);
  const { share, low, high } = figures.share;
  return measurement('dcr-share', share, { ...parts, low, high });
}

function exposureMeasurement(metric: string, exposure: Exposure | null, expected: number): Measurement {
  return measurement(metric, exposure?.value ?? null, {
    low: exposure?.low ?? null,
    high: exposure?.high ?? null,
    better: 'lower',
    range: [0, 1],
    reference: { 'no leak': exposure?.expected ?? expected },
  });
}

function quantileMeasurement(
  which: 'dcr' | 'nndr',
  name: string,
  q: number,
  synthetic: ClosestRecords,
  fresh: ClosestRecords,
): Measurement {
  const at = (values: Float64Array) => values.toSorted()[Math.floor(q * (values.length - 1))];
  const reference = at(fresh[which]);
  return measurement(`${which}-${name}`, at(synthetic[which]), {
    better: 'neither',
    range: [0, 1],
    ...(Number.isFinite(reference) ? { reference: { 'fresh real rows': reference } } : {}),
  });
}
