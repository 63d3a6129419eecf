import type { Chart } from '@verisim/core';
import { chart, rounded } from './chart-frame.ts';
import type { Distances } from './measure-distances.ts';
import { percent } from './percent.ts';

/** How near rows come to the training rows, and how well training rows can be told from holdout rows. */
export function distanceCharts({ synthetic, fresh, against }: Distances): Chart[] {
  const charts = [nearnessChart(synthetic.dcr, fresh.dcr)];
  if (against !== null) charts.push(membershipChart(against.train, against.holdout));
  return charts;
}

/** The part of ascending values that are at most (or below) a limit. */
function partUpTo(sorted: Float64Array, limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= limit) low = middle + 1;
    else high = middle;
  }
  return low / sorted.length;
}

function nearnessChart(synthetic: Float64Array, fresh: Float64Array): Chart {
  const sides = [
    { rows: 'synthetic', sorted: synthetic.toSorted() },
    { rows: 'fresh real', sorted: fresh.filter(Number.isFinite).sort() },
  ].filter(({ sorted }) => sorted.length > 0);
  const end = Math.max(...sides.map(({ sorted }) => sorted[Math.floor(0.99 * (sorted.length - 1))])) || 1;
  const values = sides.flatMap(({ rows, sorted }) =>
    Array.from({ length: 41 }, (_, i) => {
      const distance = (i / 40) * end;
      return { rows, distance: rounded(distance), share: rounded(partUpTo(sorted, distance)) };
    }),
  );
  const title = `How near rows come to a training row: ${percent(partUpTo(sides[0].sorted, 0))} of synthetic rows lie at distance 0.`;
  return chart('privacy-distances', title, values, {
    mark: { type: 'line', tooltip: true, interpolate: 'step-after' },
    encoding: {
      x: { field: 'distance', type: 'quantitative', title: 'distance to the nearest training row (mean over columns)' },
      y: { field: 'share', type: 'quantitative', axis: { format: '%' }, title: 'rows at most so far' },
      color: { field: 'rows', type: 'nominal', sort: null, title: null },
    },
  });
}

const FALSE_POSITIVES = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1];

function membershipChart(train: Float64Array, holdout: Float64Array): Chart {
  const [members, others] = [train.toSorted(), holdout.toSorted()];
  const values = FALSE_POSITIVES.filter((rate) => rate * others.length >= 1).flatMap((rate) => {
    const limit = others[Math.floor(rate * others.length) - 1];
    const found = { curve: 'this table', fpr: rate, tpr: rounded(partUpTo(members, limit)) };
    return [...(found.tpr > 0 ? [found] : []), { curve: 'guessing', fpr: rate, tpr: rate }];
  });
  const title = 'Training rows that an attacker tells by their exposure, against holdout rows taken for training rows.';
  return chart('privacy-membership', title, values, {
    mark: { type: 'line', tooltip: true, point: true },
    encoding: {
      x: { field: 'fpr', type: 'quantitative', scale: { type: 'log' }, title: 'holdout rows taken for training rows' },
      y: { field: 'tpr', type: 'quantitative', scale: { type: 'log' }, title: 'training rows told' },
      color: { field: 'curve', type: 'nominal', sort: null, title: null },
    },
  });
}
