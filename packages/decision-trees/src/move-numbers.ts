import type { RandomState } from './draw-from-leaves.ts';
import { kernelRoom } from './row-kernels.ts';

/** The numbers of training rows, leaf by leaf, and how far each may move. */
export interface NumberPool {
  /** Codes of the numbers: 0 = missing, 1 = the least of `values`. */
  readonly codes: Int32Array;
  /** Per place of the pool: how many codes it may move down, -1 when it stands still. Parts of the way to the next code count as such. */
  readonly down: Float64Array;
  readonly up: Float64Array;
  /** Distinct, ascending. */
  readonly values: Float64Array;
  /** What numbers are rounded to, (origin + whole * step) / scale, or how. */
  readonly rounding:
    | { readonly scale: number; readonly step: number; readonly origin: number }
    | ((value: number) => number);
}

/**
 * A number for each row from its place in the pool. A place that may move goes evenly as far down or up as a draw says, and lies between two of the
 * values; when it meets one of them after rounding to a grid, it is drawn once more. About 10 ns for each that moves.
 *
 * @param state the n-th of its numbers decides for the n-th row
 * @param codes the place of each row; receives the code of the value nearest to its number
 * @param into receives the numbers, NaN where missing
 */
export function moveNumbers(pool: NumberPool, state: RandomState, codes: Int32Array, into: Float64Array): void {
  const count = codes.length;
  if (count === 0) return;
  const places = pool.codes.length;
  const room = kernelRoom(20 * count + 20 * places + 8 * pool.values.length);
  const [held, poolCodes, bits] = [count, places, 2 * count].map(room.integers);
  const [down, up, real, numbers] = [places, places, pool.values.length, count].map(room.numbers);
  held.set(codes);
  poolCodes.set(pool.codes);
  down.set(pool.down);
  up.set(pool.up);
  real.set(pool.values);
  room.fillBits(...state, bits.byteOffset, 2 * count);
  const { scale, step, origin } = typeof pool.rounding === 'function' ? UNROUNDED : pool.rounding;
  room.moveNumbers(
    held.byteOffset,
    count,
    poolCodes.byteOffset,
    down.byteOffset,
    up.byteOffset,
    real.byteOffset,
    pool.values.length,
    bits.byteOffset,
    numbers.byteOffset,
    scale,
    step,
    origin,
  );
  codes.set(held);
  into.set(numbers);
  if (typeof pool.rounding === 'function') roundMoved(pool.rounding, codes, into);
}

/** Has the kernel mark the codes of numbers that moved by their sign. */
const UNROUNDED = { scale: 0, step: 1, origin: 0 };

function roundMoved(round: (value: number) => number, codes: Int32Array, into: Float64Array): void {
  for (let row = 0; row < codes.length; row++) {
    if (codes[row] >= 0) continue;
    codes[row] = -codes[row];
    into[row] = round(into[row]);
  }
}
