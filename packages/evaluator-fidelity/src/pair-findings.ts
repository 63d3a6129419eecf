import type { Finding } from '@verisim/core';
import { normalQuantile } from '@verisim/statistics';
import type { ColumnPair } from './prepare-column.ts';
import type { ReferenceScores } from './reference-scores.ts';
import type { ColumnScores, ScoredPair } from './score-columns.ts';
import { sharesNoise } from './shares-noise.ts';

/** What is to be said of pairs of columns: the worst trends, undefined ones, and dependence lost as a whole. */
export function pairFindings(
  pairs: readonly ColumnPair[],
  scores: ColumnScores,
  references: ReferenceScores | null,
): Finding[] {
  return [
    ...weakTrends(pairs, scores.trends, references),
    ...undefinedTrends(scores.trends),
    ...(references ? lostDependence(references) : []),
  ];
}

/** Weak = 0.1 (and what chance does to so few rows) below what as many fresh real rows show, or below 0.7 and that where it is not known. */
function weakTrends(
  pairs: readonly ColumnPair[],
  trends: readonly ScoredPair[],
  references: ReferenceScores | null,
): Finding[] {
  const deviations = normalQuantile(0.01 / Math.max(1, trends.length));
  const weak = trends
    .map(({ first, second, shared }, i) => {
      const expected = references?.halves.trends[i].shared ?? null;
      const score = references?.synthetic.trends[i].shared ?? shared ?? 1;
      const chance =
        references === null ? trendNoise(pairs[first], pairs[second], deviations) : 1 / Math.sqrt(references.size);
      return { first, second, score, expected, gap: (expected ?? 0.8) - score - chance };
    })
    .filter(({ gap }) => gap > 0.1)
    .sort((a, b) => b.gap - a.gap);
  if (weak.length === 0) return [];
  const named = weak.slice(0, 5).map(({ first, second, score, expected }) => {
    const fresh = expected === null ? '' : ` (fresh real rows ${expected.toFixed(3)})`;
    return `"${pairs[first].spec.name}" with "${pairs[second].spec.name}" ${score.toFixed(3)}${fresh}`;
  });
  const more = weak.length > 5 ? ` and ${weak.length - 5} more` : '';
  const message = `These pairs of columns depend on each other unlike the real ones (pair-trend-shared-bins${references ? ' at the size of the references' : ''}): ${named.join(', ')}${more}.`;
  return [{ rule: 'weak-pair-trend', level: 'warning', message }];
}

/** What chance alone may take from a contingency similarity. */
function trendNoise(first: ColumnPair, second: ColumnPair, deviations: number): number {
  const rows = (side: 'real' | 'synthetic') => (first.ordered ? first[side].values : first[side]).length;
  const cells = Math.min(first.cells * second.cells, rows('real') + rows('synthetic'));
  return sharesNoise(Math.sqrt(1 / rows('real') + 1 / rows('synthetic')), cells, deviations);
}

function undefinedTrends(trends: readonly ScoredPair[]): Finding[] {
  const count = trends.filter((trend) => trend.own === null).length;
  if (count === 0) return [];
  const message = `${count} of ${trends.length} pair trends are not defined (a column is constant, or no row has both values) and are left out of the means.`;
  return [{ rule: 'undefined-pair-trend', level: 'info', message }];
}

/**
 * Whether the synthetic trends are nearer to independent columns than to fresh real rows, at equal size. `false` where the two cannot be told apart: when
 * they differ by less than 0.01 and what chance does to so few rows.
 */
export function dependenceLost(references: ReferenceScores): boolean {
  const { fresh, none, value } = trendsOf(references);
  return fresh - none >= 0.01 + 0.3 / Math.sqrt(references.size) && value < (fresh + none) / 2;
}

/** Pair trends at equal size, in words. */
export function trendsInWords(references: ReferenceScores): string {
  const { fresh, none, value } = trendsOf(references);
  return `at equal size, pair trends are ${value.toFixed(3)}, those of fresh real rows ${fresh.toFixed(3)}, and those of columns drawn independently ${none.toFixed(3)}`;
}

function trendsOf({ halves, independent, synthetic }: ReferenceScores): { fresh: number; none: number; value: number } {
  const [fresh, none, value] = [halves, independent, synthetic].map((scores) => scores.pairTrendsSharedBins ?? 0);
  return { fresh, none, value };
}

/** `error` in the lowest third between independent columns and fresh real rows, from 500 rows on. */
function lostDependence(references: ReferenceScores): Finding[] {
  if (!dependenceLost(references)) return [];
  const { fresh, none, value } = trendsOf(references);
  const message = `The synthetic columns do not depend on each other as the real ones do: ${trendsInWords(references)}.`;
  const level = references.size >= 500 && value <= none + (fresh - none) / 3 ? 'error' : 'warning';
  return [{ rule: 'dependence-lost', level, message }];
}
