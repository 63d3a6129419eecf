import { badPoints } from './errors.ts';
import type { FullMetric } from './metric.ts';
import { checkPoints, LARGEST_VALUE, MISSING_VALUE, type Points } from './points.ts';

/** Rows one after another, numbers multiplied by what makes their plain difference the weighted one. */
export interface PackedPoints {
  readonly rows: number;
  /** `rows` x numeric columns, missing as `MISSING_VALUE`. */
  readonly numeric: Float64Array;
  /** `rows` x coded columns. */
  readonly coded: Int32Array;
}

/** Packs the given rows in the given order. Throws `nearest-neighbours/bad-points`. */
export function packPoints(points: Points, metric: FullMetric, order: Int32Array): PackedPoints {
  checkPoints(points);
  const rows = order.length;
  const width = points.numeric.length;
  const numeric = new Float64Array(rows * width);
  points.numeric.forEach((values, column) => {
    const scale = columnScale(metric, column);
    for (let i = 0, at = column; i < rows; i++, at += width) {
      const value = values[order[i]] * scale;
      if (Number.isNaN(value)) numeric[at] = MISSING_VALUE;
      else if (value < LARGEST_VALUE && value > -LARGEST_VALUE) numeric[at] = value;
      else throw badPoints(`numeric column ${column} holds ${values[order[i]]} in row ${order[i]}`);
    }
  });
  const codes = points.coded.length;
  const coded = new Int32Array(rows * codes);
  points.coded.forEach((values, column) => {
    for (let i = 0, at = column; i < rows; i++, at += codes) coded[at] = values[order[i]];
  });
  return { rows, numeric, coded };
}

/** What the numbers of a column are multiplied by: its weight, or with power 2 the root of it. */
export function columnScale({ power, numericWeights }: FullMetric, column: number): number {
  return power === 2 ? Math.sqrt(numericWeights[column]) : numericWeights[column];
}

/** Smallest and largest value per numeric column, a missing one counting as what it is held as. */
export interface ColumnExtremes {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** The extremes of row-major numbers. */
export function columnExtremes({ numeric }: PackedPoints, width: number): ColumnExtremes {
  const low = new Float64Array(width).fill(Number.POSITIVE_INFINITY);
  const high = new Float64Array(width).fill(Number.NEGATIVE_INFINITY);
  for (let at = 0; at < numeric.length; ) {
    for (let column = 0; column < width; column++, at++) {
      low[column] = Math.min(low[column], numeric[at]);
      high[column] = Math.max(high[column], numeric[at]);
    }
  }
  return { low, high };
}
