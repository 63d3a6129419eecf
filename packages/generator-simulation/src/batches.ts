import { studentQuantile } from '@verisim/statistics';
import type { Interval } from './self-test.ts';

/** Parts of a block that stand for it where there are few blocks. */
const PARTS = 8;
/** Blocks from which on each counts as one observation; with less, intervals may be too narrow to speak against a simulator. */
export const ENOUGH_BLOCKS = 10;

/** The mean of something over rows, with an interval that does not take rows for independent. */
export interface Batches {
  /** Adds a block: the sum and the count (or the sum of weights) of what is averaged, for each of equal parts of its rows. */
  add(rows: number, value: (row: number) => number, weight?: (row: number) => number): void;
  /** The mean with a 95 % interval, or another; `null` for less than two batches. Rows of value `NaN` do not count. */
  interval(alpha?: number): Interval | null;
}

/**
 * Batch means (Law & Kelton 1991, section 9.5.3): blocks are simulated independently, so from ten blocks on each is an observation of its own; below that
 * each of its eighths is, which takes an eighth for long beside the memory of what is simulated. A t interval of the ratio of sums (Cochran 1977, 6.3).
 */
export function createBatches(): Batches {
  const blocks: Sums = { sums: [], counts: [] };
  const parts: Sums = { sums: [], counts: [] };
  return {
    add(rows, value, weight) {
      const from = parts.sums.length;
      for (let part = 0; part < PARTS; part++) {
        const [start, end] = [Math.floor((rows * part) / PARTS), Math.floor((rows * (part + 1)) / PARTS)];
        let [sum, count] = [0, 0];
        for (let row = start; row < end; row++) {
          const x = value(row);
          if (Number.isNaN(x)) continue;
          sum += x;
          count += weight === undefined ? 1 : weight(row);
        }
        parts.sums.push(sum);
        parts.counts.push(count);
      }
      blocks.sums.push(total(parts.sums.slice(from)));
      blocks.counts.push(total(parts.counts.slice(from)));
    },
    interval: (alpha = 0.05) => ratioInterval(blocks.sums.length >= ENOUGH_BLOCKS ? blocks : parts, alpha),
  };
}

interface Sums {
  readonly sums: number[];
  readonly counts: number[];
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** Sum over count with a t interval, each pair an independent observation. */
export function ratioInterval({ sums, counts }: Sums, alpha = 0.05): Interval | null {
  const n = sums.length;
  const count = total(counts);
  if (n < 2 || count === 0) return null;
  const value = total(sums) / count;
  const squares = sums.reduce((sum, one, i) => sum + (one - value * counts[i]) ** 2, 0);
  const error = (Math.sqrt(squares / (n - 1) / n) * n) / count;
  const half = studentQuantile(alpha / 2, n - 1) * error;
  return { value, low: value - half, high: value + half };
}
