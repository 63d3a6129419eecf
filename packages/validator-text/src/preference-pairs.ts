import { normalForm } from '@verisim/text-measures';
import { badRanking } from './errors.ts';

/** The answers to one prompt as a person ranked them. */
export interface RankedCandidates {
  readonly prompt: string;
  /** In any order; rank 1 is the best, equal ranks are a tie. */
  readonly candidates: readonly { readonly text: string; readonly rank: number }[];
}

/** An answer that a person prefers to another, for preference training. */
export interface PreferencePair {
  readonly prompt: string;
  readonly chosen: string;
  readonly rejected: string;
  /** Places between the two among the distinct ranks of the prompt, 1 or more. */
  readonly margin: number;
}

/** Which pairs are made of a ranking. */
export interface PairOptions {
  /** `all` n (n - 1) / 2 of them (Ouyang et al. 2022, section 3.5), `adjacent` ranks, or `best` against each other. */
  readonly pairs?: 'all' | 'adjacent' | 'best';
  /** Least margin. */
  readonly margin?: number;
}

/**
 * Preference pairs from rankings by people, prompt by prompt, the best chosen first. Ties make no pair, nor do candidates of the same normal form: there is nothing to
 * prefer. Pairs of one prompt belong on one side of every split. Throws `validator-text/bad-ranking`.
 */
export function preferencePairs(
  rankings: readonly RankedCandidates[],
  { pairs = 'all', margin = 1 }: PairOptions = {},
): PreferencePair[] {
  return rankings.flatMap(({ prompt, candidates }, at) => {
    for (const { rank } of candidates)
      if (!Number.isFinite(rank)) throw badRanking(at, `a candidate has the rank ${rank}`);
    const sorted = candidates.toSorted((a, b) => a.rank - b.rank);
    const places = [...new Set(sorted.map(({ rank }) => rank))];
    const found: PreferencePair[] = [];
    for (const [i, better] of sorted.entries()) {
      for (const worse of sorted.slice(i + 1)) {
        const apart = places.indexOf(worse.rank) - places.indexOf(better.rank);
        const wanted = pairs === 'all' || (pairs === 'best' ? better.rank === places[0] : apart === 1);
        if (apart < Math.max(1, margin) || !wanted || normalForm(better.text) === normalForm(worse.text)) continue;
        found.push({ prompt, chosen: better.text, rejected: worse.text, margin: apart });
      }
    }
    return found;
  });
}
