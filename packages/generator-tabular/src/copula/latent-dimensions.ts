import type { CodedValues, ValueTable } from '../value-table.ts';
import { type LatentScale, latentScale } from './latent-scale.ts';

/**
 * One normal variable of the copula. A column has one for its value; a numeric column with missing cells has another before it that
 * says whether the cell is missing (codes 0 present, 1 missing), so that missingness depends on the other columns.
 */
export interface LatentDimension {
  readonly column: number;
  readonly indicator: boolean;
  readonly scale: LatentScale;
}

/** The dimensions of a column, levels in the order of their codes. Columns in which nothing varies have none. */
export function dimensionsOf(column: number, table: ValueTable): LatentDimension[] {
  const { values, counts } = table;
  const used = usedCodes(counts, values === null ? 0 : 1);
  const dimensions: LatentDimension[] = [];
  if (values !== null && counts[0] > 0 && used.length > 0)
    dimensions.push({ column, indicator: true, scale: indicatorScale(counts) });
  if (used.length > 1) dimensions.push({ column, indicator: false, scale: latentScale(used, counts) });
  return dimensions;
}

/** Present, then missing. */
function indicatorScale(counts: Int32Array): LatentScale {
  let present = 0;
  for (let code = 1; code < counts.length; code++) present += counts[code];
  return latentScale(Int32Array.of(0, 1), [present, counts[0]]);
}

function usedCodes(counts: Int32Array, from: number): Int32Array {
  const used: number[] = [];
  for (let code = from; code < counts.length; code++) if (counts[code] > 0) used.push(code);
  return Int32Array.from(used);
}

/** The interval of each of the given rows; -1 where a number is missing. */
export function rowIntervals(dimension: LatentDimension, values: CodedValues, rows: Int32Array): Int32Array {
  const { codes } = values;
  if (dimension.indicator) return Int32Array.from(rows, (row) => (codes[row] === 0 ? 1 : 0));
  const place = new Int32Array(values.table.counts.length).fill(-1);
  dimension.scale.codes.forEach((code, i) => {
    place[code] = i;
  });
  return rows.map((row) => place[codes[row]]);
}
