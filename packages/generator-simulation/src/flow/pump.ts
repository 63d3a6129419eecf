import { type Context, checkpoint } from '@verisim/core';
import type { Draws } from '../kernel/entity-random.ts';
import type { Process, Simulation } from '../kernel/simulation.ts';
import type { Intensity } from './intensity.ts';

/** Events between two looks at whether the work is still wanted. */
const SLICE = 50_000;

/** Runs a world to an instant, and beyond it until a log has `rows` rows. */
export async function pump(
  world: Simulation,
  until: number,
  log: { readonly rows: number },
  rows: number,
  ctx: Context,
): Promise<void> {
  while (world.run(until, SLICE)) await checkpoint(ctx.signal);
  // Hardly ever: the surplus of entities is five standard deviations.
  for (let events = 1; log.rows < rows; events++) {
    if (!world.run(Number.POSITIVE_INFINITY, 1)) return;
    if (events % SLICE === 0) await checkpoint(ctx.signal);
  }
}

/** Starts a process at the instants of a Poisson process with `rate` a second of even time. */
export function* arrivals(
  world: Simulation,
  intensity: Intensity,
  rate: number,
  random: Draws,
  arrive: () => Process,
): Process {
  if (!(rate > 0)) return;
  for (let even = intensity.even(world.now); ; ) {
    even -= Math.log(1 - random.next()) / rate;
    yield intensity.instant(even) - world.now;
    world.start(arrive());
  }
}

/** How many times more entities are simulated than needed, so that a block of `rows` is full: five standard deviations of a Poisson number of groups. */
export const surplus = (rows: number, groupSize: number): number =>
  1 + 5 * Math.sqrt((2 * Math.max(1, groupSize)) / rows);
