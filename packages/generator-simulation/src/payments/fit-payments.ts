import { badSample } from '../errors.ts';
import { meanAndVariation, type RealSample, readSample } from '../real-sample.ts';
import { heapOf } from './amounts.ts';
import { type FraudPattern, fraudPatterns, type PaymentsOptions } from './options.ts';

const DAY = 86_400;
const YES = /^(1|true|yes|y|fraud)$/i;

/**
 * The options with rates of a real sample: CSV with `time` (ISO 8601 or seconds), `account`, `amount` and perhaps `fraud` and `cause`. Payments an account and day; mean, spread of
 * logarithms and round amounts of ordinary payments; the daily wave (first harmonic of the time of day; Bloomfield 2000, section 2) where the sample covers a day, weekends where it covers a
 * week and has dates; the share of frauds with half a count more of either (Jeffreys), so that a sample without fraud does not mean none. No account or amount is used
 * again. Throws `generator-simulation/bad-sample`.
 */
export function fitPayments(options: PaymentsOptions, text: string): PaymentsOptions {
  const sample = readSample('payments', text, 20);
  const [seconds, amounts] = [sample.seconds('time'), sample.numbers('amount')];
  const span = seconds.reduce((most, at) => Math.max(most, at), 0);
  if (!(span > 0)) throw badSample('payments', 'all its payments are at one instant', 'Give times to the second.');
  const least = amounts.findIndex((amount) => !(amount > 0));
  if (least >= 0)
    throw badSample('payments', `row ${least + 2} has an amount of ${amounts[least]}`, 'Give amounts above 0.');
  const accounts = new Set(sample.texts('account')).size;
  if (accounts < 50)
    throw badSample('payments', `it has ${accounts} accounts, and 50 are the least`, 'Give payments of more accounts.');
  const frauds = sample.has('fraud') ? sample.texts('fraud').map((cell) => YES.test(cell.trim())) : null;
  const ordinary = amounts.filter((_, row) => !frauds?.[row]);
  return {
    ...options,
    accounts,
    rate: exact(sample.rows / (accounts * (span / DAY))),
    amounts: amountsOf(ordinary),
    season: seasonOf(sample, options, seconds, span),
    fraud: {
      ...options.fraud,
      rate: frauds ? exact((frauds.filter(Boolean).length + 0.5) / (sample.rows + 1)) : options.fraud.rate,
      shares: sample.has('cause') ? sharesOf(sample.texts('cause')) : options.fraud.shares,
    },
  };
}

const exact = (value: number): number => Number(value.toPrecision(4));

function amountsOf(amounts: Float64Array): PaymentsOptions['amounts'] {
  const logs = amounts.map(Math.log);
  const { mean: center, variation } = meanAndVariation(logs);
  const variance = (center * variation) ** 2;
  const round = amounts.filter((amount) => Math.round(100 * amount) % (100 * heapOf(amount)) === 0).length;
  return {
    mean: exact(meanAndVariation(amounts).mean),
    variation: Math.min(20, Math.max(0.01, exact(Math.sqrt(Math.expm1(variance))))),
    heaping: exact(round / amounts.length),
  };
}

function seasonOf(
  sample: RealSample,
  { season }: PaymentsOptions,
  seconds: Float64Array,
  span: number,
): PaymentsOptions['season'] {
  const [days, weeks] = [Math.floor(span / DAY), Math.floor(span / (7 * DAY))];
  const whole = seconds.filter((at) => at < days * DAY);
  const turn = (2 * Math.PI) / DAY;
  const [c, s] = whole.reduce(([c, s], at) => [c + Math.cos(turn * at), s + Math.sin(turn * at)], [0, 0]);
  const daily = days === 0 ? season.daily : exact(Math.min(0.95, (2 * Math.hypot(c, s)) / whole.length));
  const dates = sample.texts('time').map((cell) => Date.parse(`${cell.trim().slice(0, 10)}T00:00Z`));
  if (weeks === 0 || dates.some(Number.isNaN)) return { ...season, daily };
  const within = dates.filter((_, row) => seconds[row] < weeks * 7 * DAY);
  const weekend = within.filter((day) => (day / (1000 * DAY) + 3) % 7 >= 5).length;
  return { daily, weekend: Math.min(10, Math.max(0.01, exact((weekend / 2 / (within.length - weekend)) * 5))) };
}

/** Shares of the patterns among the causes, with half a count more of each. */
function sharesOf(causes: readonly string[]): Readonly<Record<FraudPattern, number>> {
  const counts = fraudPatterns.map((name) => 0.5 + causes.filter((cause) => cause.trim() === name).length);
  const sum = counts.reduce((sum, count) => sum + count, 0);
  return Object.fromEntries(fraudPatterns.map((name, i) => [name, counts[i] / sum])) as Record<FraudPattern, number>;
}
