import type { Random } from '@verisim/core';
import { BEGIN, END, type KneserNey, type NgramLevel, placeOf } from './kneser-ney.ts';

/**
 * The probability of `w` after `u v`; that of all tokens but the beginning sums to 1. What the unigrams leave over goes to those of `all`, undiscounted: the
 * vocabulary is closed, so nothing is kept for unknown words.
 */
export function probabilityAfter(model: KneserNey, all: KneserNey, u: number, v: number, w: number): number {
  const { next, counts, totals } = all.unigrams;
  const place = placeOf(next, w);
  const one = mixed(model.unigrams, 0, w, place < 0 ? 0 : counts[place] / totals[0]);
  const two = mixed(model.bigrams, v, w, one);
  return mixed(model.trigrams, placeOf(model.pairs, u * model.width + v), w, two);
}

/**
 * Draws a text: of the label's model, or, with the probability `borrow` at each token, of the model of all labels. `null` when it is
 * longer than `longest` tokens.
 */
export function drawTokens(
  own: KneserNey,
  all: KneserNey,
  borrow: number,
  longest: number,
  random: Random,
): Int32Array | null {
  const drawn: number[] = [];
  for (let u = BEGIN, v = BEGIN; drawn.length <= longest; ) {
    const w = drawAfter(random.next() < borrow ? all : own, all, u, v, random);
    if (w === END) return Int32Array.from(drawn);
    drawn.push(w);
    [u, v] = [v, w];
  }
  return null;
}

function mixed({ starts, next, counts, sums, totals, discounts }: NgramLevel, c: number, w: number, lower: number) {
  if (c < 0 || totals[c] === 0) return lower;
  const [from, to] = [starts[c], starts[c + 1]];
  const place = placeOf(next.subarray(from, to), w);
  const count = place < 0 ? 0 : counts[from + place];
  const own = count === 0 ? 0 : count - discounts[Math.min(3, count) - 1];
  return (own + (totals[c] - sums[to - 1]) * lower) / totals[c];
}

/** What a discount leaves over is drawn of the shorter context, which is what interpolation means. */
function drawAfter(model: KneserNey, all: KneserNey, u: number, v: number, random: Random): number {
  const three = drawLevel(model.trigrams, placeOf(model.pairs, u * model.width + v), random);
  if (three >= 0) return three;
  const two = drawLevel(model.bigrams, v, random);
  if (two >= 0) return two;
  const one = drawLevel(model.unigrams, 0, random);
  return one >= 0 ? one : drawCounted(all.unigrams, random);
}

function drawLevel({ starts, next, sums, totals }: NgramLevel, c: number, random: Random): number {
  if (c < 0 || totals[c] === 0) return -1;
  let [low, high] = [starts[c], starts[c + 1]];
  const at = random.next() * totals[c];
  if (at >= sums[high - 1]) return -1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sums[middle] <= at) low = middle + 1;
    else high = middle;
  }
  return next[low];
}

function drawCounted({ next, counts, totals }: NgramLevel, random: Random): number {
  let left = random.next() * totals[0];
  let place = 0;
  while (place < counts.length - 1 && left >= counts[place]) left -= counts[place++];
  return next[place];
}
