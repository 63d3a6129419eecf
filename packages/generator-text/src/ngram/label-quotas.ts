import type { Random } from '@verisim/core';
import { unknownLabel } from '../errors.ts';

/** How often each label is made: as in the training rows, all alike, more where there are fewer, or in these proportions. */
export type Quotas = 'real' | 'even' | 'fill' | Readonly<Record<string, number>>;

/**
 * The share of each label, by its place in `levels`; a label without texts has none. `fill` gives each what it lacks to the most frequent one: as many rows
 * as all lack together make them equal. Throws `generator-text/unknown-label` for a proportion of a label without texts.
 *
 * @param counts texts of each label
 */
export function labelShares(quotas: Quotas, levels: readonly string[], counts: Int32Array): Float64Array {
  const most = counts.reduce((best, count) => Math.max(best, count), 0);
  const known = levels.filter((_, code) => counts[code] > 0);
  const strange = typeof quotas === 'object' ? Object.keys(quotas).find((label) => !known.includes(label)) : undefined;
  if (strange !== undefined) throw unknownLabel(strange, known);
  const weightOf = (level: string, count: number): number => {
    if (count === 0) return 0;
    if (typeof quotas === 'object') return Object.hasOwn(quotas, level) ? quotas[level] : 0;
    return { real: count, even: 1, fill: most - count }[quotas];
  };
  const weights = Float64Array.from(levels, (level, code) => weightOf(level, counts[code]));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  // Labels that are all alike lack nothing.
  return sum > 0 ? weights.map((weight) => weight / sum) : labelShares('real', levels, counts);
}

/** Whole numbers of rows by shares, at most one away from the exact number, right on average (systematic sampling: Madow & Madow 1944). */
export function apportion(shares: Float64Array, rows: number, random: Random): Int32Array {
  const sum = shares.reduce((total, share) => total + share, 0) || 1;
  const start = random.next();
  let [reached, given] = [0, 0];
  const counts = Int32Array.from(shares, (share) => {
    reached += share;
    const upTo = Math.min(rows, Math.floor((rows * reached) / sum + start));
    const own = upTo - given;
    given = upTo;
    return own;
  });
  // Rounding may leave the last place a row short.
  const last = shares.findLastIndex((share) => share > 0);
  if (last >= 0) counts[last] += rows - given;
  return counts;
}
