import type { Chart, Json } from '@verisim/core';
import { chart, rounded } from './chart-frame.ts';
import type { Detector } from './train-detector.ts';

const BINS = 20;
const POINTS = 50;

/** The detector's ROC curve, and how real and synthetic rows score. */
export function detectorCharts(detector: Detector, labels: Uint8Array): Chart[] {
  const said = `AUC ${detector.auc.toFixed(3)}, 95 % interval ${detector.low.toFixed(3)} to ${detector.high.toFixed(3)}; 0.5 means that it cannot.`;
  return [
    chart(
      'detector-roc',
      `How well a classifier tells synthetic rows from real ones: ${said}`,
      rocPoints(detector, labels),
      {
        mark: { type: 'line', tooltip: true },
        encoding: {
          x: share('wrong', 'real rows called synthetic'),
          y: share('found', 'synthetic rows found'),
          color: { field: 'curve', type: 'nominal', title: null },
        },
      },
    ),
    chart(
      'detector-scores',
      `How sure the classifier is that a row is synthetic: ${said}`,
      scoreShares(detector, labels),
      {
        mark: { type: 'bar', opacity: 0.5, tooltip: true },
        encoding: {
          x: { field: 'from', type: 'quantitative', bin: 'binned', title: 'predicted probability of being synthetic' },
          x2: { field: 'to' },
          y: { field: 'share', type: 'quantitative', stack: null, title: 'share of rows', axis: { format: '%' } },
          color: { field: 'table', type: 'nominal', title: null },
        },
      },
    ),
  ];
}

function share(field: string, title: string): Json {
  return { field, type: 'quantitative', title, axis: { format: '%' }, scale: { domain: [0, 1] } };
}

function rocPoints({ margins }: Detector, labels: Uint8Array): Json[] {
  const order = Int32Array.from(margins.keys()).sort((a, b) => margins[b] - margins[a]);
  const ones = labels.reduce((sum, label) => sum + label, 0);
  const points: Json[] = [];
  for (let point = 0, found = 0, i = 0; point <= POINTS; point++) {
    for (const to = Math.round((point * order.length) / POINTS); i < to; i++) found += labels[order[i]];
    points.push({
      curve: 'detector',
      wrong: rounded((i - found) / (labels.length - ones)),
      found: rounded(found / ones),
    });
  }
  return [...points, ...[0, 1].map((at) => ({ curve: 'chance', wrong: at, found: at }))];
}

function scoreShares({ margins }: Detector, labels: Uint8Array): Json[] {
  const counts = [new Int32Array(BINS), new Int32Array(BINS)];
  margins.forEach((margin, row) => {
    counts[labels[row]][Math.min(BINS - 1, Math.floor(BINS / (1 + Math.exp(-margin))))]++;
  });
  return counts.flatMap((bins, label) => {
    const rows = bins.reduce((sum, count) => sum + count, 0);
    const table = label === 0 ? 'real' : 'synthetic';
    return Array.from(bins, (count, bin) => ({
      table,
      from: bin / BINS,
      to: (bin + 1) / BINS,
      share: rounded(count / rows),
    }));
  });
}
