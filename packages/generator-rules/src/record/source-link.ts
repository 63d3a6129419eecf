import { columnKinds } from '@verisim/core';
import { badValue, impossibleRange } from '../errors.ts';
import type { RuleNode } from '../rules/node.ts';
import { entry, mapOf, needed, numberOf, spotOf } from '../rules/read.ts';
import { chanceOf } from './column-plan.ts';
import type { SourceReader } from './column-source.ts';
import { momentsOf, readEffects, sumEffects, trialEffects } from './effects.ts';
import { expectedAuc, interceptFor, logistic } from './logistic.ts';

const numberUnder = (node: RuleNode | undefined, what: string, low?: number, high?: number): number | null =>
  node === undefined ? null : numberOf(node, what, low, high);

/**
 * `linear: { intercept, of: {...}, r2 | noise }`: a sum of effects with normal noise of a stated deviation, or as much as leaves the effects the stated share of
 * the variance (measured on trial rows). Values outside of the bounds of the column become the bound.
 */
export const linearSource: SourceReader = (node, context) => {
  const map = mapOf(node, 'linear', ['intercept', 'of', 'r2', 'noise']);
  const effects = readEffects(needed(map, 'of'), context.known);
  const intercept = numberUnder(entry(map, 'intercept'), 'the intercept') ?? 0;
  const share = numberUnder(entry(map, 'r2'), 'r2', 1e-6, 1);
  const noise = numberUnder(entry(map, 'noise'), 'the noise', 0);
  if (share !== null && noise !== null)
    throw badValue(spotOf(node), 'it states both r2 and noise', 'State one of them.');
  const kind = context.kind ?? 'number';
  if (columnKinds[kind].storage !== 'numeric')
    throw badValue(spotOf(node), `a ${kind} column cannot be linear`, 'Take the kind number, or logistic.');
  const spread = share === null ? null : momentsOf(trialEffects(effects, context.trial)).deviation;
  if (spread === 0)
    throw impossibleRange(
      spotOf(needed(map, 'of')),
      'what it depends on does not vary, so nothing can be explained',
      'Name columns that vary.',
    );
  const deviation = spread === null ? (noise ?? 0) : spread * Math.sqrt((1 - share!) / share!);
  const [low, high] = context.bounds ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const { whole } = columnKinds[kind];
  return {
    kind,
    fill(block) {
      const random = chanceOf(block, context.name);
      const values = sumEffects(effects, block);
      for (let row = 0; row < block.rows; row++) {
        const value = Math.min(high, Math.max(low, intercept + values[row] + deviation * random.normal()));
        values[row] = whole ? Math.round(value) : value;
      }
      return { storage: 'numeric', values };
    },
  };
};

/**
 * `logistic: { intercept | rate, of: {...}, auc }`: the second of two levels with the logistic of a sum of effects as chance. `rate` sets the intercept so that so
 * many rows have it; `auc` stretches the effects until the chances rank the levels so well. Both are measured on trial rows.
 */
export const logisticSource: SourceReader = (node, context) => {
  const map = mapOf(node, 'logistic', ['intercept', 'of', 'rate', 'auc']);
  const effects = readEffects(needed(map, 'of'), context.known);
  const rate = numberUnder(entry(map, 'rate'), 'the rate', 1e-6, 1 - 1e-6);
  const intercept = numberUnder(entry(map, 'intercept'), 'the intercept');
  const auc = numberUnder(entry(map, 'auc'), 'the AUC', 0.5, 0.999);
  if (rate !== null && intercept !== null)
    throw badValue(spotOf(node), 'it states both rate and intercept', 'State one of them.');
  const levels = context.levels ?? ['false', 'true'];
  if (levels.length !== 2)
    throw badValue(
      spotOf(node),
      `logistic decides between two levels, and there are ${levels.length}`,
      'Write levels: [no, yes].',
    );
  const link = calibrate(node, () => trialEffects(effects, context.trial), { rate, intercept: intercept ?? 0, auc });
  return {
    kind: context.kind ?? (context.levels === null ? 'boolean' : 'category'),
    levels,
    fill(block) {
      const random = chanceOf(block, context.name);
      const sums = sumEffects(effects, block);
      const codes = new Int32Array(block.rows);
      for (let row = 0; row < block.rows; row++)
        codes[row] = random.next() < logistic(link.intercept + link.scale * sums[row]) ? 1 : 0;
      return { storage: 'coded', codes, levels };
    },
  };
};

interface Wanted {
  readonly rate: number | null;
  readonly intercept: number;
  readonly auc: number | null;
}

function calibrate(
  node: RuleNode,
  trial: () => Float64Array,
  { rate, intercept, auc }: Wanted,
): { scale: number; intercept: number } {
  if (rate === null && auc === null) return { scale: 1, intercept };
  const sums = trial();
  const { mean, deviation } = momentsOf(sums);
  if (deviation === 0 && auc !== null)
    throw impossibleRange(
      spotOf(node),
      'what it depends on does not vary, so no AUC above .5 can be had',
      'Name columns that vary.',
    );
  const ascending = sums.map((sum) => sum - mean).sort();
  let added = 0;
  const chances = (scale: number): Float64Array => {
    const scores = ascending.map((score) => scale * score);
    added = rate === null ? intercept + scale * mean : interceptFor(scores, rate, added);
    return scores.map((score) => logistic(score + added));
  };
  const scale = auc === null ? 1 : scaleFor(node, auc, 30 / deviation, chances);
  chances(scale);
  return { scale, intercept: added - scale * mean };
}

/** The stretch of effects at which chances rank the levels with an AUC. */
function scaleFor(node: RuleNode, auc: number, most: number, chances: (scale: number) => Float64Array): number {
  const best = expectedAuc(chances(most));
  if (best < auc)
    throw impossibleRange(
      spotOf(node),
      `these columns rank the levels with an AUC of ${best.toFixed(3)} at best`,
      'State less.',
    );
  let [low, high] = [0, most];
  for (let i = 0; i < 22; i++) {
    const middle = (low + high) / 2;
    if (expectedAuc(chances(middle)) < auc) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
