import { type CodedColumn, columnOf, type Measurement, type NumericColumn } from '@verisim/core';
import { createBatches } from '../batches.ts';
import { heldAgainst, type SelfTest } from '../self-test.ts';
import { webLogCauses } from './columns.ts';
import type { WebLogSettings } from './options.ts';
import { agents, visitorKinds } from './visitors.ts';

/** Holds rows against the options: the mean gap, the share of programs, of failures among people's requests, and of requests that an outage failed. */
export function selfTestWebLog(settings: WebLogSettings, expectedGap: (rows: number) => number): SelfTest {
  const [gap, bots, errors] = [createBatches(), createBatches(), createBatches()];
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
    },
    measurements: () => {
      const found: Measurement[] = [heldAgainst('share-of-errors', errors.interval(), settings.errors)];
      // People ask again during an outage, so that neither gaps nor shares are those of the options.
      if (settings.outages) return found;
      return [
        heldAgainst('mean-gap', gap.interval(), expectedGap(rows)),
        heldAgainst('share-of-bots', bots.interval(), settings.bots),
        ...found,
      ];
    },
  };
}
