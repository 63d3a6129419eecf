import type { Draws } from '../kernel/entity-random.ts';
import { queueTheory } from './closed-form.ts';
import type { QueueSettings } from './options.ts';

/** Work that is already there when a block begins: seconds of service of each job, in order of arrival. */
export type Backlog = readonly number[];

/** The most jobs that a block is warmed up with. */
const MOST_WARM_JOBS = 65_536;

/**
 * What an arrival of the steady state finds, drawn from its exact law, or `null` where none is known and the block must be warmed up. M/M/c: the number
 * of jobs is geometric above c, service under way is memoryless. M/G/1: work left is a geometric sum of residual services (Pollaczek & Khinchine; Asmussen
 * 2003, VIII.5), laid down as one job.
 */
export function steadyBacklog(settings: QueueSettings, random: Draws): Backlog | null {
  if (queueTheory(settings) === null) return null;
  const { servers, rate, service } = settings;
  const load = rate * service.mean;
  if (service.name === 'exponential')
    return Array.from({ length: steadyNumber(servers, load, random) }, () => service.draw(random));
  let work = 0;
  while (random.next() < load) work += service.drawResidual(random);
  return work > 0 ? [work] : [];
}

/** The number of jobs in M/M/c: weights load^n / n! up to c, then falling by load / c. */
function steadyNumber(servers: number, load: number, random: Draws): number {
  const weights = [1];
  for (let n = 1; n <= servers; n++) {
    weights.push((weights[n - 1] * load) / n);
    if (weights[n] > 1e200) for (let i = 0; i <= n; i++) weights[i] /= 1e200;
  }
  const ratio = load / servers;
  const above = (weights[servers] * ratio) / (1 - ratio);
  let mass = random.next() * (weights.reduce((sum, weight) => sum + weight, 0) + above);
  for (let n = 0; n <= servers; n++) {
    mass -= weights[n];
    if (mass < 0) return n;
  }
  let n = servers + 1;
  while (random.next() < ratio) n++;
  return n;
}

/**
 * Jobs to run through an empty system before its rows count: ten relaxation times of M/M/1, `1 / (1 - sqrt(load))^2` services each (Abate & Whitt 1987),
 * at least 1,000 and one job per server ten times, at most 65,536.
 */
export function warmJobs({ servers, utilisation, outages, impatience }: QueueSettings): number {
  const load = outages ? (utilisation * (outages.every + outages.length)) / outages.every : utilisation;
  const relaxation = impatience && load >= 0.95 ? 1000 : 1 / (1 - Math.sqrt(Math.min(load, 0.9999))) ** 2;
  return Math.min(MOST_WARM_JOBS, Math.ceil(Math.max(1000, 10 * relaxation, 10 * servers)));
}
