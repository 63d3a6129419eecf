import { pick } from '../cumulative.ts';
import { placeOf } from './places.ts';
import { below, cents, newDevice, type Scheme } from './scheme.ts';

const [transfer, electronics] = ['transfer', 'electronics'].map(placeOf);

/**
 * Somebody else gets into an account and empties it from a device that it never used: large transfers to one account that it never paid, some purchases between
 * (Dal Pozzolo et al. 2018, IEEE TNNLS 29, on frauds that come in runs on one card).
 */
export const accountTakeover: Scheme = {
  mean: 4,
  least: 2,
  hours: 4,
  *commit({ population, amounts }, { size, random, gap, world, pay }) {
    const device = newDevice(random);
    const account = pick(population.active, random.next());
    const payee = population.mules[below(population.mules.length, random)];
    for (let i = 0; i < size; i++) {
      const place = i === 0 || random.next() < 0.7 ? transfer : electronics;
      const counterpart =
        place === transfer ? population.known(payee, world.now) : population.merchant(electronics, random.next());
      const typical = amounts.typical(place, population.spending[account]);
      pay({
        account: population.known(account, world.now),
        place,
        counterpart,
        device,
        channel: 1,
        amount: cents(typical * Math.exp(1 + 0.5 * random.normal())),
      });
      yield gap();
    }
  },
};
