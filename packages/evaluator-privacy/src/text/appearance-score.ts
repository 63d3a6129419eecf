import { buildOverlapIndex, charactersOf, matchLength, normalForm } from '@verisim/text-measures';
import type { Canary } from './canaries.ts';

/**
 * A score for {@link canaryExposure} when only data is released and no model: the characters of the longest part of a canary's secret that stands in one
 * synthetic text. A secret that appears whole scores its length.
 */
export function appearanceScore(synthetic: readonly string[]): (canary: Canary) => number {
  const index = buildOverlapIndex(charactersOf(synthetic.map(normalForm)));
  return ({ secret }) => {
    const { tokens } = charactersOf([normalForm(secret)]);
    let longest = 0;
    for (let from = 0; from + longest < tokens.length; from++)
      longest = Math.max(longest, matchLength(index, tokens, from, tokens.length));
    return longest;
  };
}
