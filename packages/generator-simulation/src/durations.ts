import { badDuration } from './errors.ts';
import type { Draws } from './kernel/entity-random.ts';

/** How long something takes: a distribution on the positive numbers, in the caller's units. */
export interface Durations {
  draw(random: Draws): number;
  /** What is left of one that is under way when somebody looks: density P(X > x) / mean (renewal theory, Cox 1962, section 5). */
  drawResidual(random: Draws): number;
  readonly mean: number;
  /** E[X^2]; `Infinity` for Pareto tails of 2 or less. */
  readonly secondMoment: number;
  readonly name: DurationName;
}

type DurationName = 'exponential' | 'deterministic' | 'lognormal' | 'pareto' | 'gamma';

const FORM = /^\s*([a-z]+)\s*\(\s*([^,()]+?)\s*(?:,\s*([^,()]+?)\s*)?\)\s*$/;

const exponentialDraw = (random: Draws): number => -Math.log(1 - random.next());

const makers: Readonly<Record<DurationName, (mean: number, shape: number) => Durations>> = {
  exponential: (mean) => {
    const draw = (random: Draws) => mean * exponentialDraw(random);
    return { name: 'exponential', mean, secondMoment: 2 * mean * mean, draw, drawResidual: draw };
  },
  deterministic: (mean) => ({
    name: 'deterministic',
    mean,
    secondMoment: mean * mean,
    draw: () => mean,
    drawResidual: (random) => mean * random.next(),
  }),
  lognormal: (mean, variation) => {
    const variance = Math.log1p(variation * variation);
    const [deviation, location] = [Math.sqrt(variance), Math.log(mean) - variance / 2];
    return {
      name: 'lognormal',
      mean,
      secondMoment: mean * mean * (1 + variation * variation),
      draw: (random) => Math.exp(location + deviation * random.normal()),
      // Weighted by length a lognormal is one with a location higher by its variance.
      drawResidual: (random) => random.next() * Math.exp(location + variance + deviation * random.normal()),
    };
  },
  pareto: (mean, tail) => {
    const least = (mean * (tail - 1)) / tail;
    return {
      name: 'pareto',
      mean,
      secondMoment: tail > 2 ? (least * least * tail) / (tail - 2) : Number.POSITIVE_INFINITY,
      draw: (random) => least * (1 - random.next()) ** (-1 / tail),
      // Weighted by length a Pareto tail is thicker by one.
      drawResidual: (random) => random.next() * least * (1 - random.next()) ** (-1 / (tail - 1)),
    };
  },
  gamma: (mean, variation) => {
    const shape = 1 / (variation * variation);
    const scale = mean / shape;
    return {
      name: 'gamma',
      mean,
      secondMoment: mean * mean * (1 + variation * variation),
      draw: (random) => scale * drawGamma(shape, random),
      drawResidual: (random) => random.next() * scale * drawGamma(shape + 1, random),
    };
  },
};

/** Which shapes make sense, in words and as a test. Those without one take a mean alone. */
const shapes: Readonly<Partial<Record<DurationName, { readonly words: string; fits(shape: number): boolean }>>> = {
  lognormal: { words: 'a coefficient of variation above 0 and up to 20', fits: (shape) => shape > 0 && shape <= 20 },
  gamma: { words: 'a coefficient of variation above 0 and up to 20', fits: (shape) => shape > 0 && shape <= 20 },
  pareto: { words: 'a tail index above 1 and up to 100', fits: (shape) => shape > 1 && shape <= 100 },
};

/**
 * Reads `exponential(MEAN)`, `deterministic(MEAN)`, `lognormal(MEAN, VARIATION)`, `gamma(MEAN, VARIATION)` or `pareto(MEAN, TAIL)`. VARIATION: standard
 * deviation / mean; TAIL: the exponent of the survival function. Throws `generator-simulation/bad-duration` naming the option.
 */
export function parseDurations(option: string, text: string): Durations {
  const [, name = '', first = '', second] = FORM.exec(text) ?? [];
  if (!Object.hasOwn(makers, name)) throw badDuration(option, text, 'it is of no form that is known');
  const shape = shapes[name as DurationName];
  const [mean, value] = [Number(first), Number(second)];
  if (!(mean > 0 && mean < 1e9)) throw badDuration(option, text, 'its mean is not a number above 0 and below 1e9');
  if (shape === undefined && second !== undefined) throw badDuration(option, text, `${name} takes a mean alone`);
  if (shape !== undefined && !shape.fits(value))
    throw badDuration(option, text, `${name} takes a mean and ${shape.words}`);
  return makers[name as DurationName](mean, value);
}

/** Gamma of unit scale (Marsaglia & Tsang 2000, ACM TOMS 26; shapes below 1 by their boost). */
export function drawGamma(shape: number, random: Draws): number {
  if (shape < 1) return drawGamma(shape + 1, random) * (1 - random.next()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random.next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Poisson with any mean of 0 or more: products of uniform numbers for small means, else counted by halves (Ahrens & Dieter 1974). */
export function drawPoisson(mean: number, random: Draws): number {
  if (mean > 16) {
    const half = Math.floor((7 * mean) / 8);
    const time = drawGamma(half, random);
    return time <= mean ? half + drawPoisson(mean - time, random) : drawBinomial(half - 1, mean / time, random);
  }
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = 1 - random.next(); product > limit; product *= 1 - random.next()) count++;
  return count;
}

function drawBinomial(trials: number, chance: number, random: Draws): number {
  let hits = 0;
  for (let i = 0; i < trials; i++) if (random.next() < chance) hits++;
  return hits;
}
