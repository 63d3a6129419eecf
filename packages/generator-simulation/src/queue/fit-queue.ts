import { badSample } from '../errors.ts';
import { meanAndVariation, readSample } from '../real-sample.ts';
import type { QueueOptions } from './options.ts';

/** A measured service shows this much spread or is taken for constant. */
const LEAST_VARIATION = 0.01;

/**
 * The options with rates of a real sample: CSV with `arrival` (ISO 8601 or seconds) and `service` (seconds). The arrival rate is gaps per second, the
 * service gamma distributed with the sample's mean and coefficient of variation (two moments are all that M/G/1 waiting depends on), utilisation follows with the
 * stated number of servers. Arrivals stay of the stated kind. Throws `generator-simulation/bad-sample`.
 */
export function fitQueue(options: QueueOptions, text: string): QueueOptions {
  const sample = readSample('queue', text, 10);
  const arrivals = sample.seconds('arrival');
  const services = sample.numbers('service');
  const longest = arrivals.reduce((most, at) => Math.max(most, at), 0);
  if (!(longest > 0)) throw badSample('queue', 'all its arrivals are at one instant', 'Give arrivals to the second.');
  const negative = services.findIndex((service) => !(service > 0));
  if (negative >= 0)
    throw badSample('queue', `row ${negative + 2} has a service of ${services[negative]} s`, 'Give seconds above 0.');
  const { mean, variation } = meanAndVariation(services);
  const rate = (sample.rows - 1) / longest;
  const exact = (value: number) => Number(value.toPrecision(6));
  const service =
    variation < LEAST_VARIATION
      ? `deterministic(${exact(mean)})`
      : `gamma(${exact(mean)}, ${exact(Math.min(20, variation))})`;
  return { ...options, service, utilisation: exact((rate * mean) / options.servers) };
}
