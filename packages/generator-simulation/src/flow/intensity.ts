/** How busy it is over time, relative to the mean. Seconds from the start. */
export interface Intensity {
  /** Around 1. */
  rate(at: number): number;
  /** Its integral from 0: the time that would have passed at an even rate. */
  even(at: number): number;
  /** The instant at which so much even time has passed. */
  instant(even: number): number;
}

/** Seconds of a day. */
export const DAY: number = 86_400;
/** The busiest time of day, in seconds after midnight UTC: three in the afternoon. */
export const PEAK: number = 15 * 3600;

/**
 * One wave a day: `1 + swing cos(2 pi (t - peak) / day)`, swing in [0, 1).
 *
 * @param midnight seconds from the start to a midnight
 */
export function dailyIntensity(swing: number, midnight: number): Intensity {
  const turn = (2 * Math.PI) / DAY;
  const peak = midnight + PEAK;
  const offset = Math.sin(turn * peak);
  const even = (at: number) => at + (swing / turn) * (Math.sin(turn * (at - peak)) + offset);
  const rate = (at: number) => 1 + swing * Math.cos(turn * (at - peak));
  return { rate, even, instant: (wanted) => inverse(even, wanted, wanted - DAY / 2, wanted + DAY / 2) };
}

/** Where an increasing function has a value, within a bracket: false position with bisection, to a microsecond. */
export function inverse(of: (x: number) => number, wanted: number, low: number, high: number): number {
  let [a, b, fa, fb] = [low, high, of(low) - wanted, of(high) - wanted];
  for (let i = 0; i < 100 && b - a > 1e-6; i++) {
    const guess = i % 3 === 2 ? (a + b) / 2 : a - (fa * (b - a)) / (fb - fa);
    const x = guess > a && guess < b ? guess : (a + b) / 2;
    const fx = of(x) - wanted;
    if (fx === 0) return x;
    if (fx < 0) [a, fa] = [x, fx];
    else [b, fb] = [x, fx];
  }
  return (a + b) / 2;
}
