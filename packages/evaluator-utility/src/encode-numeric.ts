import type { NumericColumn } from '@verisim/core';
import type { EncoderPart } from './encoder.ts';
import { binOf, quantileEdges } from './quantile-bins.ts';

const MAX_BINS = 10;
const ROWS_PER_BIN = 25;
/** Standardised values are cut off here, so that a single outlier cannot carry a prediction away. */
const LIMIT = 5;

/**
 * A numeric column as: its standardised value, an indicator of missing cells where training had any, and one-hot quantile
 * bins (at most 10, at least 25 rows each) where it has more than two values. `null` when it is constant and never missing.
 */
export function numericPart(column: NumericColumn): EncoderPart | null {
  const present = column.values.filter((value) => !Number.isNaN(value)).sort();
  const someMissing = present.length > 0 && present.length < column.values.length;
  const varies = present.length > 0 && present[0] < present[present.length - 1];
  if (!varies && !someMissing) return null;
  const scale = scaleOf(present);
  const { mean, deviation } = momentsOf(present, scale);
  const bins = Math.min(MAX_BINS, Math.floor(present.length / ROWS_PER_BIN));
  const edges = varies && bins > 2 && valuesExceed(present, 2) ? quantileEdges(present, bins) : new Float64Array(0);
  const indicator = varies ? 1 : 0;
  const firstBin = indicator + (someMissing ? 1 : 0);
  return {
    width: firstBin + (edges.length > 0 ? edges.length + 1 : 0),
    write(found, from, to, matrix, stride, at) {
      const { values } = found as NumericColumn;
      for (let i = from, cell = at; i < to; i++, cell += stride) {
        const value = values[i];
        if (Number.isNaN(value)) {
          if (someMissing) matrix[cell + indicator] = 1;
          continue;
        }
        if (varies) matrix[cell] = Math.max(-LIMIT, Math.min(LIMIT, (value / scale - mean) / deviation));
        if (edges.length > 0) matrix[cell + firstBin + binOf(value, edges)] = 1;
      }
    },
  };
}

/** What to divide by so that squares do not overflow; 1 but for numbers beyond 1e150. */
function scaleOf(sorted: Float64Array): number {
  const largest = Math.max(Math.abs(sorted[0] ?? 0), Math.abs(sorted[sorted.length - 1] ?? 0));
  return largest > 1e150 ? largest : 1;
}

function momentsOf(values: Float64Array, scale: number): { mean: number; deviation: number } {
  let mean = 0;
  for (let i = 0; i < values.length; i++) mean += (values[i] / scale - mean) / (i + 1);
  let square = 0;
  for (let i = 0; i < values.length; i++) square += (values[i] / scale - mean) ** 2;
  return { mean, deviation: Math.sqrt(square / Math.max(1, values.length)) || 1 };
}

function valuesExceed(sorted: Float64Array, count: number): boolean {
  let distinct = 1;
  for (let i = 1; i < sorted.length && distinct <= count; i++) if (sorted[i] !== sorted[i - 1]) distinct++;
  return distinct > count;
}
