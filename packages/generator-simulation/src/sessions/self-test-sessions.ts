import { type CodedColumn, columnOf, type Measurement, type NumericColumn } from '@verisim/core';
import { clopperPearson } from '@verisim/statistics';
import { createBatches } from '../batches.ts';
import { heldAgainst, type SelfTest } from '../self-test.ts';
import type { SessionsSettings } from './options.ts';
import type { Schedule } from './schedule.ts';
import { sessionCauses } from './simulate-sessions.ts';

/**
 * Holds rows against the options: the share of people's events in each state (the stationary distribution of the chain that begins anew after each exit), the
 * share of events by bots, of new people among sessions that began, of people whom campaigns brought among those who came for the first time (binomial: both are Poisson
 * processes), the mean gap between events, the mean dwell of each state.
 */
export function selfTestSessions(settings: SessionsSettings, schedule: Schedule): SelfTest {
  const { chain, dwell, churn, bots, campaigns } = settings;
  const visits = chain.states.map(() => createBatches());
  const stays = chain.states.map(() => createBatches());
  const [programs, fresh, gap] = [createBatches(), createBatches(), createBatches()];
  const newcomers = { campaign: 0, all: 0 };
  let [rows, last] = [0, 0];
  const [first, again, campaign, bot] = ['new', 'returning', 'campaign', 'bot'].map((cause) =>
    sessionCauses.indexOf(cause),
  );
  return {
    add(block) {
      const codes = (name: string) => (columnOf(block, name) as CodedColumn).codes;
      const numbers = (name: string) => (columnOf(block, name) as NumericColumn).values;
      const [state, cause, step, stay] = [codes('state'), codes('cause'), numbers('step'), numbers('dwell')];
      const time = numbers('time');
      rows += block.rows;
      last = (time[block.rows - 1] - settings.start) / 1000;
      gap.add(block.rows, (row) => (row === 0 ? Number.NaN : (time[row] - time[row - 1]) / 1000));
      for (const [i, batches] of visits.entries())
        batches.add(block.rows, (row) => (cause[row] === bot ? Number.NaN : state[row] === i ? 1 : 0));
      for (const [i, batches] of stays.entries())
        batches.add(block.rows, (row) => (cause[row] === bot || state[row] !== i ? Number.NaN : stay[row]));
      programs.add(block.rows, (row) => (cause[row] === campaign ? Number.NaN : cause[row] === bot ? 1 : 0));
      fresh.add(block.rows, (row) => {
        if (step[row] !== 1 || (cause[row] !== first && cause[row] !== again)) return Number.NaN;
        return cause[row] === first ? 1 : 0;
      });
      for (let row = 0; row < block.rows; row++) {
        if (step[row] !== 1 || (cause[row] !== first && cause[row] !== campaign)) continue;
        newcomers.all++;
        if (cause[row] === campaign) newcomers.campaign++;
      }
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
      found.push(heldAgainst('mean-gap', gap.interval(), schedule.instant(rows) / Math.max(1, rows)));
      const brought = campaignShare(settings, schedule, last);
      if (brought !== null && newcomers.all > 0) {
        const { campaign, all } = newcomers;
        found.push(
          heldAgainst('share-by-campaigns', { value: campaign / all, ...clopperPearson(campaign, all) }, brought),
        );
      }
      if (bots > 0 && !campaigns) found.push(heldAgainst('share-of-bots', programs.interval(), bots));
      return found;
    },
  };
}

/** The share of people that campaigns bring among all who come for the first time, up to an instant; `null` without campaigns. */
function campaignShare(
  { campaigns, churn }: SessionsSettings,
  { daily, campaign }: Schedule,
  until: number,
): number | null {
  if (campaigns === null || campaign === null) return null;
  const brought = campaigns.lift * campaign.even(until);
  return brought / (brought + churn * daily.even(until));
}
