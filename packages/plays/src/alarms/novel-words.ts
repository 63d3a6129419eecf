import type { Context } from '@verisim/core';
import { normalTail, TWO_SIDED_95 } from '@verisim/statistics';
import { ALARM_ALPHA, percent } from './alarm.ts';
import type { Information } from './row-information.ts';

const LEAST_TEXTS = 40;
const MOST_TEXTS = 4000;
/** New word pairs below this share of those of fresh texts are too few. */
const KEPT = 0.7;

/**
 * The growth of the vocabulary (Heaps 1978): one half of the real texts is known; the other half, and as many synthetic texts, are read one by one, counting the word pairs
 * that no earlier text of their own or of the known half has. Texts come in an order of chance. `null` with too few texts.
 */
export function novelWords(real: readonly string[], synthetic: readonly string[], ctx: Context): Information | null {
  const half = real.length >> 1;
  const count = Math.min(half, synthetic.length, MOST_TEXTS);
  if (count < LEAST_TEXTS) return null;
  ctx.signal.throwIfAborted();
  const known = new Set(real.slice(0, half).flatMap(wordPairs));
  const [made, fresh] = [synthetic.slice(0, count), real.slice(half, half + count)].map((texts) =>
    growth(texts, known),
  );
  if (fresh.mean === 0) return null;
  const ratio = made.mean / fresh.mean;
  // The delta method for a ratio of means.
  const error = Math.hypot(made.error, ratio * fresh.error) / fresh.mean;
  return {
    figure: ratio,
    low: Math.max(0, ratio - TWO_SIDED_95 * error),
    high: ratio + TWO_SIDED_95 * error,
    expected: 1,
    on: normalTail((KEPT - ratio) / Math.max(error, 1e-9)) < ALARM_ALPHA,
    message: `A synthetic text brings ${made.mean.toFixed(1)} new word pairs, ${percent(ratio)} of what a fresh real text brings (${fresh.mean.toFixed(1)}).`,
  };
}

function wordPairs(text: string): readonly string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.slice(1).map((word, i) => `${words[i]} ${word}`);
}

function growth(texts: readonly string[], known: ReadonlySet<string>): { mean: number; error: number } {
  const seen = new Set<string>();
  const counts = texts.map((text) => {
    const before = seen.size;
    for (const pair of wordPairs(text)) if (!known.has(pair)) seen.add(pair);
    return seen.size - before;
  });
  const mean = counts.reduce((sum, x) => sum + x, 0) / counts.length;
  const variance = counts.reduce((sum, x) => sum + (x - mean) ** 2, 0) / Math.max(1, counts.length - 1);
  return { mean, error: Math.sqrt(variance / counts.length) };
}
