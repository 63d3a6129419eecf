import { normalTail, wilsonInterval } from '@verisim/statistics';
import type { VerbatimOverlaps } from '@verisim/text-measures';
import type { Tried } from '../attack.ts';

/** Fewer texts of a side that are long enough for an n-gram than this say nothing. */
const LEAST = 20;

/** Overlaps of the texts of each side with the training texts. */
export interface OverlapSides {
  readonly synthetic: VerbatimOverlaps;
  readonly holdout: VerbatimOverlaps;
  /** The synthetic texts with their tokens shuffled. */
  readonly shuffled: VerbatimOverlaps;
}

/**
 * The share of the n-grams of synthetic texts that stand in a training text, against that of holdout texts (n-gram copying as McCoy et al. 2023,
 * TACL 11, measure novelty). P by the difference of two ratios over its linearised error (Cochran 1977, chapter 6), texts
 * that copy one passage taken as one; the interval is Wilson's at the effective number of n-grams. `null` with fewer than 20 texts of n tokens on
 * either side.
 */
export function ngramCopy(attack: string, column: string, subject: string, sides: OverlapSides): Tried | null {
  const { synthetic, holdout, shuffled } = sides;
  if (Math.min(longEnough(synthetic), longEnough(holdout)) < LEAST) return null;
  const [rate, control, guess] = [synthetic, holdout, shuffled].map(rateOf);
  const [n, m] = [synthetic, holdout].map(({ ngrams }) => sum(ngrams));
  const pooled = (rate * n + control * m) / (n + m);
  const error = Math.sqrt(clusteredVariance([synthetic, holdout], [pooled, pooled]));
  const own = clusteredVariance([synthetic], [rate]);
  const effective = own > 0 ? Math.min(n, (rate * (1 - rate)) / own) : longEnough(synthetic);
  const excess = rate - control - 0.5 * (1 / n + 1 / m);
  const p = error > 0 ? normalTail(excess / error) : 1;
  return { attack, column, rate, ...wilsonInterval(rate, effective), control, guess, p, subject };
}

function clusteredVariance(sides: readonly VerbatimOverlaps[], expected: readonly number[]): number {
  const sums = new Map<number, number>();
  sides.forEach(({ ngrams, copied, passage }, side) => {
    const weight = (side === 0 ? 1 : -1) / sum(ngrams);
    for (let i = 0; i < ngrams.length; i++) {
      const off = weight * (copied[i] - expected[side] * ngrams[i]);
      if (off !== 0) sums.set(passage[i], (sums.get(passage[i]) ?? 0) + off);
    }
  });
  let variance = 0;
  for (const off of sums.values()) variance += off * off;
  return variance;
}

function longEnough({ ngrams }: VerbatimOverlaps): number {
  return ngrams.reduce((texts, count) => texts + (count > 0 ? 1 : 0), 0);
}

function rateOf({ copied, ngrams }: VerbatimOverlaps): number {
  return sum(copied) / Math.max(1, sum(ngrams));
}

function sum(values: Int32Array): number {
  return values.reduce((total, value) => total + value, 0);
}
