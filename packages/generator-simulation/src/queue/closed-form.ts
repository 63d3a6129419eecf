import type { QueueSettings } from './options.ts';

/** What queueing theory says of the steady state. Seconds. */
export interface QueueTheory {
  /** Mean time between arrival and begin of service; `Infinity` where the service has no second moment. */
  readonly wait: number;
  /** Chance that an arrival has to wait. */
  readonly delayed: number;
}

/** Erlang's C: the chance to wait with `servers` servers and `load` = arrival rate x mean service, by the recurrence of Erlang's B. */
export function erlangC(servers: number, load: number): number {
  let blocked = 1;
  for (let n = 1; n <= servers; n++) blocked = (load * blocked) / (n + load * blocked);
  return blocked / (1 - (load / servers) * (1 - blocked));
}

/**
 * M/M/c by Erlang C, M/G/1 by Pollaczek & Khinchine (Gross & Harris 1998, sections 2.3 and 5.1); `null` where neither holds: other arrivals, several
 * servers with service that is not exponential, jobs that leave, outages.
 */
export function queueTheory({
  servers,
  rate,
  service,
  arrivals,
  impatience,
  outages,
}: QueueSettings): QueueTheory | null {
  if (arrivals.kind !== 'poisson' || impatience || outages) return null;
  const load = rate * service.mean;
  if (service.name === 'exponential') {
    const delayed = erlangC(servers, load);
    return { delayed, wait: (delayed * service.mean) / (servers - load) };
  }
  if (servers > 1) return null;
  return { delayed: load, wait: (rate * service.secondMoment) / (2 * (1 - load)) };
}
