import type { Measurement } from '@verisim/core';
import { escapeHtml } from './escape-html.ts';
import { formatNumber } from './format-number.ts';
import { htmlNumber } from './html-number.ts';
import { tableBox } from './html-table.ts';
import { measureTrack } from './measure-track.ts';
import { groupMeasurements, intervalLabel, metricLabel, readingLabel, valueLabel, whereLabel } from './metric-label.ts';
import { named } from './named.ts';

const MOST_ROWS = 200;

/** Measurements: those of the whole data set in one table, those of columns, pairs and slices folded away by metric. */
export function htmlMeasurements(measurements: readonly Measurement[]): string {
  const whole = measurements.filter((entry) => whereLabel(entry.where) === '');
  const parts = groupMeasurements(measurements.filter((entry) => whereLabel(entry.where) !== ''));
  return (whole.length > 0 ? wholeTable(whole) : '') + parts.map(partDetails).join('');
}

function wholeTable(measurements: readonly Measurement[]): string {
  const caption = 'Measurements of the whole data set';
  return measurementTable(caption, caption, 'Measurement', measurements, (entry) => metricLabel(entry.metric));
}

function partDetails(group: readonly Measurement[]): string {
  const [first] = group;
  const label = metricLabel(first.metric) + (first.model === null ? '' : ` with ${first.model}`);
  const shown = group.slice(0, MOST_ROWS);
  const rest = group.length - shown.length;
  const table = measurementTable('', label, aboutWhat(first), shown, (entry) => whereLabel(entry.where));
  const more = rest > 0 ? `<p class="quiet">${formatNumber(rest)} more are in the report’s JSON.</p>` : '';
  return `<details class="parts"><summary><span>${escapeHtml(label)}</span> <span class="quiet">${summary(group)}</span></summary>${table}${more}</details>`;
}

function aboutWhat({ where }: Measurement): string {
  if (where.slice !== undefined) return 'Slice';
  return where.columns ? 'Pair of columns' : 'Column';
}

function summary(group: readonly Measurement[]): string {
  const [worst] = group;
  const count = group.length === 1 ? '1 value' : `${formatNumber(group.length)} values`;
  if (worst.better === 'neither' || worst.value === null) return count;
  const which = worst.better === 'higher' ? 'lowest' : 'highest';
  return `${count}, ${which} ${htmlNumber(formatNumber(worst.value))} (${escapeHtml(whereLabel(worst.where))})`;
}

function measurementTable(
  caption: string,
  label: string,
  about: string,
  measurements: readonly Measurement[],
  name: (entry: Measurement) => string,
): string {
  const columns = [
    {
      head: about,
      cell: (entry: Measurement) => `<th scope="row">${escapeHtml(named(name(entry)))}</th>`,
      shown: true,
    },
    {
      head: 'Model',
      cell: (entry: Measurement) => `<td>${escapeHtml(entry.model ?? '–')}</td>`,
      shown: caption !== '' && measurements.some((entry) => entry.model !== null),
    },
    {
      head: 'Value',
      number: true,
      cell: (entry: Measurement) => `<td class="number">${htmlNumber(valueLabel(entry.value))}</td>`,
      shown: true,
    },
    {
      head: '95\u00a0% interval',
      number: true,
      cell: (entry: Measurement) => `<td class="number">${htmlNumber(intervalLabel(entry.low, entry.high))}</td>`,
      shown: measurements.some((entry) => entry.low !== null && entry.high !== null),
    },
    {
      head: 'Within its range',
      extra: true,
      cell: (entry: Measurement) => `<td class="extra">${measureTrack(entry)}</td>`,
      shown: measurements.some((entry) => measureTrack(entry) !== ''),
    },
    {
      head: 'How to read it',
      cell: (entry: Measurement) => `<td class="quiet">${escapeHtml(readingLabel(entry))}</td>`,
      shown: caption !== '',
    },
  ].filter((column) => column.shown);
  const head = columns.map((column) => {
    const kind = column.number ? ' class="number"' : column.extra ? ' class="extra"' : '';
    return `<th scope="col"${kind}>${column.head}</th>`;
  });
  const body = measurements.map((entry) => `<tr>${columns.map((column) => column.cell(entry)).join('')}</tr>`);
  return tableBox(caption, head.join(''), body, label);
}
