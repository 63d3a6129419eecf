import { badSample } from '../errors.ts';
import { meanAndVariation, type RealSample, readSample } from '../real-sample.ts';
import type { QueueOptions } from './options.ts';

/** A measured service shows this much spread or is taken for constant. */
const LEAST_VARIATION = 0.01;
const LEAST_SERVED = 10;

/**
 * The options with rates of a real sample: CSV with `arrival` (ISO 8601 or seconds) and `service` (seconds; empty or 0 for who left unserved). The arrival rate is gaps per second, the
 * service gamma distributed with the sample's mean and coefficient of variation (two moments are all that M/G/1 waiting depends on), utilisation follows with the
 * stated number of servers. Where somebody left and there is a column `wait` (seconds), patience is the time waited over those who left (exponential, those served
 * censored; Lawless 2003, section 4.1). Of a column `attempt` only the first attempts count. Arrivals stay of the stated kind. Throws `generator-simulation/bad-sample`.
 */
export function fitQueue(options: QueueOptions, text: string): QueueOptions {
  const sample = readSample('queue', text, 10);
  const attempts = sample.has('attempt') ? sample.numbers('attempt') : null;
  const first = Array.from({ length: sample.rows }, (_, row) => row).filter((row) => !attempts || attempts[row] <= 1);
  const arrivals = sample.seconds('arrival');
  const longest = first.reduce((most, row) => Math.max(most, arrivals[row]), 0);
  if (!(longest > 0)) throw badSample('queue', 'all its arrivals are at one instant', 'Give arrivals to the second.');
  const all = sample.numbersOrEmpty('service');
  const negative = all.findIndex((service) => service < 0);
  if (negative >= 0)
    throw badSample('queue', `row ${negative + 2} has a service of ${all[negative]} s`, 'Give seconds above 0.');
  const services = all.filter((service) => service > 0);
  if (services.length < LEAST_SERVED)
    throw badSample('queue', `it has ${services.length} rows with a service above 0 s`, 'Give 10 or more.');
  const { mean, variation } = meanAndVariation(services);
  const rate = (first.length - 1) / longest;
  const service =
    variation < LEAST_VARIATION
      ? `deterministic(${exact(mean)})`
      : `gamma(${exact(mean)}, ${exact(Math.min(20, variation))})`;
  const left = first.filter((row) => !(all[row] > 0));
  return {
    ...options,
    service,
    utilisation: exact((rate * mean) / options.servers),
    impatience: left.length > 0 && sample.has('wait') ? patienceOf(options, sample, first, left) : options.impatience,
  };
}

/** The mean patience, with the retries that were stated. */
function patienceOf(
  { impatience }: QueueOptions,
  sample: RealSample,
  first: readonly number[],
  left: readonly number[],
): string {
  const waits = sample.numbers('wait');
  const patience = exact(first.reduce((sum, row) => sum + waits[row], 0) / left.length);
  if (!(patience > 0)) throw badSample('queue', 'nobody waited in it, and yet some left', 'Give wait in seconds.');
  const [, ...retries] = impatience === 'none' ? [] : impatience.split('/');
  return [patience, ...retries].join('/');
}

const exact = (value: number): number => Number(value.toPrecision(6));
