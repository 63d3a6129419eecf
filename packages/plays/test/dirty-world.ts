import { createTable, type Random, type Table } from '@verisim/core';

const COUNTRY = { Amsterdam: 'Netherlands', Brussels: 'Belgium', Cologne: 'Germany', Rotterdam: 'Netherlands' };
const CITIES = Object.keys(COUNTRY) as (keyof typeof COUNTRY)[];
const COUNTRIES = ['Belgium', 'Germany', 'Netherlands'];
const DAY = 86_400_000;

/** Shares of rows with each kind of untidiness. */
export interface Dirtiness {
  readonly missing: number;
  readonly typos: number;
  readonly contradictions: number;
  readonly disorder: number;
}

export const LIFE: Dirtiness = { missing: 0.1, typos: 0.03, contradictions: 0.03, disorder: 0.03 };

/** Stays of guests: city and country, arrival and departure, income, and whether they come again. */
export function dirtyWorld(rows: number, random: Random, dirt: Dirtiness = LIFE): Table {
  const levels = [...CITIES, 'amsterdam', 'BRUSSELS ', 'Colonge', 'Roterdam'];
  const [city, country, again] = [0, 1, 2].map(() => new Int32Array(rows));
  const [income, arrival, departure] = [0, 1, 2].map(() => new Float64Array(rows));
  for (let i = 0; i < rows; i++) {
    const at = random.int(0, CITIES.length);
    city[i] = random.next() < dirt.typos ? CITIES.length + at : at;
    const home = COUNTRIES.indexOf(COUNTRY[CITIES[at]]);
    country[i] = random.next() < dirt.contradictions ? random.int(0, 3) : home;
    income[i] = random.next() < dirt.missing ? Number.NaN : Math.exp(10 + 0.5 * random.normal());
    arrival[i] = Date.UTC(2024, 0, 1) + DAY * random.int(0, 60);
    const nights = DAY * random.int(1, 15);
    departure[i] = arrival[i] + (random.next() < dirt.disorder ? -nights : nights);
    const logit = (Number.isNaN(income[i]) ? 0 : Math.log(income[i]) - 10) * 3 + (at % 2) - 0.5;
    again[i] = Number(random.next() < 1 / (1 + Math.exp(-logit)));
  }
  const feature = { nullable: true, role: 'feature' } as const;
  return createTable(
    [
      { name: 'city', kind: 'category', ...feature },
      { name: 'country', kind: 'category', ...feature },
      { name: 'income', kind: 'number', ...feature },
      { name: 'arrival', kind: 'datetime', ...feature },
      { name: 'departure', kind: 'datetime', ...feature },
      { name: 'again', kind: 'boolean', nullable: false, role: 'target' },
    ],
    [
      { storage: 'coded', codes: city, levels },
      { storage: 'coded', codes: country, levels: COUNTRIES },
      { storage: 'numeric', values: income },
      { storage: 'numeric', values: arrival },
      { storage: 'numeric', values: departure },
      { storage: 'coded', codes: again, levels: ['no', 'yes'] },
    ],
  );
}
