import type { Figures } from './tabular-run.ts';

/** Titles and widths; the first is left-aligned. */
const COLUMNS: readonly (readonly [string, number])[] = [
  ['generator', 28],
  ['fit CPU s', 11],
  ['rows/CPU s', 12],
  ['MB', 6],
  ['shape %', 9],
  ['trend %', 9],
  ['detector', 10],
  ['C2ST', 7],
  ['TSTR', 9],
  ['copies %', 10],
  ['DCR share', 11],
  ['once %', 8],
  ['(fresh)', 9],
  ['strange', 9],
];
export const tableHead: string = COLUMNS.map(([title, width], i) =>
  i === 0 ? title.padEnd(width) : title.padStart(width),
).join('');

/** A row of the table. */
export function tableLine(name: string, found: Figures): string {
  const or = (value: number | null, show: (value: number) => string) => (value === null ? '-' : show(value));
  const cells = [
    name,
    or(found.fitSeconds, (value) => value.toFixed(2)),
    or(found.rowsPerSecond, (value) => Math.round(value).toLocaleString('en')),
    or(found.peakBytes, (value) => (value / 2 ** 20).toFixed(0)),
    percent(found.shapeError),
    percent(found.trendError),
    found.detectorAuc.toFixed(3),
    c2stScore(found).toFixed(3),
    or(found.score, (value) => (value < 1 ? value.toFixed(4) : value.toPrecision(4))),
    percent(found.copies),
    found.dcrShare.toFixed(3),
    percent(found.onceOnly),
    percent(found.freshOnceOnly),
    String(found.strangeCells),
  ];
  return cells.map((cell, i) => (i === 0 ? cell.padEnd(COLUMNS[i][1]) : cell.padStart(COLUMNS[i][1]))).join('');
}

export const percent = (value: number): string => (100 * value).toFixed(2);
/** The C2ST score, 1 = a detector cannot tell them apart. */
export const c2stScore = ({ detectorAuc }: Figures): number => 2 * (1 - Math.max(0.5, detectorAuc));
