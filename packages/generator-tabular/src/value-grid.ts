/** The grid that all values of a column lie on: (origin + whole * step) / scale, in whole numbers throughout. */
export interface ValueGrid {
  /** A power of ten: 10 to the number of decimals. */
  readonly scale: number;
  readonly step: number;
  readonly origin: number;
}

/**
 * The coarsest such grid: decimals as written, and the greatest common divisor of all differences (whole days of a datetime,
 * incomes in tens). `null` when values have more than 15 significant digits: then there is no grid to keep to.
 *
 * @param values distinct, finite
 */
export function findGrid(values: Float64Array): ValueGrid | null {
  if (values.length === 0) return { scale: 1, step: 1, origin: 0 };
  const scale = decimalScale(values);
  if (scale === null) return values.every(Number.isInteger) ? { scale: 1, step: 1, origin: 0 } : null;
  const origin = Math.round(values[0] * scale);
  let step = 0;
  for (let i = 1; i < values.length && step !== 1; i++) step = divisor(step, Math.round(values[i] * scale) - origin);
  return { scale, step: step || 1, origin };
}

/** The grid point nearest to `value`, exactly as it would be parsed from text. Without a grid, the value itself. */
export function onGrid(grid: ValueGrid | null, value: number): number {
  if (grid === null) return value;
  return (Math.round((value * grid.scale - grid.origin) / grid.step) * grid.step + grid.origin) / grid.scale + 0;
}

/** The grid point next to `value` in the direction of `sign`. */
export function gridNeighbour(grid: ValueGrid | null, value: number, sign: 1 | -1): number {
  return grid === null ? value : onGrid(grid, value + (sign * grid.step) / grid.scale);
}

/** How numbers of a column are rounded. */
export interface Rounding {
  readonly grid: ValueGrid | null;
  /** Without a grid, the most decimals that a real value has. */
  readonly decimals: number;
}

/** On the column's grid, or with no more decimals than real values have. */
export function roundLike({ grid, decimals }: Rounding, value: number): number {
  return grid === null ? withDecimals(value, decimals) : onGrid(grid, value);
}

/** The most decimals that any of the numbers is written with, as `String` writes it; 101 when there are more than `toFixed` takes. */
export function mostDecimals(values: Float64Array): number {
  let most = 0;
  for (const value of values) {
    const [digits, exponent = '0'] = String(value).split('e');
    const decimals = (digits.split('.')[1]?.length ?? 0) - Number(exponent);
    if (decimals > most) most = decimals;
  }
  return Math.min(TOO_MANY, most);
}

/** More decimals than `toFixed` takes. */
const TOO_MANY = 101;

/** `value` with at most so many decimals. */
export function withDecimals(value: number, decimals: number): number {
  return decimals < TOO_MANY && Math.abs(value) < 1e21 ? Number(value.toFixed(decimals)) + 0 : value;
}

const MOST_DECIMALS = 15;

function decimalScale(values: Float64Array): number | null {
  let decimals = 0;
  for (const value of values) {
    while (decimals <= MOST_DECIMALS && Math.round(value * 10 ** decimals) / 10 ** decimals !== value) decimals++;
    if (decimals > MOST_DECIMALS) return null;
  }
  const scale = 10 ** decimals;
  return values.every((value) => Math.abs(value * scale) < 2 ** 52) ? scale : null;
}

function divisor(a: number, b: number): number {
  let [x, y] = [Math.abs(a), Math.abs(b)];
  while (y > 0) [x, y] = [y, x % y];
  return x;
}
