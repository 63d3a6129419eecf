import type { Context, Table } from '@verisim/core';
import { shareDifference, TWO_SIDED_95, wilsonInterval } from '@verisim/statistics';
import { type CodedSides, codeColumns } from './column-codes.ts';
import { columnDistance, counted, distanceErrors, expectedDistance, presentOf } from './column-distance.ts';
import type { RawMeasure } from './drift-measure.ts';

/** What is told of a column beside the effects that decide. Intervals of its own, 95 %. */
export interface ColumnFigures {
  readonly column: string;
  /** Population stability index; its expectation without drift is about groups / rows. */
  readonly psi: number;
  readonly psiError: number;
  /** Standardised mean difference (new - old) / pooled deviation, `null` for levels. */
  readonly meanDifference: { readonly value: number; readonly low: number; readonly high: number } | null;
  readonly missing: { readonly old: number; readonly now: number };
  /** Levels that no old row has, the most frequent first, with their new rows; at most 10. */
  readonly newLevels: readonly (readonly [level: string, rows: number])[];
  /** Levels that changed most, with their share of old and new rows; at most 5. */
  readonly moved: readonly (readonly [level: string, old: number, now: number])[];
}

/** The drift of single columns. */
export interface ColumnDrift {
  readonly measures: readonly RawMeasure[];
  readonly figures: readonly ColumnFigures[];
  /** Columns that could not be compared, one half sentence each. */
  readonly left: readonly string[];
}

const RESAMPLES = 200;

/** Compares each column of the new rows with that of the old ones. */
export function columnDrift(old: Table, now: Table, ctx: Context): ColumnDrift {
  const { sides, left } = codeColumns(old, now);
  const distances = sides.map(columnDistance);
  const errors = distanceErrors(distances, [old.rows, now.rows], RESAMPLES, ctx);
  const measures: RawMeasure[] = [];
  const figures: ColumnFigures[] = [];
  for (const [i, side] of sides.entries()) {
    const found = distances[i](null, null);
    const column = side.spec.name;
    const counts = [counted(side.old, side.cells, null), counted(side.now, side.cells, null)] as const;
    measures.push({
      check: 'distribution',
      column,
      metric: side.ordered ? 'ks' : 'total-variation',
      effect: found.distance,
      error: errors[i].distance,
      errorIfDrifted: Math.max(errors[i].distance, Math.sqrt(1 / presentOf(counts[0]) + 1 / presentOf(counts[1])) / 2),
      expected: expectedDistance(side),
      signed: false,
    });
    measures.push(...missingMeasure(column, counts), ...newLevelMeasure(side, counts));
    figures.push(figuresOf(side, found.psi, errors[i].psi, counts));
  }
  return { measures, figures, left };
}

type Counts = readonly [old: Float64Array, now: Float64Array];

function missingMeasure(column: string, [old, now]: Counts): readonly RawMeasure[] {
  const share = (counts: Float64Array) => ({ hits: counts[0], of: counts[0] + presentOf(counts) });
  const [before, after] = [share(old), share(now)];
  if (before.hits + after.hits === 0) return [];
  const { value, low, high } = shareDifference(after, before);
  const error = (high - low) / (2 * TWO_SIDED_95);
  const errorIfDrifted = Math.max(error, Math.sqrt(1 / before.of + 1 / after.of) / 2);
  const parts = { effect: value, error, errorIfDrifted, expected: 0, signed: true };
  return [{ check: 'missing', column, metric: 'missing-rate', ...parts }];
}

/** New rows in levels that no old row has. Good & Turing (1953): the share of old levels seen once is what to expect of fresh rows. */
function newLevelMeasure(side: CodedSides, [old, now]: Counts): readonly RawMeasure[] {
  const m = presentOf(now);
  if (side.ordered || m === 0) return [];
  let rows = 0;
  let once = 0;
  for (let cell = 1; cell < old.length; cell++) {
    if (old[cell] === 0) rows += now[cell];
    if (old[cell] === 1) once++;
  }
  if (rows === 0) return [];
  const { low, high } = wilsonInterval(rows / m, m);
  const expected = once / Math.max(1, presentOf(old));
  const error = (high - low) / (2 * TWO_SIDED_95);
  const errorIfDrifted = Math.max(error, 0.5 / Math.sqrt(m));
  const parts = { effect: rows / m, error, errorIfDrifted, expected, signed: false };
  return [{ check: 'new levels', column: side.spec.name, metric: 'new-level-share', ...parts }];
}

function figuresOf(side: CodedSides, psi: number, psiError: number, [old, now]: Counts): ColumnFigures {
  const missing = (counts: Float64Array) => counts[0] / Math.max(1, counts[0] + presentOf(counts));
  return {
    column: side.spec.name,
    psi,
    psiError,
    meanDifference: side.values && standardisedDifference(side.values.old, side.values.now),
    missing: { old: missing(old), now: missing(now) },
    newLevels: levelsBy(side, (cell) => (old[cell] === 0 ? now[cell] : 0), 10).map((cell) => [
      side.levels[cell - 1],
      now[cell],
    ]),
    moved: movedLevels(side, old, now),
  };
}

function movedLevels(side: CodedSides, old: Float64Array, now: Float64Array): ColumnFigures['moved'] {
  const [n, m] = [Math.max(1, presentOf(old)), Math.max(1, presentOf(now))];
  const change = (cell: number) => Math.abs(now[cell] / m - old[cell] / n);
  return levelsBy(side, change, 5).map((cell) => [side.levels[cell - 1], old[cell] / n, now[cell] / m]);
}

function levelsBy({ levels }: CodedSides, value: (cell: number) => number, most: number): readonly number[] {
  const cells = Array.from(levels.keys(), (i) => i + 1).filter((cell) => value(cell) > 0);
  return cells.sort((a, b) => value(b) - value(a) || a - b).slice(0, most);
}

/** Cohen's d with its large-sample interval (Hedges & Olkin 1985). */
function standardisedDifference(old: Float64Array, now: Float64Array): ColumnFigures['meanDifference'] {
  const [a, b] = [momentsOf(old), momentsOf(now)];
  if (a.n < 2 || b.n < 2) return null;
  const pooled = Math.sqrt(((a.n - 1) * a.variance + (b.n - 1) * b.variance) / (a.n + b.n - 2));
  if (!(pooled > 0)) return null;
  const value = (b.mean - a.mean) / pooled;
  const half = TWO_SIDED_95 * Math.sqrt((a.n + b.n) / (a.n * b.n) + (value * value) / (2 * (a.n + b.n)));
  return { value, low: value - half, high: value + half };
}

function momentsOf(values: Float64Array): { readonly n: number; readonly mean: number; readonly variance: number } {
  let [n, mean, squares] = [0, 0, 0];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    const delta = value - mean;
    mean += delta / ++n;
    squares += delta * (value - mean);
  }
  return { n, mean, variance: n > 1 ? squares / (n - 1) : 0 };
}
