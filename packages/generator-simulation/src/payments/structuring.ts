import { placeOf } from './places.ts';
import { below, newDevice, type Scheme } from './scheme.ts';

const [cashIn, transfer] = ['cash-in', 'transfer'].map(placeOf);

/**
 * Cash is paid in at several branches over days, each time a little less than what must be reported, in round sums, and then sent on at once (31 U.S.C. 5324; the
 * threshold of 10,000 is that of 31 CFR 1010.311). The last payment of an episode of four or more is the transfer.
 */
export const structuring: Scheme = {
  mean: 6,
  least: 3,
  hours: 96,
  *commit({ population, settings }, { size, random, gap, world, pay }) {
    const { threshold } = settings.fraud;
    const depositor = population.mules[below(population.mules.length, random)];
    const unit = threshold / 200;
    let sum = 0;
    for (let i = 0; i < size; i++) {
      const account = population.known(depositor, world.now);
      if (i === size - 1 && size >= 4) {
        const counterpart = population.known(population.mules[below(population.mules.length, random)], world.now);
        pay({ account, place: transfer, counterpart, device: newDevice(random), channel: 1, amount: sum });
        return;
      }
      const amount = Math.round(100 * (threshold - unit * (1 + below(30, random)))) / 100;
      sum = Math.round(100 * (sum + amount)) / 100;
      pay({ account, place: cashIn, counterpart: below(population.branches, random), channel: 2, amount });
      yield gap();
    }
  },
};
