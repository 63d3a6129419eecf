import type { Chart, Measurement } from '@verisim/core';
import { charactersOf } from '@verisim/text-measures';
import { chart, rounded } from '../chart-frame.ts';
import type { TextColumns } from './text-columns.ts';
import { sortedLengths } from './text-lengths.ts';

const BINS = 24;

/** Two histograms of lengths in characters; the longest 1 % of real texts and beyond stand in the last bar. */
export function lengthsChart({ name, real, synthetic }: TextColumns): Chart | null {
  const sides = [
    { rows: 'real', lengths: sortedLengths(charactersOf(real)) },
    { rows: 'synthetic', lengths: sortedLengths(charactersOf(synthetic)) },
  ];
  const top = sides[0].lengths[Math.floor(0.99 * (sides[0].lengths.length - 1))];
  const width = Math.max(1, Math.ceil((top + 1) / BINS));
  const values = sides.flatMap(({ rows, lengths }) => {
    const counts = new Float64Array(BINS + 1);
    for (const length of lengths) counts[Math.min(BINS, Math.floor(length / width))]++;
    return Array.from(counts, (count, bin) => ({
      from: bin * width,
      to: (bin + 1) * width,
      rows,
      share: rounded(count / lengths.length),
    }));
  });
  const [own, other] = sides.map(({ lengths }) => lengths[lengths.length >> 1]);
  const title = `Lengths of "${name}": the middle real text has ${own} characters, the middle synthetic one ${other}.`;
  return chart(
    `text lengths: ${name}`,
    title,
    values.filter(({ share }) => share > 0),
    {
      mark: { type: 'bar', opacity: 0.6, tooltip: true },
      encoding: {
        x: { field: 'from', type: 'quantitative', title: 'characters', bin: { binned: true, step: width } },
        x2: { field: 'to' },
        y: { field: 'share', type: 'quantitative', stack: null, axis: { format: '%' }, title: 'share of texts' },
        color: { field: 'rows', type: 'nominal', sort: null, title: null },
      },
    },
  );
}

/** Each figure of the synthetic texts and of the references, as a multiple of that of fresh real texts; `null` without references. */
export function referencesChart(
  name: string,
  measurements: readonly Measurement[],
  fresh: string | null,
): Chart | null {
  if (fresh === null) return null;
  const values = measurements.flatMap(({ metric, value, reference = {} }) => {
    const unit = reference[fresh];
    if (value === null || !(unit > 0)) return [];
    const { [fresh]: _, ...others } = reference;
    return Object.entries({ 'the synthetic texts': value, ...others }).map(([texts, figure]) => ({
      metric: metric.replace(/^text-/, ''),
      texts,
      times: rounded(Math.min(4, figure / unit)),
    }));
  });
  if (values.length === 0) return null;
  const title = `Figures of "${name}" as multiples of those of fresh real texts (${fresh}): 1 is like real. Beyond 4 they are drawn at 4.`;
  return chart(`text figures: ${name}`, title, values, {
    mark: { type: 'point', filled: true, size: 60, tooltip: true },
    encoding: {
      y: { field: 'metric', type: 'nominal', sort: null, title: null },
      x: {
        field: 'times',
        type: 'quantitative',
        scale: { zero: false },
        title: 'times the figure of fresh real texts',
      },
      color: { field: 'texts', type: 'nominal', sort: null, title: null },
      shape: { field: 'texts', type: 'nominal', sort: null, title: null },
    },
  });
}
