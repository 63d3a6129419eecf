import type { Random } from '@verisim/core';
import type { Decoder } from '../smooth-values.ts';
import { onGrid } from '../value-grid.ts';

/** A number in this share of the present cells or more is a spike. */
const SPIKE = 0.05;
/** Interquartile range of a normal distribution of deviation 1. */
const NORMAL_RANGE = 1.349;

/** How the cells of a column are disturbed. */
export interface Disturbance {
  /** Standard deviation of what is added to a number; 0 for categories. */
  readonly deviation: number;
  /** 1 for codes that are kept or replaced as a whole: categories, spikes, missing cells. */
  readonly whole: Uint8Array;
}

/** The disturbance of a column: `noise` in units of the robust deviation (interquartile range / 1.349) of the numbers that are no spikes. */
export function disturbanceOf({ table: { values, counts } }: Decoder, noise: number): Disturbance {
  const whole = new Uint8Array(counts.length).fill(1);
  if (values === null) return { deviation: 0, whole };
  const present = counts.subarray(1).reduce((sum, count) => sum + count, 0);
  for (let code = 1; code < counts.length; code++) whole[code] = counts[code] >= SPIKE * present ? 1 : 0;
  const free = counts.map((count, code) => (whole[code] === 1 ? 0 : count));
  return { deviation: noise * deviationOf(values, free), whole };
}

function deviationOf(values: Float64Array, counts: Int32Array): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return 0;
  const at = (share: number) => {
    let left = share * total;
    let code = 0;
    while (code < values.length - 1 && left >= counts[code + 1]) left -= counts[++code];
    return values[code];
  };
  const range = at(0.75) - at(0.25);
  return (range > 0 ? range : values[values.length - 1] - values[0]) / NORMAL_RANGE;
}

/**
 * Numbers disturbed by normal noise, kept in the column's range (what would leave it is reflected) and on its grid. A spike or
 * missing cell is replaced by a draw from the column with probability `flip`.
 */
export function jitterNumbers(
  { table: { values }, grid }: Decoder,
  { deviation, whole }: Disturbance,
  codes: Int32Array,
  random: Random,
): Float64Array {
  const known = values ?? new Float64Array(0);
  const [low, high] = [known[0], known[known.length - 1]];
  return Float64Array.from(codes, (code) => {
    if (code === 0) return Number.NaN;
    const value = known[code - 1];
    if (whole[code] === 1) return value;
    const moved = reflect(value + deviation * random.normal(), low, high);
    return Number.isFinite(moved) ? Math.min(high, Math.max(low, onGrid(grid, moved))) : value;
  });
}

function reflect(value: number, low: number, high: number): number {
  const inside = value < low ? 2 * low - value : value > high ? 2 * high - value : value;
  return Math.min(high, Math.max(low, inside));
}

/** The codes, each whole one replaced with probability `flip` by that of another training row. */
export function flipCodes(
  codes: Int32Array,
  { whole }: Disturbance,
  trained: Int32Array,
  flip: number,
  random: Random,
): Int32Array {
  return codes.map((code) => {
    if (whole[code] === 0 || random.next() >= flip) return code;
    return trained[random.int(0, trained.length)];
  });
}
