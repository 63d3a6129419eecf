import type { Metric, Points } from '@verisim/nearest-neighbours';
import type { Cells } from './cells.ts';

/** Where a numeric column begins and how far it reaches, halved so that no subtraction overflows. */
export interface HalfRange {
  readonly low: number;
  readonly width: number;
}

/** The halved ranges of the numeric columns of a table; of a column without a value, of no width. */
export function halfRanges({ numeric }: Cells): readonly HalfRange[] {
  return numeric.map((values) => {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (const value of values) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
    return low <= high ? { low: low / 2, width: high / 2 - low / 2 } : { low: 0, width: 0 };
  });
}

/** Beyond this many ranges all values are as far: the metric's cap is 1. */
const FARTHEST = 1e9;

/** The cells with numbers in ranges; in a column of one value, any other is one range away. */
export function scaledPoints({ rows, numeric, coded }: Cells, ranges: readonly HalfRange[]): Points {
  const scaled = numeric.map((values, j) => {
    const { low, width } = ranges[j];
    return values.map((value) => {
      const off = value / 2 - low;
      if (Number.isNaN(off) || off === 0) return off;
      return Math.max(-FARTHEST, Math.min(FARTHEST, width > 0 ? off / width : Math.sign(off)));
    });
  });
  return { rows, numeric: scaled, coded };
}

/**
 * The distance of all DCR figures, in [0, 1]: the mean over columns of |x - y| / range, at most 1, of numbers, and of 0 or 1
 * for equal or different categories; a missing cell is a value of its own. Gower (1971, Biometrics 27); SDMetrics `calculate_dcr`.
 * TabSyn's `eval_dcr.py` sums instead and lets a different category count 2 (one-hot).
 */
export function gowerMetric({ numeric, coded }: Points): Metric {
  const weight = 1 / (numeric.length + coded.length);
  return {
    power: 1,
    cap: 1,
    missing: 1,
    numericWeights: numeric.map(() => weight),
    codedWeights: coded.map(() => weight),
  };
}
