import { type CodedColumn, columnOf, type Measurement, type NumericColumn } from '@verisim/core';
import { createBatches, ratioInterval } from '../batches.ts';
import { DAY, PEAK } from '../flow/intensity.ts';
import { heldAgainst, type SelfTest } from '../self-test.ts';
import { webLogCauses } from './columns.ts';
import type { WebLogSettings } from './options.ts';
import { agents, visitorKinds } from './visitors.ts';

const TURN = (2 * Math.PI) / DAY;
/** Days from which the wave is looked at. */
const WHOLE_DAYS = 3;

/**
 * Holds rows against the options: the mean gap, the share of programs, of failures among people's requests, of the first page among them (Zipf's law), and the daily wave from three
 * whole days on, each day an observation.
 */
export function selfTestWebLog(settings: WebLogSettings, expectedGap: (rows: number) => number): SelfTest {
  const [gap, bots, errors, front] = [0, 1, 2, 3].map(createBatches);
  const days: { sums: number[]; counts: number[] } = { sums: [], counts: [] };
  const people = new Set(visitorKinds[0].agents.map((agent) => agents.indexOf(agent)));
  const [error, outage] = ['error', 'outage'].map((cause) => webLogCauses.indexOf(cause));
  let rows = 0;
  return {
    add(block) {
      const time = (columnOf(block, 'time') as NumericColumn).values;
      const agent = (columnOf(block, 'agent') as CodedColumn).codes;
      const cause = (columnOf(block, 'cause') as CodedColumn).codes;
      rows += block.rows;
      gap.add(block.rows, (row) => (row === 0 ? Number.NaN : (time[row] - time[row - 1]) / 1000));
      bots.add(block.rows, (row) => (people.has(agent[row]) ? 0 : 1));
      errors.add(block.rows, (row) => {
        if (!people.has(agent[row]) || cause[row] === outage) return Number.NaN;
        return cause[row] === error ? 1 : 0;
      });
      const path = (columnOf(block, 'path') as CodedColumn).codes;
      front.add(block.rows, (row) => (people.has(agent[row]) ? Number(path[row] === 0) : Number.NaN));
      for (let row = 0; row < block.rows; row++) {
        const seconds = time[row] / 1000;
        const day = Math.floor((time[row] - settings.start) / 1000 / DAY);
        days.sums[day] = (days.sums[day] ?? 0) + 2 * Math.cos(TURN * (seconds - PEAK));
        days.counts[day] = (days.counts[day] ?? 0) + 1;
      }
    },
    measurements: () => {
      const found: Measurement[] = [heldAgainst('share-of-errors', errors.interval(), settings.errors)];
      // People ask again during an outage, so that neither gaps nor shares are those of the options.
      if (settings.outages) return found;
      return [
        heldAgainst('mean-gap', gap.interval(), expectedGap(rows)),
        heldAgainst('share-of-bots', bots.interval(), settings.bots),
        ...found,
        heldAgainst('share-of-first-page', front.interval(), 1 / harmonic(settings.pages)),
        // The last day is not whole.
        ...(days.sums.length > WHOLE_DAYS
          ? [
              heldAgainst(
                'daily-swing',
                ratioInterval({ sums: days.sums.slice(0, -1), counts: days.counts.slice(0, -1) }),
                settings.swing,
              ),
            ]
          : []),
      ];
    },
  };
}

const harmonic = (n: number): number => {
  let sum = 0;
  for (let i = 1; i <= n; i++) sum += 1 / i;
  return sum;
};
