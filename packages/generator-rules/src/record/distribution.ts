import type { Random } from '@verisim/core';
import { logGamma, poissonAtMost } from '@verisim/statistics';
import { betaBelow, gammaBelow, normalBelow } from './special-functions.ts';

/** A distribution of one number. */
export interface Distribution {
  draw(random: Random): number;
  /** P(X <= x). */
  below(x: number): number;
  /** `steps`: whole numbers alone; `smooth`: a density; `mixed`: both. */
  readonly form: 'steps' | 'smooth' | 'mixed';
  /** An interval outside of which hardly anything lies (1e-15). */
  readonly low: number;
  readonly high: number;
}

/** Standard deviations of a normal variable beyond which hardly anything lies. */
const FAR = 8;

/** Normal with a mean and a standard deviation. */
export const normal = (mean: number, deviation: number): Distribution => ({
  draw: (random) => mean + deviation * random.normal(),
  below: (x) => normalBelow((x - mean) / deviation),
  form: 'smooth',
  low: mean - FAR * deviation,
  high: mean + FAR * deviation,
});

/** The exponential of a normal variable with that mean and standard deviation of its logarithm. */
export const lognormal = (mean: number, deviation: number): Distribution => ({
  draw: (random) => Math.exp(mean + deviation * random.normal()),
  below: (x) => (x <= 0 ? 0 : normalBelow((Math.log(x) - mean) / deviation)),
  form: 'smooth',
  low: 0,
  high: Math.exp(mean + FAR * deviation),
});

/** Uniform between two numbers. */
export const uniform = (low: number, high: number): Distribution => ({
  draw: (random) => low + (high - low) * random.next(),
  below: (x) => (x <= low ? 0 : x >= high ? 1 : (x - low) / (high - low)),
  form: 'smooth',
  low,
  high,
});

/** Exponential with a mean. */
export const exponential = (mean: number): Distribution => ({
  draw: (random) => -mean * Math.log(1 - random.next()),
  below: (x) => (x <= 0 ? 0 : -Math.expm1(-x / mean)),
  form: 'smooth',
  low: 0,
  high: 35 * mean,
});

/** Gamma with shape and scale (Marsaglia & Tsang 2000; shapes below 1 by their boost). */
export const gamma = (shape: number, scale: number): Distribution => ({
  draw: (random) => scale * drawGamma(shape, random),
  below: (x) => (x <= 0 ? 0 : gammaBelow(x / scale, shape)),
  form: 'smooth',
  low: 0,
  high: scale * (shape + 40 + 10 * Math.sqrt(shape)),
});

/** Beta with a and b, stretched over an interval. */
export const beta = (a: number, b: number, low = 0, high = 1): Distribution => ({
  draw: (random) => {
    const first = drawGamma(a, random);
    return low + (high - low) * (first / (first + drawGamma(b, random)));
  },
  below: (x) => betaBelow((x - low) / (high - low), a, b),
  form: 'smooth',
  low,
  high,
});

function drawGamma(shape: number, random: Random): number {
  if (shape < 1) return drawGamma(shape + 1, random) * (1 - random.next()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    if (Math.log(1 - random.next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Poisson with a mean: products of uniform numbers below 10 (Knuth), rejection from there on (PTRS, Hörmann 1993). */
export const poisson = (mean: number): Distribution => ({
  draw: (random) => (mean < 10 ? smallPoisson(mean, random) : largePoisson(mean, random)),
  below: (x) => poissonAtMost(Math.floor(x), mean),
  form: 'steps',
  low: Math.max(0, Math.floor(mean - 9 * Math.sqrt(mean) - 10)),
  high: Math.ceil(mean + 9 * Math.sqrt(mean) + 25),
});

function smallPoisson(mean: number, random: Random): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = 1 - random.next(); product > limit; product *= 1 - random.next()) count++;
  return count;
}

function largePoisson(mean: number, random: Random): number {
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverse = 1.1239 + 1.1328 / (b - 3.4);
  const accept = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = random.next() - 0.5;
    const v = 1 - random.next();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= accept) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    const log = Math.log((v * inverse) / (a / (us * us) + b));
    if (log <= k * Math.log(mean) - mean - logGamma(k + 1)) return k;
  }
}

