import type { Draws } from '../kernel/entity-random.ts';
import type { Process, Simulation } from '../kernel/simulation.ts';
import type { Economy } from './economy.ts';
import type { Payment } from './payment-log.ts';

/** One time that a fraud is committed. */
export interface Episode {
  /** Payments that it takes. */
  readonly size: number;
  readonly random: Draws;
  /** Seconds to the next payment, one by one. */
  readonly gap: () => number;
  readonly world: Simulation;
  /** Adds a payment that happens now; what is left out is that of an approved one without a device. */
  pay(payment: Partial<Payment> & Pick<Payment, 'account' | 'place' | 'counterpart' | 'channel' | 'amount'>): void;
}

/** How a fraud goes. */
export interface Scheme {
  /** Payments of an episode: the mean and the fewest. */
  readonly mean: number;
  readonly least: number;
  /** Hours from its first to its last payment, at most. */
  readonly hours: number;
  /** Makes exactly `size` payments. */
  commit(economy: Economy, episode: Episode): Process;
}

/** A whole number below a limit. */
export const below = (limit: number, random: Draws): number => Math.floor(random.next() * limit);

/** A device that nobody used before, 32 bits. */
export const newDevice = (random: Draws): number => below(2 ** 32, random);

/** To the cent, downwards. */
export const cents = (amount: number): number => Math.max(0.01, Math.floor(100 * amount + 1e-6) / 100);
