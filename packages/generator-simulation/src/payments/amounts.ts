import type { Draws } from '../kernel/entity-random.ts';
import type { PaymentsSettings } from './options.ts';
import { places } from './places.ts';

/** Shares of the variance of the logarithm that come from the place and from the account. */
const BY_PLACE = 0.3;
const BY_ACCOUNT = 0.2;

/** How large ordinary payments are. */
export interface Amounts {
  /** What an account pays at a place, to the cent, and never less than one. */
  draw(place: number, spending: number, random: Draws): number;
  /** The mean at a place of an account, before rounding. */
  typical(place: number, spending: number): number;
}

/** Weights to sum 1 and values to mean 0 and variance 1 under them, in place. */
export function standardised(values: Float64Array, weights: ArrayLike<number>): Float64Array {
  let [total, mean, variance] = [0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    total += weights[i];
    mean += weights[i] * values[i];
  }
  mean /= total;
  for (let i = 0; i < values.length; i++) variance += (weights[i] * (values[i] - mean) ** 2) / total;
  const scale = variance > 0 ? 1 / Math.sqrt(variance) : 0;
  return values.map((value) => scale * (value - mean));
}

/**
 * Lognormal amounts whose logarithm has the variance ln(1 + variation^2), three parts of it: the place, the account, chance. Scaled so that the mean over all
 * payments is exactly the stated one. A share `heaping` is rounded to whole units (up or down by chance, so that the mean stays).
 *
 * @param spending standardised under `activity`, one per account
 */
export function createAmounts(
  { amounts: { mean, variation, heaping } }: PaymentsSettings,
  spending: ArrayLike<number>,
  activity: ArrayLike<number>,
): Amounts {
  const variance = Math.log1p(variation * variation);
  const shares = places.map(({ share }) => share);
  const sizes = standardised(
    Float64Array.from(places, ({ size }) => size),
    shares,
  );
  const [placeScale, accountScale] = [Math.sqrt(BY_PLACE * variance), Math.sqrt(BY_ACCOUNT * variance)];
  const rest = (1 - BY_PLACE - BY_ACCOUNT) * variance;
  const deviation = Math.sqrt(rest);
  let [byPlace, byAccount, total] = [0, 0, 0];
  for (const [i, size] of sizes.entries()) byPlace += shares[i] * Math.exp(placeScale * size);
  for (let i = 0; i < spending.length; i++) {
    byAccount += activity[i] * Math.exp(accountScale * spending[i]);
    total += activity[i];
  }
  const location = Math.log(mean) - Math.log(byPlace) - Math.log(byAccount / total) - rest / 2;
  const logarithm = (place: number, z: number) => location + placeScale * sizes[place] + accountScale * z;
  return {
    draw(place, z, random) {
      const amount = Math.exp(logarithm(place, z) + deviation * random.normal());
      const round = random.next() < heaping;
      const luck = random.next();
      return round ? heaped(amount, luck) : Math.max(1, Math.floor(100 * amount + luck)) / 100;
    },
    typical: (place, z) => Math.exp(logarithm(place, z) + rest / 2),
  };
}

/** What round amounts are multiples of: 1 below 20, 5 below 100, 10 below 1,000, else 100. */
export const heapOf = (amount: number): number => (amount < 20 ? 1 : amount < 100 ? 5 : amount < 1000 ? 10 : 100);

function heaped(amount: number, luck: number): number {
  const heap = heapOf(amount);
  return Math.max(1, heap * Math.floor(amount / heap + luck));
}
