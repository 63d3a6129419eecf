import { type ColumnSpec, columnKinds } from '@verisim/core';
import { linearQuantile } from '@verisim/statistics';
import type { NumberRange } from './kind.ts';

/** A numeric column's range and the values that it can hold. */
export interface NumberGrid extends NumberRange {
  /** The nearest number of the column's grid within its declared bounds, else within the range of the data. Missing stays missing. */
  readonly settle: (value: number) => number;
}

/** Units that dates are often whole multiples of: day, hour, minute, second. */
const STEPS = [86_400_000, 3_600_000, 60_000, 1000];

/** What is known of a column of numbers, integers or instants. */
export function numberGrid(values: Float64Array, spec: ColumnSpec): NumberGrid {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const [low, high] = spec.bounds ?? [sorted[0] ?? 0, sorted[sorted.length - 1] ?? 0];
  const { whole } = columnKinds[spec.kind];
  const instants = spec.kind === 'datetime';
  const step = instants ? (STEPS.find((one) => sorted.every((value) => value % one === 0)) ?? 1) : 1;
  const round = whole ? (value: number) => Math.round(value / step) * step : decimalRounding(spec.decimals);
  // What passes an end is thrown back, so that no heap of values grows there.
  const thrown = (value: number) => (value < low ? low + (low - value) : value > high ? high - (value - high) : value);
  const settle = (value: number) =>
    Number.isNaN(value) ? value : Math.min(high, Math.max(low, round(thrown(value)) + 0));
  return { low, high, scale: scaleOf(sorted), settle };
}

function scaleOf(sorted: Float64Array): number {
  if (sorted.length === 0) return 0;
  const spread = linearQuantile(sorted, 0.75) / 1.349 - linearQuantile(sorted, 0.25) / 1.349;
  if (spread > 0) return Math.min(Number.MAX_VALUE, spread);
  const mean = sorted.reduce((sum, value) => sum + value / sorted.length, 0);
  const square = sorted.reduce((sum, value) => sum + (value - mean) ** 2 / sorted.length, 0);
  return Math.min(Number.MAX_VALUE, Math.sqrt(square));
}

function decimalRounding(decimals: number | undefined): (value: number) => number {
  if (decimals === undefined) return (value) => value;
  const power = 10 ** decimals;
  return (value) => {
    const scaled = value * power;
    return Math.abs(scaled) < 2 ** 52 ? Math.round(scaled) / power : Number(value.toFixed(Math.min(100, decimals)));
  };
}