/** Whole numbers from `first` on with these weights; Zipf's law has the weights 1 / rank^exponent. */
export function weighted(weights: ArrayLike<number>, first = 0): Distribution {
  const cumulative = new Float64Array(weights.length);
  let sum = 0;
  for (let i = 0; i < weights.length; i++) cumulative[i] = sum += weights[i];
  const at = (mass: number) => {
    let low = 0;
    let high = cumulative.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cumulative[middle] > mass) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  return {
    draw: (random) => first + at(random.next() * sum),
    below: (x) => {
      const index = Math.min(Math.floor(x) - first, cumulative.length - 1);
      return index < 0 ? 0 : cumulative[index] / sum;
    },
    form: 'steps',
    low: first,
    high: first + weights.length - 1,
  };
}

/** Evenly spread within bins that are met as often as their counts say. `edges`: one more than there are counts, ascending. */
export function histogram(edges: readonly number[], counts: readonly number[]): Distribution {
  const bins = weighted(counts);
  return {
    draw: (random) => {
      const bin = bins.draw(random);
      return edges[bin] + (edges[bin + 1] - edges[bin]) * random.next();
    },
    below: (x) => {
      const bin = edges.findLastIndex((edge) => edge <= x);
      if (bin < 0) return 0;
      if (bin >= counts.length) return 1;
      const before = bins.below(bin - 1);
      return before + (bins.below(bin) - before) * ((x - edges[bin]) / (edges[bin + 1] - edges[bin]));
    },
    form: 'smooth',
    low: edges[0],
    high: edges[edges.length - 1],
  };
}

/** One of several distributions, as often as their weights say. */
export function mixture(parts: readonly Distribution[], weights: readonly number[]): Distribution {
  const which = weighted(weights);
  const shares = weights.map((_, i) => which.below(i) - which.below(i - 1));
  const forms = new Set(parts.map(({ form }) => form));
  return {
    draw: (random) => parts[which.draw(random)].draw(random),
    below: (x) => parts.reduce((sum, part, i) => sum + shares[i] * part.below(x), 0),
    form: forms.size === 1 ? parts[0].form : 'mixed',
    low: Math.min(...parts.map(({ low }) => low)),
    high: Math.max(...parts.map(({ high }) => high)),
  };
}

/** One number. */
export const constant = (value: number): Distribution => ({
  draw: () => value,
  below: (x) => (x >= value ? 1 : 0),
  form: Number.isInteger(value) ? 'steps' : 'mixed',
  low: value,
  high: value,
});

/** The share of a distribution that lies within bounds, both among them. */
export function shareWithin(of: Distribution, low: number, high: number): number {
  const before = of.form === 'steps' ? of.below(Math.ceil(low) - 1) : of.below(low);
  return of.below(high) - (of.form === 'mixed' && of.low === of.high ? 0 : before);
}

/** A distribution without what lies outside of bounds: drawn again until it fits. `shareWithin` says how often that is. */
export function within(of: Distribution, low: number, high: number): Distribution {
  const share = shareWithin(of, low, high);
  const before = of.form === 'steps' ? of.below(Math.ceil(low) - 1) : of.below(low);
  return {
    ...of,
    draw: (random) => {
      let value = of.draw(random);
      while (!(value >= low && value <= high)) value = of.draw(random);
      return value;
    },
    below: (x) => (x < low ? 0 : x >= high ? 1 : Math.min(1, Math.max(0, (of.below(x) - before) / share))),
    low: Math.max(low, of.low),
    high: Math.min(high, of.high),
  };
}
