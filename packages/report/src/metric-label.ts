import type { Measurement, Where } from '@verisim/core';
import { formatNumber } from './format-number.ts';

const ABBREVIATIONS = new Set([
  'auc',
  'c2st',
  'dcr',
  'f1',
  'iqr',
  'js',
  'ks',
  'nndr',
  'pii',
  'pr',
  'roc',
  'tstr',
  'trtr',
]);

/** A metric's kebab-case name in words: `tstr-roc-auc` is `TSTR ROC AUC`, `log-loss` is `log loss`. */
export function metricWords(metric: string): string {
  return metric
    .split('-')
    .map((word) => (ABBREVIATIONS.has(word) ? word.toUpperCase() : word))
    .join(' ');
}

/** {@link metricWords} as they begin a line: `Log loss`. */
export function metricLabel(metric: string): string {
  const words = metricWords(metric);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What a measurement is about, empty for the whole data set. */
export function whereLabel(where: Where): string {
  const parts = [where.column, where.columns?.join(' × '), where.slice];
  return parts.filter((part) => part !== undefined).join(', ');
}

/** A measurement's value in words, `not defined` when it has none. */
export function valueLabel(value: number | null): string {
  return value === null ? 'not defined' : formatNumber(value);
}

/** A 95 % interval in words, an en dash when there is none. */
export function intervalLabel(low: number | null, high: number | null): string {
  return low === null || high === null ? '–' : `${formatNumber(low)} to ${formatNumber(high)}`;
}

/** Which way is better and the reference points, in words; an en dash when there is neither. */
export function readingLabel(entry: Measurement): string {
  const direction = entry.better === 'neither' ? [] : [`${entry.better} is better`];
  const points = Object.entries(entry.reference ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, value]) => `${label} ${formatNumber(value)}`);
  return [...direction, ...points].join('; ') || '–';
}

/** Measurements by metric and model, in order of first appearance, each group worst first; undefined values stand last. */
export function groupMeasurements(measurements: readonly Measurement[]): readonly (readonly Measurement[])[] {
  const groups = new Map<string, Measurement[]>();
  for (const entry of measurements) {
    const key = JSON.stringify([entry.metric, entry.model, Object.keys(entry.where).sort()]);
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return [...groups.values()].map((group) => group.toSorted(worseFirst));
}

function worseFirst(a: Measurement, b: Measurement): number {
  if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
  if (a.better === 'neither') return 0;
  return a.better === 'higher' ? a.value - b.value : b.value - a.value;
}
