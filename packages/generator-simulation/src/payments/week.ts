import { dailyIntensity, type Intensity, inverse } from '../flow/intensity.ts';

const DAY = 86_400;
const WEEK = 7 * DAY;
/** The 1st of January 1970 was a Thursday; weeks here begin on Mondays. */
const THURSDAY = 3 * DAY;

/** How busy it is over a week, with the greatest value that its rate takes. */
export interface Week extends Intensity {
  readonly most: number;
}

/**
 * The daily wave, with weekend days (UTC) that are so many times as busy as weekdays. Its mean over a week is 1.
 *
 * @param start the first instant, seconds since 1970
 */
export function weeklyIntensity(swing: number, weekend: number, start: number): Week {
  const daily = dailyIntensity(swing, ((-start % DAY) + DAY) % DAY);
  const weekday = 7 / (5 + 2 * weekend);
  const first = start + THURSDAY;
  // Seconds from the start to the midnight before an instant, and how busy that day is.
  const midnight = (at: number) => Math.floor((at + first) / DAY) * DAY - first;
  const factor = (at: number) => ((((at + first) % WEEK) + WEEK) % WEEK < 5 * DAY ? weekday : weekday * weekend);
  const sinceMonday = (at: number) => {
    const dawn = midnight(at);
    const days = Math.round(((((dawn + first) % WEEK) + WEEK) % WEEK) / DAY);
    const whole = DAY * weekday * (Math.min(days, 5) + weekend * Math.max(0, days - 5));
    const monday = dawn - days * DAY;
    return monday + whole + factor(dawn) * (daily.even(at) - daily.even(dawn));
  };
  const offset = sinceMonday(0);
  const even = (at: number) => sinceMonday(at) - offset;
  return {
    rate: (at) => factor(at) * daily.rate(at),
    even,
    instant: (wanted) => inverse(even, wanted, wanted - WEEK, wanted + WEEK),
    most: (1 + swing) * weekday * Math.max(1, weekend),
  };
}
