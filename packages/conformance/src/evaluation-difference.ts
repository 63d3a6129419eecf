import type { Evaluation, Measurement } from '@verisim/core';
import { measurementKey } from './evaluation-faults.ts';

/** How far sums in another order may differ, relative to values above 1. */
const ROUNDING = 1e-9;

/** Where two evaluations differ in any byte of their JSON, as a phrase, or `null`. */
export function evaluationDifference(a: Evaluation, b: Evaluation): string | null {
  for (const part of ['measurements', 'findings', 'charts'] as const) {
    const [first, second] = [a[part] ?? [], b[part] ?? []].map((list) => list.map((item) => JSON.stringify(item)));
    const at = first.findIndex((text, i) => text !== second[i]);
    if (at >= 0 || first.length !== second.length) {
      const place = at < 0 ? first.length : at;
      return `${first[place] ?? `no ${part} more`} against ${second[place] ?? 'none'}`;
    }
  }
  return null;
}

/** Where the values of the same measurements differ by more than rounding, as a phrase, or `null`. */
export function valueDifference(a: Evaluation, b: Evaluation): string | null {
  return listDifference(a.measurements.map(keyed), b.measurements.map(keyed));
}

/** The same whatever the columns and levels are called: each metric's values as a list in order of size. */
export function metricDifference(a: Evaluation, b: Evaluation): string | null {
  const bare = ({ metric, value }: Measurement) => ({ key: metric, value });
  return listDifference(a.measurements.map(bare), b.measurements.map(bare));
}

interface Keyed {
  readonly key: string;
  readonly value: number | null;
}

const keyed = (measured: Measurement): Keyed => ({ key: measurementKey(measured), value: measured.value });

function listDifference(first: readonly Keyed[], second: readonly Keyed[]): string | null {
  if (first.length !== second.length) return `${first.length} measurements against ${second.length}`;
  const [a, b] = [first, second].map((list) => list.toSorted(byKeyAndValue));
  const at = a.findIndex((item, i) => item.key !== b[i].key || !near(item.value, b[i].value));
  return at < 0 ? null : `${a[at].key} ${a[at].value} against ${b[at].key} ${b[at].value}`;
}

function byKeyAndValue(a: Keyed, b: Keyed): number {
  if (a.key !== b.key) return a.key < b.key ? -1 : 1;
  return (a.value ?? Number.POSITIVE_INFINITY) - (b.value ?? Number.POSITIVE_INFINITY) || 0;
}

/** Whether two values are equal but for rounding. */
export function near(a: number | null, b: number | null): boolean {
  if (a === null || b === null || Number.isNaN(a)) return Object.is(a, b);
  return Math.abs(a - b) <= ROUNDING * Math.max(1, Math.abs(a), Math.abs(b));
}
