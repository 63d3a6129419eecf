import type { Random } from '@verisim/core';
import { intervalOf, type LatentScale } from './latent-scale.ts';
import { normalCdf, normalQuantile } from './normal-distribution.ts';

/** Neighbouring intervals of a scale that are all allowed. */
interface Run {
  /** First and last interval. */
  readonly from: number;
  readonly to: number;
  readonly low: number;
  readonly high: number;
}

/** The part of a scale in which a condition is met. */
export interface LatentRegion {
  readonly scale: LatentScale;
  readonly runs: readonly Run[];
  /** 1 for each allowed interval. */
  readonly allowed: Uint8Array;
}

/** The region of the allowed intervals, at least one of them; `null` when all are. */
export function latentRegion(scale: LatentScale, allowed: Uint8Array): LatentRegion | null {
  if (!allowed.includes(0)) return null;
  const { cuts } = scale;
  const runs: Run[] = [];
  for (let i = 0; i < allowed.length; i++) {
    if (allowed[i] === 0) continue;
    const from = i;
    while (allowed[i + 1] === 1) i++;
    const low = from === 0 ? Number.NEGATIVE_INFINITY : cuts[from - 1];
    runs.push({ from, to: i, low, high: i === cuts.length ? Number.POSITIVE_INFINITY : cuts[i] });
  }
  return { scale, runs, allowed };
}

/** With more runs than this it pays to try values first. */
const FEW_RUNS = 8;
const TRIES = 64;

/**
 * A normal variable of the given mean and deviation on condition that it lies in the region. Where the region is out of reach (probability below
 * 1e-300), the allowed point nearest to the mean.
 */
export function drawInRegion(region: LatentRegion, mean: number, deviation: number, random: Random): number {
  const { runs, scale, allowed } = region;
  if (runs.length > FEW_RUNS) {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const latent = mean + deviation * random.normal();
      if (allowed[intervalOf(scale, latent)] === 1) return latent;
    }
  }
  let mass = 0;
  for (const { low, high } of runs) mass += massBetween((low - mean) / deviation, (high - mean) / deviation);
  if (!(mass > 1e-300)) return nearest(runs, mean);
  let left = random.next() * mass;
  for (const { low, high } of runs) {
    const [a, b] = [(low - mean) / deviation, (high - mean) / deviation];
    const own = massBetween(a, b);
    if (left <= own) return clamp(mean + deviation * quantileBetween(a, b, left), low, high);
    left -= own;
  }
  return nearest(runs, mean);
}

/** The interval that a number drawn in the region stands for: an allowed one, whatever was rounded. */
export function regionInterval({ runs, scale }: LatentRegion, latent: number): number {
  const interval = intervalOf(scale, latent);
  let closest = runs[0];
  for (const run of runs) {
    if (run.from <= interval && interval <= run.to) return interval;
    if (gap(run, latent) < gap(closest, latent)) closest = run;
  }
  return clamp(interval, closest.from, closest.to);
}

/** The probability of a range, from whichever tail is nearer. */
function massBetween(a: number, b: number): number {
  return a > 0 ? normalCdf(-a) - normalCdf(-b) : normalCdf(b) - normalCdf(a);
}

/** The point of the range from `a` to `b` with the mass `mass` on that side of it that {@link massBetween} counts from. */
function quantileBetween(a: number, b: number, mass: number): number {
  return a > 0 ? -normalQuantile(normalCdf(-b) + mass) : normalQuantile(normalCdf(a) + mass);
}

function nearest(runs: readonly Run[], mean: number): number {
  const points = runs.map(({ low, high }) => clamp(mean, low, high));
  return points.reduce((best, point) => (Math.abs(point - mean) < Math.abs(best - mean) ? point : best));
}

function gap({ low, high }: Run, latent: number): number {
  return Math.abs(clamp(latent, low, high) - latent);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
