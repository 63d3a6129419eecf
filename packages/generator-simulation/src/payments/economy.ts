import { type Amounts, createAmounts } from './amounts.ts';
import type { PaymentsSettings } from './options.ts';
import { createPopulation, type Population } from './population.ts';
import { type Week, weeklyIntensity } from './week.ts';

/** Everything that payments of all blocks share. */
export interface Economy {
  readonly settings: PaymentsSettings;
  readonly population: Population;
  readonly amounts: Amounts;
  readonly week: Week;
}

/** Works out who pays, how much and when. */
export function createEconomy(settings: PaymentsSettings, key: Uint8Array): Economy {
  const population = createPopulation(settings, key);
  const amounts = createAmounts(settings, population.spending, population.activity);
  const { daily, weekend } = settings.season;
  return { settings, population, amounts, week: weeklyIntensity(daily, weekend, settings.start / 1000) };
}
