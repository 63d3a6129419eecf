import { type CodedColumn, columnOf, type Measurement, type NumericColumn } from '@verisim/core';
import { createBatches } from '../batches.ts';
import { heldAgainst, type SelfTest } from '../self-test.ts';
import type { SessionsSettings } from './options.ts';
import { sessionCauses } from './simulate-sessions.ts';

/**
 * Holds rows against the options: the share of people's events in each state (the stationary distribution of the chain that begins anew after each exit), the
 * share of events by bots, of new people among sessions that began, the mean dwell of each state.
 */
export function selfTestSessions(settings: SessionsSettings): SelfTest {
  const { chain, dwell, churn, bots, campaigns } = settings;
  const visits = chain.states.map(() => createBatches());
  const stays = chain.states.map(() => createBatches());
  const [programs, fresh] = [createBatches(), createBatches()];
  const [first, again, campaign, bot] = ['new', 'returning', 'campaign', 'bot'].map((cause) =>
    sessionCauses.indexOf(cause),
  );
  return {
    add(block) {
      const codes = (name: string) => (columnOf(block, name) as CodedColumn).codes;
      const numbers = (name: string) => (columnOf(block, name) as NumericColumn).values;
      const [state, cause, step, stay] = [codes('state'), codes('cause'), numbers('step'), numbers('dwell')];
      for (const [i, batches] of visits.entries())
        batches.add(block.rows, (row) => (cause[row] === bot ? Number.NaN : state[row] === i ? 1 : 0));
      for (const [i, batches] of stays.entries())
        batches.add(block.rows, (row) => (cause[row] === bot || state[row] !== i ? Number.NaN : stay[row]));
      programs.add(block.rows, (row) => (cause[row] === campaign ? Number.NaN : cause[row] === bot ? 1 : 0));
      fresh.add(block.rows, (row) => {
        if (step[row] !== 1 || (cause[row] !== first && cause[row] !== again)) return Number.NaN;
        return cause[row] === first ? 1 : 0;
      });
    },
    measurements: () => {
      const steps = chain.visits.reduce((sum, one) => sum + one, 0);
      const found: Measurement[] = chain.states.map((state, i) =>
        heldAgainst(`share-of-visits:${state}`, visits[i].interval(), chain.visits[i] / steps),
      );
      for (const [i, state] of chain.states.entries())
        if (Number.isFinite(dwell[i].secondMoment))
          found.push(heldAgainst(`mean-dwell:${state}`, stays[i].interval(), dwell[i].mean));
      found.push(heldAgainst('share-of-new-people', fresh.interval(), churn));
      if (bots > 0 && !campaigns) found.push(heldAgainst('share-of-bots', programs.interval(), bots));
      return found;
    },
  };
}
