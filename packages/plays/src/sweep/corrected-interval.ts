import { normalQuantile } from '@verisim/statistics';

/**
 * Half the width of a 95 % interval of a mean of differences over folds and repeats, whose training sets overlap: the corrected resampled t of
 * Nadeau & Bengio (2003, Machine Learning 52, equation 9), variance times 1 / n + test share / training share. `null` with a
 * difference that is not defined, or fewer than two.
 *
 * @param differences one per fold of each repeat
 * @param folds of one repeat
 */
export function correctedHalfWidth(differences: ArrayLike<number>, folds: number): number | null {
  const n = differences.length;
  if (n < 2) return null;
  const values = Array.from(differences);
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const half = studentQuantile(n - 1) * Math.sqrt((1 / n + 1 / (folds - 1)) * variance);
  return Number.isFinite(half) ? half : null;
}

/** The 97.5 % point of Student's t: Hill's expansion in 1 / degrees (1970, Communications of the ACM 13, algorithm 396), to 0.5 % from 3 on. */
function studentQuantile(degrees: number): number {
  if (degrees === 1) return 12.7062;
  if (degrees === 2) return 4.3027;
  const z = normalQuantile(0.025);
  const terms = [
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92160,
  ];
  return terms.reduce((sum, term, i) => sum + term / degrees ** (i + 1), z);
}
