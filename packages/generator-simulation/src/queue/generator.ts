import type { Generator } from '@verisim/core';
import { simulator } from '../simulator.ts';
import { queueColumns } from './columns.ts';
import { fitQueue } from './fit-queue.ts';
import { type QueueOptions, queueOptions, readQueue } from './options.ts';
import { selfTestQueue } from './self-test-queue.ts';
import { simulateQueue } from './simulate-queue.ts';
import { createTimeline } from './timeline.ts';

/**
 * Jobs that wait for servers, first come, first served: M/M/c, M/G/1 and what has no closed form (several servers with any service, heavy-tailed and self-similar
 * arrivals, impatience with retries, outages). One row per attempt, in order of arrival.
 */
export const queue: Generator<QueueOptions, 'nothing'> = simulator<QueueOptions>({
  name: 'queue',
  version: '0.1.0',
  summary: 'Jobs waiting for servers: arrivals, waits, services, retries, outages',
  options: queueOptions,
  fitted({ like, ...options }) {
    if (like === undefined) return null;
    const found = fitQueue(options, like);
    const { utilisation, service, impatience } = found;
    return { options: found, rates: { utilisation, service, impatience } };
  },
  world(options, key) {
    const settings = readQueue(options);
    const timeline = createTimeline(settings, key);
    return {
      schema: { columns: queueColumns },
      simulate: (block, rows, ctx) => simulateQueue(settings, timeline, block, rows, ctx),
      selfTest: () => selfTestQueue(settings),
    };
  },
});
