import { type CodedColumn, columnOf, type Measurement, type NumericColumn, type Table } from '@verisim/core';
import { clopperPearson, poissonInterval } from '@verisim/statistics';
import { createBatches } from '../batches.ts';
import { heldAgainst, type Interval, type SelfTest } from '../self-test.ts';
import { heapOf } from './amounts.ts';
import { fraudPatterns, type PaymentsSettings } from './options.ts';
import { type Week, weeklyIntensity } from './week.ts';

const DAY = 86_400;

/**
 * Holds rows against the options: the share of frauds and of each pattern (exact binomial intervals), payments over time, the mean of ordinary amounts and the share of round
 * ones, the share of payments by day and on weekends (binomial too: their instants are independent).
 */
export function selfTestPayments(settings: PaymentsSettings): SelfTest {
  const start = settings.start / 1000;
  const week = weeklyIntensity(settings.season.daily, settings.season.weekend, start);
  const [mean, heaps] = [createBatches(), createBatches()];
  const counts = new Float64Array(1 + fraudPatterns.length);
  let [last, days, weekends] = [0, 0, 0];
  const instantsOf = (block: Table) => (columnOf(block, 'time') as NumericColumn).values;
  return {
    add(block) {
      const [time, amount] = [instantsOf(block), (columnOf(block, 'amount') as NumericColumn).values];
      const cause = (columnOf(block, 'cause') as CodedColumn).codes;
      for (const one of cause) counts[one]++;
      last = time[block.rows - 1] / 1000 - start;
      const ordinary = (of: (row: number) => number) => (row: number) => (cause[row] === 0 ? of(row) : Number.NaN);
      mean.add(
        block.rows,
        ordinary((row) => amount[row]),
      );
      heaps.add(
        block.rows,
        ordinary((row) => roundness(amount[row])),
      );
      for (let row = 0; row < block.rows; row++) {
        if (cause[row] > 0) continue;
        days += byDay(time[row] / 1000);
        weekends += onWeekend(time[row] / 1000);
      }
    },
    measurements: () => {
      const rows = counts.reduce((sum, count) => sum + count, 0);
      const found = frauds(settings, counts, rows);
      if (rows === 0) return found;
      const { low, high } = poissonInterval(rows);
      const expected = settings.rate * week.even(last);
      return [
        ...found,
        heldAgainst('payments', { value: rows, low, high }, expected),
        heldAgainst('mean-amount', mean.interval(), settings.amounts.mean),
        heldAgainst('share-of-round-amounts', heaps.interval(), settings.amounts.heaping),
        heldAgainst(
          'share-by-day',
          shareIn(days, counts[0]),
          shareOf(week, last, (at) => byDay(at + start)),
        ),
        heldAgainst(
          'share-on-weekends',
          shareIn(weekends, counts[0]),
          shareOf(week, last, (at) => onWeekend(at + start)),
        ),
      ];
    },
  };
}

function frauds({ fraud }: PaymentsSettings, counts: Float64Array, rows: number): readonly Measurement[] {
  const on = fraudPatterns.map((name) => (fraud.patterns.includes(name) ? fraud.rate * fraud.shares[name] : 0));
  const all = counts.subarray(1).reduce((sum, count) => sum + count, 0);
  return [
    heldAgainst(
      'fraud-rate',
      shareIn(all, rows),
      on.reduce((sum, rate) => sum + rate, 0),
    ),
    ...fraudPatterns.map((name, i) => heldAgainst(`rate-of:${name}`, shareIn(counts[i + 1], rows), on[i])),
  ];
}

const shareIn = (count: number, of: number): Interval | null =>
  of === 0 ? null : { value: count / of, ...clopperPearson(count, of) };

/** 1 for a round amount, less what is round by chance, so that its mean is the share that was rounded. */
function roundness(amount: number): number {
  const heap = heapOf(amount);
  const chance = 1 / (100 * heap);
  return ((Math.round(100 * amount) % (100 * heap) === 0 ? 1 : 0) - chance) / (1 - chance);
}

/** From nine in the morning to nine at night, the busier half: UTC. */
const byDay = (seconds: number): number =>
  Math.floor((seconds % DAY) / 3600) >= 9 && seconds % DAY < 21 * 3600 ? 1 : 0;

/** Saturdays and Sundays, UTC; the first day of 1970 was a Thursday. */
const onWeekend = (seconds: number): number => ((Math.floor(seconds / DAY) + 3) % 7 >= 5 ? 1 : 0);

/** What share of payments should fall where `test` is 1, up to an instant: the rate summed every ten minutes, less often for long times. */
function shareOf(week: Week, until: number, test: (at: number) => number): number {
  const steps = Math.min(200_000, Math.max(100, Math.ceil(until / 600)));
  let [inside, all] = [0, 0];
  for (let i = 0; i < steps; i++) {
    const at = ((i + 0.5) * until) / steps;
    inside += test(at) * week.rate(at);
    all += week.rate(at);
  }
  return inside / all;
}
