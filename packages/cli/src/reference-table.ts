import type { Measurement } from '@verisim/core';
import { formatNumber, type ReportTable } from '@verisim/report';

/** Short headings of references; the one that has no other name is of fresh real rows: the holdout, or halves of the real rows. */
const HEADINGS: Readonly<Record<string, string>> = {
  'as many synthetic rows': 'as many',
  'columns drawn independently': 'independent',
  'a bootstrap of the real rows': 'bootstrap',
};

/** Figures of the whole table beside those of data of known worth; none where no such data was measured. */
export function referenceTables(measurements: readonly Measurement[]): readonly ReportTable[] {
  const whole = measurements.filter(({ where, reference = {} }) => {
    return Object.keys(where).length === 0 && Object.keys(reference).some((name) => name in HEADINGS);
  });
  const names = [...new Set(whole.flatMap(({ reference = {} }) => Object.keys(reference)))].sort(byPlace);
  if (names.length === 0) return [];
  const fresh = names.find((name) => !(name in HEADINGS));
  const shown = (value: number | null | undefined) =>
    value === null || value === undefined ? null : formatNumber(value);
  const many = names.includes('as many synthetic rows') ? '; "as many": as many synthetic rows as of these' : '';
  return [
    {
      caption: `Beside data of known worth: fresh real rows (${fresh ?? 'none'}), the same with every column shuffled by itself, real rows drawn again${many}`,
      columns: ['figure', 'synthetic', ...names.map((name) => HEADINGS[name] ?? 'fresh real')],
      rows: whole.map(({ metric, value, reference = {} }) => [
        metric,
        shown(value),
        ...names.map((name) => shown(reference[name])),
      ]),
    },
  ];
}

const ORDER = ['as many synthetic rows', undefined, 'columns drawn independently', 'a bootstrap of the real rows'];

function byPlace(a: string, b: string): number {
  const place = (name: string) => ORDER.indexOf(name in HEADINGS ? name : undefined);
  return place(a) - place(b);
}
