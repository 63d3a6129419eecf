import type { Distribution } from './distribution.ts';
import { normalBelow } from './special-functions.ts';

/** Where the table of normal scores begins, and its step. */
const FIRST = -7;
const STEP = 0.01;
const POINTS = 1401;

/** The normal probability at each point of the table. */
const PROBABILITIES = /* @__PURE__ */ Float64Array.from({ length: POINTS }, (_, i) => normalBelow(FIRST + STEP * i));

/**
 * The value of a distribution that stands as high in it as a normal score stands in the normal distribution. Smooth distributions are read from a table of
 * steps of .01 scores, the others found by bisection of `below`.
 */
export function fromScores(of: Distribution): (score: number) => number {
  if (of.form === 'steps') return stepScores(of);
  if (of.form === 'mixed') return (score) => bisect(of, normalBelow(score));
  const table = PROBABILITIES.slice();
  for (let i = 0; i < POINTS; i++) table[i] = bisect(of, PROBABILITIES[i], i === 0 ? of.low : table[i - 1]);
  return (score) => {
    const at = Math.min(Math.max((score - FIRST) / STEP, 0), POINTS - 1.000001);
    const i = Math.floor(at);
    return table[i] + (at - i) * (table[i + 1] - table[i]);
  };
}

/** The least x with P(X <= x) >= a probability, by bisection between `from` and the upper end; steps of a known scale narrow it first. */
function bisect({ below, low, high }: Distribution, probability: number, least: number = low): number {
  let from = least;
  if (below(from) >= probability) return from;
  let to = from;
  for (let step = (high - low) * 2 ** -12; to < high && below(to) < probability; step *= 2) {
    from = to;
    to = Math.min(high, to + step);
  }
  for (let i = 0; i < 60 && to - from > 1e-11 * Math.max(Math.abs(from), Math.abs(to)); i++) {
    const middle = (from + to) / 2;
    if (below(middle) >= probability) to = middle;
    else from = middle;
  }
  return to;
}

function stepScores({ below, low, high }: Distribution): (score: number) => number {
  const cumulative = Float64Array.from({ length: Math.min(high - low + 1, 1_000_001) }, (_, i) => below(low + i));
  return (score) => {
    const probability = normalBelow(score);
    let from = 0;
    let to = cumulative.length - 1;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (cumulative[middle] >= probability) to = middle;
      else from = middle + 1;
    }
    return low + from;
  };
}
