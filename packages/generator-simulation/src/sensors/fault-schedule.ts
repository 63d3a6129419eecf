import type { Random } from '@verisim/core';
import { createSimulation, type Process } from '../kernel/simulation.ts';
import { type FaultKind, faultEffects, faultKinds } from './fault-kinds.ts';
import type { SensorsSettings } from './options.ts';

/** One fault of one sensor, in readings of the block: the first, and the one after the last. */
export interface Fault {
  readonly kind: FaultKind;
  readonly from: number;
  readonly to: number;
  /** Its number within block and sensor, from 1 on. */
  readonly number: number;
  readonly random: Random;
}

/**
 * When a sensor fails: each kind as a Poisson process of its own, one fault at a time (what would begin during another does not happen). All ten kinds are
 * scheduled whichever are wanted, so that leaving one out changes nothing else. Begins early enough that the block sees the steady state.
 */
export function scheduleFaults(settings: SensorsSettings, readings: number, random: Random): readonly Fault[] {
  const { faultRate, period, faults } = settings;
  if (faultRate === 0) return [];
  const longest = Math.max(...faultKinds.map((kind) => faultEffects[kind].lengths(period)[1]));
  const world = createSimulation(-20 * Math.ceil(longest));
  const found: Fault[] = [];
  let busy = Number.NEGATIVE_INFINITY;
  let number = 0;
  const failures = function* (kind: FaultKind, chance: Random): Process {
    const [low, high] = faultEffects[kind].lengths(period);
    for (;;) {
      yield (-Math.log(1 - chance.next()) * faultKinds.length) / faultRate;
      const length = Math.max(1, Math.round(low + (high - low) * chance.next()));
      const at = Math.floor(world.now);
      if (at < busy) continue;
      busy = at + length;
      number++;
      const [from, to] = [Math.max(0, at), Math.min(readings, busy)];
      if (from < to) found.push({ kind, from, to, number, random: random.fork(`fault:${number}`) });
    }
  };
  for (const kind of faultKinds) world.start(failures(kind, random.fork(kind)));
  world.run(readings);
  return found.filter(({ kind }) => faults.kinds.includes(kind));
}
