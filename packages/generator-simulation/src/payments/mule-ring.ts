import { pick } from '../cumulative.ts';
import type { Draws } from '../kernel/entity-random.ts';
import type { Process } from '../kernel/simulation.ts';
import type { Economy } from './economy.ts';
import { placeOf } from './places.ts';
import { below, cents, type Episode, newDevice, type Scheme } from './scheme.ts';

const [transfer, cashOut] = ['transfer', 'cash-out'].map(placeOf);
/** What is stolen, in mean payments, and what each mule keeps of it. */
const [STOLEN, KEPT] = [60, 0.04];
const [CYCLES, REMOTE] = [0.3, 0.5];

/**
 * Stolen money passes through accounts that were lent, each of which keeps a little: in a circle, or scattered from one to many and gathered in another, and then
 * taken out as cash. Topologies of money laundering after AMLSim (Suzumura & Kanezashi 2018) and Altman et al. 2023 (NeurIPS datasets and benchmarks), sections 3 and 4.
 */
export const muleRing: Scheme = {
  mean: 9,
  least: 4,
  hours: 48,
  *commit(economy, episode) {
    const { random, size } = episode;
    const stolen = economy.settings.amounts.mean * STOLEN * Math.exp(0.6 * random.normal());
    if (size < 3 || random.next() < CYCLES) yield* circle(economy, episode, stolen);
    else yield* scatterAndGather(economy, episode, stolen);
  },
};

/** A transfer of one mule to the next, from its own device or that of whoever runs the ring. */
function* passOn(
  economy: Economy,
  episode: Episode,
  runner: number,
  from: number,
  to: number,
  amount: number,
): Process {
  const { population } = economy;
  const { random, world, pay, gap } = episode;
  const device = random.next() < REMOTE ? runner : population.device(from, 0, world.now);
  const [account, counterpart] = [from, to].map((one) => population.known(one, world.now));
  pay({ account, place: transfer, counterpart, device, channel: 1, amount: cents(amount) });
  yield gap();
}

function* circle(economy: Economy, episode: Episode, stolen: number): Process {
  const { size, random } = episode;
  const runner = newDevice(random);
  const ring = distinct(economy.population.mules, size, random);
  for (let i = 0, amount = stolen; i < size; i++, amount *= 1 - KEPT * random.next())
    yield* passOn(economy, episode, runner, ring[i % ring.length], ring[(i + 1) % ring.length], amount);
}

function* scatterAndGather(economy: Economy, episode: Episode, stolen: number): Process {
  const { population } = economy;
  const { size, random, world, pay } = episode;
  const runner = newDevice(random);
  const middle = Math.floor((size - 1) / 2);
  const [source, sink, ...mules] = distinct(population.mules, middle + 2, random);
  const victim = pick(population.active, random.next());
  yield* passOn(economy, episode, runner, victim === source ? sink : victim, source, stolen);
  const parts = Float64Array.from({ length: middle }, () => 0.5 + random.next());
  const sum = parts.reduce((sum, part) => sum + part, 0);
  const passed = parts.map((part) => cents((stolen * (1 - KEPT) * part) / sum));
  for (let i = 0; i < middle; i++) yield* passOn(economy, episode, runner, source, mules[i % mules.length], passed[i]);
  const kept = passed.map((amount) => cents(amount * (1 - KEPT * random.next())));
  for (let i = 0; i < middle; i++) yield* passOn(economy, episode, runner, mules[i % mules.length], sink, kept[i]);
  if (size % 2 === 1) return;
  pay({
    account: population.known(sink, world.now),
    place: cashOut,
    counterpart: below(population.branches, random),
    channel: 2,
    amount: cents(kept.reduce((sum, amount) => sum + amount, 0) * (1 - KEPT)),
  });
}

/** So many different ones of a list, all of it where there are no more. */
function distinct(from: Int32Array, count: number, random: Draws): readonly number[] {
  if (count >= from.length) return [...from];
  const found = new Set<number>();
  while (found.size < count) found.add(from[below(from.length, random)]);
  return [...found];
}
