import type { Random } from '@verisim/core';
import type { Intensity } from '../flow/intensity.ts';
import { type Draws, entityStreams } from '../kernel/entity-random.ts';
import type { Process, Simulation } from '../kernel/simulation.ts';

/** How many arrive in a stretch of time that has chance of its own. */
const ARRIVALS = 256;

/** Whom the arrivals are. */
export interface Arrivals {
  /** A second of even time, before {@link Arrivals.more}. */
  readonly rate: number;
  /** So many times more are simulated than are kept; the same in every block. */
  readonly more: number;
  readonly intensity: Intensity;
  /** Chance that all blocks share. */
  readonly shared: Random;
  /** What somebody does, with chance of their own; `null`: nothing after all. */
  arrive(random: Draws): Process | null;
}

/**
 * Starts processes at the instants of a Poisson process whose chance belongs to stretches of time, not to blocks: wherever a block begins and ends, the same people come at the same
 * instants. So two runs are paired also where more rows (those of a campaign) let blocks end sooner.
 */
export function* cellArrivals(world: Simulation, { rate, more, intensity, shared, arrive }: Arrivals): Process {
  if (!(rate > 0)) return;
  const width = ARRIVALS / rate;
  const begin = intensity.even(world.now);
  for (let cell = Math.floor(begin / width); ; cell++) {
    const chance = shared.fork(`cell:${cell}`);
    const own = entityStreams(chance.fork('each'));
    let even = cell * width;
    for (let i = 0; ; i++) {
      even -= Math.log(1 - chance.next()) / (more * rate);
      if (even >= (cell + 1) * width) break;
      if (even < begin) continue;
      yield Math.max(0, intensity.instant(even) - world.now);
      const activity = arrive(own(i));
      if (activity !== null) world.start(activity);
    }
  }
}
