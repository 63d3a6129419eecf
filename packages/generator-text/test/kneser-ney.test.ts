import { createRandom } from '@verisim/core';
import { describe, expect, it } from 'vitest';
import { drawTokens, probabilityAfter } from '../src/ngram/draw-tokens.ts';
import { BEGIN, END, fitKneserNey } from '../src/ngram/kneser-ney.ts';

const texts = (...all: readonly (readonly number[])[]) => all.map((text) => Int32Array.from(text));
const WIDTH = 6;
const [A, B, C, D] = [2, 3, 4, 5];

describe('fitKneserNey', () => {
  // a b, a b, a c, d b: worked out by hand with the discounts .5, 1 and 1.5, since no trigram occurs four times.
  const model = fitKneserNey(texts([A, B], [A, B], [A, C], [D, B]), WIDTH, 1);

  it('gives the probabilities of the formula, worked out by hand', () => {
    expect(model.trigrams.discounts).toEqual([0.5, 1, 1.5]);
    // Different tokens before: a 3 (begins, counted as often), b 2 (a, d), c 1, d 1, end 2 (b, c).
    const pairsBefore = { a: 1, b: 2, c: 1, d: 1, end: 2 };
    const kinds = Object.values(pairsBefore).reduce((sum, count) => sum + count, 0);
    const discounted = (count: number) => count - (count === 1 ? 0.5 : 1);
    const left = (3 * 0.5 + 2 * 1) / kinds;
    const unigram = (count: number) => discounted(count) / kinds + (left * count) / kinds;
    // After a: b and c, once each among what stands before the pair (only the beginning).
    const bigram = 0.5 / 2 + (1 / 2) * unigram(pairsBefore.b);
    // After the beginning and a: b twice, c once.
    const trigram = (2 - 1) / 3 + ((1 + 0.5) / 3) * bigram;
    expect(probabilityAfter(model, model, BEGIN, A, B)).toBeCloseTo(trigram, 12);
  });

  it('gives what follows the beginning its own count', () => {
    expect(Array.from(model.bigrams.counts.subarray(0, model.bigrams.starts[1]))).toEqual([3, 1]);
  });

  it('estimates discounts from counts of counts where there are enough', () => {
    // Trigrams after the two beginnings: tokens 2 to 11, n1 = 4, n2 = 3, n3 = 2, n4 = 1, and as many before the end.
    const times = [1, 1, 1, 1, 2, 2, 2, 3, 3, 4];
    const corpus = times.flatMap((count, i) => Array.from({ length: count }, () => Int32Array.of(i + 2)));
    const { discounts } = fitKneserNey(corpus, 12, 1).trigrams;
    const y = 8 / (8 + 2 * 6);
    const wanted = [1 - (2 * y * 6) / 8, 2 - (3 * y * 4) / 6, 3 - (4 * y * 2) / 4];
    for (const [k, discount] of discounts.entries()) expect(discount).toBeCloseTo(wanted[k], 12);
    expect(fitKneserNey(corpus, 12, 0.5).trigrams.discounts[2]).toBeCloseTo(wanted[2] / 2, 12);
  });

  it('sums to 1 after every pair, seen or not', () => {
    for (const u of [BEGIN, A, C])
      for (const v of [BEGIN, A, B, D]) {
        const all = [END, A, B, C, D].reduce((sum, w) => sum + probabilityAfter(model, model, u, v, w), 0);
        expect(all).toBeCloseTo(1, 12);
      }
  });
});

describe('drawTokens', () => {
  it('draws texts as often as their probability says', () => {
    const own = fitKneserNey(texts([A, B], [A, B], [A, C]), WIDTH, 1);
    const all = fitKneserNey(texts([A, B], [A, B], [A, C], [D, B], [D]), WIDTH, 1);
    const borrow = 0.25;
    const after = (u: number, v: number, w: number) =>
      (1 - borrow) * probabilityAfter(own, all, u, v, w) + borrow * probabilityAfter(all, all, u, v, w);
    const random = createRandom('draw');
    const found = new Map<string, number>();
    const draws = 40_000;
    for (let i = 0; i < draws; i++) {
      const key = String(drawTokens(own, all, borrow, 20, random));
      found.set(key, (found.get(key) ?? 0) + 1);
    }
    const probability = (text: readonly number[]) =>
      [...text, END].reduce((p, w, i) => p * after(text[i - 2] ?? BEGIN, text[i - 1] ?? BEGIN, w), 1);
    for (const text of [[A, B], [A, C], [D, B], [A], [A, B, A]]) {
      const p = probability(text);
      const error = Math.sqrt((p * (1 - p)) / draws);
      expect(Math.abs((found.get(String(Int32Array.from(text))) ?? 0) / draws - p)).toBeLessThan(4 * error);
    }
  });

  it('gives up on texts that grow too long', () => {
    const endless = fitKneserNey(texts([A, A, A, A, A, A]), 3, 1);
    expect(drawTokens(endless, endless, 0, 0, createRandom(1))).toBeNull();
  });
});
