import { randomFromKey } from '@verisim/core';
import { drawGamma } from '../durations.ts';
import { BLOCK_ROWS } from '../simulator.ts';
import type { QueueSettings } from './options.ts';

/** Where the time of each block begins and ends, in seconds. */
export type Timeline = (block: number) => { readonly from: number; readonly span: number };

/**
 * Blocks one after the other. Poisson arrivals take a gamma distributed time for a block of them, drawn from chance that all blocks share, so that the whole
 * is one Poisson process; other processes take the time that is expected. Ends that were worked out are kept.
 */
export function createTimeline({ rate, arrivals }: QueueSettings, key: Uint8Array): Timeline {
  const expected = BLOCK_ROWS / rate;
  if (arrivals.kind !== 'poisson') return (block) => ({ from: block * expected, span: expected });
  const random = randomFromKey(key);
  const ends = [0];
  return (block) => {
    for (let i = ends.length; i <= block + 1; i++)
      ends[i] = ends[i - 1] + drawGamma(BLOCK_ROWS, random.fork(`span:${i - 1}`)) / rate;
    return { from: ends[block], span: ends[block + 1] - ends[block] };
  };
}
