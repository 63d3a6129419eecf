import { dailyIntensity, type Intensity, inverse } from '../flow/intensity.ts';
import type { Campaigns, SessionsSettings } from './options.ts';

const DAY = 86_400_000;
/** How far activity goes above and below its mean within a day. */
export const SWING: number = 0.6;

/** When how much is going on. */
export interface Schedule {
  /** The daily wave that everybody follows. */
  readonly daily: Intensity;
  /** Campaigns on that wave: even time passes while one runs. `null` without. */
  readonly campaign: Intensity | null;
  /** Events expected from the start to an instant, those of bots among them. */
  events(at: number): number;
  /** The instant by which so many are expected. */
  instant(events: number): number;
}

/** Works out when events are expected. A campaign begins after each full `every`. */
export function createSchedule({ start, campaigns, rate, chain, bots }: SessionsSettings): Schedule {
  const daily = dailyIntensity(SWING, (-((start % DAY) + DAY) % DAY) / 1000);
  const campaign = campaigns && duringCampaigns(daily, campaigns);
  const steps = chain.visits.reduce((sum, visits) => sum + visits, 0);
  const perSecond = rate * steps;
  const events = (at: number) =>
    perSecond *
    (daily.even(at) / (1 - bots) + (campaign === null || !campaigns ? 0 : campaigns.lift * campaign.even(at)));
  const instant = (wanted: number) => {
    let high = wanted / perSecond + 2 * (DAY / 1000);
    while (events(high) < wanted) high *= 2;
    return inverse(events, wanted, -DAY / 1000, high);
  };
  return { daily, campaign, events, instant };
}

/** The number of the campaign that runs at an instant, from 1 on; 0 = none. */
export function campaignAt({ every, length }: Campaigns, at: number): number {
  const number = Math.floor(at / every);
  return number >= 1 && at - number * every < length ? number : 0;
}

function duringCampaigns(daily: Intensity, campaigns: Campaigns): Intensity {
  const { every, length } = campaigns;
  // Even time within the first `n` campaigns; worked out once.
  const sums = [0, 0];
  const before = (n: number) => {
    for (let i = sums.length; i <= n; i++)
      sums[i] = sums[i - 1] + daily.even((i - 1) * every + length) - daily.even((i - 1) * every);
    return sums[Math.max(0, n)];
  };
  const even = (at: number) => {
    const number = Math.floor(at / every);
    if (number < 1) return 0;
    return before(number) + daily.even(Math.min(at, number * every + length)) - daily.even(number * every);
  };
  const instant = (wanted: number) => {
    let n = Math.max(1, Math.floor(wanted / length) - 1);
    while (n > 1 && before(n) > wanted) n--;
    while (before(n + 1) <= wanted) n++;
    const from = n * every;
    return daily.instant(daily.even(from) + wanted - before(n));
  };
  return { rate: (at) => (campaignAt(campaigns, at) > 0 ? daily.rate(at) : 0), even, instant };
}
