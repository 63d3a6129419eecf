import { pick } from '../cumulative.ts';
import { placeOf } from './places.ts';
import { below, cents, newDevice, type Scheme } from './scheme.ts';

/** Of an episode's payments, those that spend; of the cards tried, those that are refused. */
const [SPENT, REFUSED] = [0.15, 0.5];
const [tried, bought] = ['subscription', 'electronics'].map(placeOf);

/**
 * Numbers of stolen cards are tried with small amounts, one after the other, by one device at one shop; some that were accepted then buy something dear. Many accounts
 * that share a device and a merchant within minutes (Carcillo et al. 2018, Information Fusion 41; ECB, Seventh report on card fraud 2021: four fifths of
 * card fraud is made without the card).
 */
export const cardTesting: Scheme = {
  mean: 16,
  least: 4,
  hours: 3,
  *commit({ population, amounts, settings }, { size, random, gap, world, pay }) {
    const device = newDevice(random);
    const shop = population.merchant(tried, random.next());
    const spends = Math.floor(SPENT * size);
    const accepted: number[] = [];
    for (let i = 0; i < size; i++) {
      const buys = i >= size - spends && accepted.length > 0;
      const account = buys ? accepted[below(accepted.length, random)] : pick(population.active, random.next());
      const declined = !buys && random.next() < REFUSED ? 1 : 0;
      if (!buys && declined === 0) accepted.push(account);
      const amount = buys
        ? amounts.typical(bought, population.spending[account]) * (1 + 3 * random.next())
        : settings.amounts.mean * (0.01 + 0.04 * random.next());
      pay({
        account: population.known(account, world.now),
        place: buys ? bought : tried,
        counterpart: buys ? population.merchant(bought, random.next()) : shop,
        device,
        channel: 1,
        amount: cents(amount),
        declined,
      });
      yield gap();
    }
  },
};
