import { printNumber } from './print-cells.ts';

/** Powers of ten that a double holds exactly. */
const POWERS = Float64Array.from({ length: 16 }, (_, i) => Number(`1e${i}`));

const ZERO = 0x30;
const MINUS = 0x2d;
const DOT = 0x2e;

/** The most bytes of a number. */
export const numberRoom = 40;

/** The decimals that the numbers of a column have shown so far, 0 to 15. */
export interface NumberGrid {
  decimals: number;
}

/** What is known of a column of which `decimals` are declared. */
export const numberGrid = (decimals = 0): NumberGrid => ({ decimals: Math.max(0, Math.min(15, decimals)) });

/**
 * Puts a finite number at a place as `printNumber` prints it, and returns the place behind it. Its digits are worked out by arithmetic where that
 * is exact: a whole number of at most 15 digits divided by a power of ten up to 22 is the double nearest to that decimal
 * (Clinger, How to read floating point numbers accurately, 1990), and no two decimals of at most 15 digits share a double,
 * so that the decimal found is the shortest.
 */
export function putNumber(bytes: Buffer, start: number, value: number, grid: NumberGrid): number {
  if (value > 0 && value < 1e9 && (value | 0) === value) return putSmall(bytes, start, value);
  let at = start;
  const size = Math.abs(value);
  if (Math.floor(size) === size && size <= Number.MAX_SAFE_INTEGER) {
    if (value < 0 || Object.is(value, -0)) bytes[at++] = MINUS;
    return putWhole(bytes, at, size);
  }
  const power = POWERS[grid.decimals];
  const scaled = Math.round(size * power);
  if (size < 1e-6 || scaled >= 1e15 || scaled / power !== size) return putOther(bytes, at, value, grid);
  if (value < 0) bytes[at++] = MINUS;
  const whole = Math.floor(scaled / power);
  at = putWhole(bytes, at, whole);
  bytes[at++] = DOT;
  at = putPadded(bytes, at, scaled - whole * power, grid.decimals);
  while (bytes[at - 1] === ZERO) at--;
  return at;
}

function putOther(bytes: Buffer, at: number, value: number, grid: NumberGrid): number {
  const text = printNumber(value);
  if (!text.includes('e')) grid.decimals = Math.min(15, Math.max(grid.decimals, text.length - text.indexOf('.') - 1));
  return at + bytes.write(text, at, 'latin1');
}

/** A whole number from 0 to 2^53 - 1. */
function putWhole(bytes: Buffer, at: number, value: number): number {
  if (value < 1e9) return putSmall(bytes, at, value);
  const head = Math.floor(value / 1e8);
  return putPadded(bytes, putSmall(bytes, at, head), value - head * 1e8, 8);
}

/** A whole number from 0 to 10^9 - 1. */
function putSmall(bytes: Buffer, at: number, value: number): number {
  let digits = 1;
  for (let bound = 10; value >= bound && digits < 9; bound *= 10) digits++;
  return putDigits(bytes, at, value, digits);
}

/** A whole number below 10^`digits`, of at most 15 digits, with zeros in front. */
export function putPadded(bytes: Buffer, at: number, value: number, digits: number): number {
  if (digits <= 9) return putDigits(bytes, at, value, digits);
  const head = Math.floor(value / 1e9);
  return putDigits(bytes, putDigits(bytes, at, head, digits - 9), value - head * 1e9, 9);
}

function putDigits(bytes: Buffer, at: number, value: number, digits: number): number {
  let left = value | 0;
  for (let place = at + digits - 1; place >= at; place--) {
    const next = (left / 10) | 0;
    bytes[place] = ZERO + left - next * 10;
    left = next;
  }
  return at + digits;
}
