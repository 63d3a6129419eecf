import { badPoints } from './errors.ts';

/**
 * Rows of mixed type, in columns. A numeric value is finite (scaled by the caller as its distance wants it) or `NaN` =
 * missing; a code is any whole number, -1 = missing by custom, and equals only itself.
 */
export interface Points {
  readonly rows: number;
  readonly numeric: readonly (Float64Array | Float32Array)[];
  readonly coded: readonly Int32Array[];
}

/** What a missing number is held as: far from every value, yet at distance 0 from itself. */
export const MISSING_VALUE = 1e300;

/** No number of the data may be as large as this, so that squares and differences stay finite. */
export const LARGEST_VALUE = 1e150;

/** Throws `nearest-neighbours/bad-points` unless every column has `rows` cells. */
export function checkPoints({ rows, numeric, coded }: Points): void {
  [...numeric, ...coded].forEach((column, at) => {
    if (column.length === rows) return;
    const kind = at < numeric.length ? `numeric column ${at}` : `coded column ${at - numeric.length}`;
    throw badPoints(`${kind} has ${column.length} cells for ${rows} rows`);
  });
}
