import type { Measurement } from '@verisim/core';
import { escapeMarkdown } from './escape-markdown.ts';
import { formatNumber } from './format-number.ts';
import { markdownDetails, markdownRows } from './markdown-table.ts';
import { groupMeasurements, intervalLabel, metricLabel, readingLabel, valueLabel, whereLabel } from './metric-label.ts';

/** Measurements of the whole data set in one table; those of columns, pairs and slices folded away by metric, all of them. */
export function markdownMeasurements(measurements: readonly Measurement[]): string {
  const whole = measurements.filter((entry) => whereLabel(entry.where) === '');
  const parts = groupMeasurements(measurements.filter((entry) => whereLabel(entry.where) !== ''));
  return [
    ...(whole.length === 0 ? [] : [measurementRows('Measurement', whole, (entry) => metricLabel(entry.metric))]),
    ...parts.map((group) => {
      const [first] = group;
      const model = first.model === null ? '' : ` with ${first.model}`;
      const count = group.length === 1 ? '1 value' : `${formatNumber(group.length)} values`;
      const label = `${metricLabel(first.metric)}${model}: ${count}, worst first`;
      return markdownDetails(
        first.better === 'neither' ? label.replace(', worst first', '') : label,
        measurementRows('Where', group, (entry) => whereLabel(entry.where)),
      );
    }),
  ].join('\n\n');
}

function measurementRows(
  about: string,
  measurements: readonly Measurement[],
  name: (entry: Measurement) => string,
): string {
  const heads = [about, 'Model', 'Value', '95 % interval', 'Range', 'How to read it'];
  const body = measurements.map((entry) => [
    escapeMarkdown(name(entry)),
    escapeMarkdown(entry.model ?? '–'),
    valueLabel(entry.value),
    intervalLabel(entry.low, entry.high),
    entry.range === undefined ? '–' : intervalLabel(...entry.range),
    escapeMarkdown(readingLabel(entry)),
  ]);
  return markdownRows(heads, body, [false, false, true, true, true, false]);
}
