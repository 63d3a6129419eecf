import type { Draws } from '../kernel/entity-random.ts';
import { fractionalNoise } from '../signal/fractional-noise.ts';
import type { Arrivals } from './options.ts';

/** Steps of a block in which the rate of self-similar arrivals is constant. */
export const RATE_STEPS = 4096;
/** Standard deviation of the logarithm of that rate. */
const BURSTINESS = 0.5;

/**
 * `count` instants in (0, `span`], ascending, the last at its end. Gaps of the process, stretched to fill the span: for Poisson arrivals and a span that is
 * gamma distributed this *is* the Poisson process.
 */
export function arrivalTimes(arrivals: Arrivals, count: number, span: number, random: Draws): Float64Array {
  const times = new Float64Array(count);
  const tail = arrivals.kind === 'pareto' ? -1 / arrivals.tail : 0;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    sum += tail === 0 ? -Math.log(1 - random.next()) : (1 - random.next()) ** tail;
    times[i] = sum;
  }
  if (arrivals.kind === 'self-similar') return throughRate(times, span, arrivals.hurst, random);
  for (let i = 0; i < count; i++) times[i] *= span / sum;
  return times;
}

/** Poisson arrivals whose logarithmic rate is fractional Gaussian noise (a log-Gaussian Cox process): long-range dependent counts. */
function throughRate(times: Float64Array, span: number, hurst: number, random: Draws): Float64Array {
  const noise = fractionalNoise(RATE_STEPS, hurst, random);
  const weights = noise.map((value) => Math.exp(BURSTINESS * value));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const unit = total / times[times.length - 1];
  const step = span / RATE_STEPS;
  let [at, passed] = [0, 0];
  for (let i = 0; i < times.length; i++) {
    const mass = times[i] * unit;
    while (at < RATE_STEPS - 1 && passed + weights[at] < mass) passed += weights[at++];
    times[i] = Math.min(span, (at + Math.min(1, (mass - passed) / weights[at])) * step);
  }
  return times;
}
