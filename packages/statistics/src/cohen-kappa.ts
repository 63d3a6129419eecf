import { TWO_SIDED_95 } from './wilson-interval.ts';

/** Agreement of two judges beyond chance. */
export interface Agreement {
  /** In [-1, 1]; 1 = they always agree, 0 = as chance would have it. */
  readonly kappa: number;
  /** Its large-sample standard error. */
  readonly error: number;
  /** A 95 % interval, within [-1, 1]. */
  readonly low: number;
  readonly high: number;
}

/**
 * Cohen's kappa with the standard error of Fleiss, Cohen & Everitt (1969, Psychological Bulletin 72, equation 13). `null` when chance
 * alone would agree always: both judges gave one and the same answer to everything, so nothing was told apart.
 *
 * @param counts square: `counts[i][j]` items that the first judge put into class i and the second into class j; need not be whole
 */
export function cohenKappa(counts: readonly (readonly number[])[]): Agreement | null {
  const total = counts.flat().reduce((sum, count) => sum + count, 0);
  const share = counts.map((row) => row.map((count) => count / total));
  const rows = share.map((row) => row.reduce((sum, p) => sum + p, 0));
  const columns = share.map((_, j) => share.reduce((sum, row) => sum + row[j], 0));
  const agreed = share.reduce((sum, row, i) => sum + row[i], 0);
  const chance = rows.reduce((sum, p, i) => sum + p * columns[i], 0);
  if (!(total > 0) || chance >= 1 - 1e-12) return null;
  const kappa = (agreed - chance) / (1 - chance);
  let sum = 0;
  for (const [i, row] of share.entries())
    for (const [j, p] of row.entries()) {
      if (i === j) sum += p * (1 - chance - (columns[i] + rows[i]) * (1 - agreed)) ** 2;
      else sum += p * ((1 - agreed) * (columns[i] + rows[j])) ** 2;
    }
  const variance = (sum - (agreed * chance - 2 * chance + agreed) ** 2) / (total * (1 - chance) ** 4);
  const error = Math.sqrt(Math.max(0, variance));
  const half = TWO_SIDED_95 * error;
  return { kappa, error, low: Math.max(-1, kappa - half), high: Math.min(1, kappa + half) };
}
