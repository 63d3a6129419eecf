/** The chance that a person never comes back after a session, and the mean time until the next. */
export interface Churn {
  readonly chance: number;
  readonly pause: number;
}

/** Steps of the iteration at most; it stands still after far fewer where the sample says anything. */
const MOST_STEPS = 1000;

/**
 * Maximum likelihood for a mixture: with some chance nobody comes back, else the time until the next session is exponential. Who has not come back by the end of the sample may yet
 * (Boag 1949; the EM algorithm of Dempster, Laird & Rubin 1977). `null` where nobody came back, or where a pause longer than the sample is likelier than any that it could show.
 *
 * @param gaps times between sessions of one person
 * @param open times from each person's last session to the end of the sample
 */
export function fitChurn(gaps: readonly number[], open: readonly number[]): Churn | null {
  if (gaps.length === 0) return null;
  const sum = gaps.reduce((total, gap) => total + gap, 0);
  const longest = Math.max(maximum(gaps), maximum(open));
  let chance = 0.5;
  let pause = Math.max(sum / gaps.length, Number.MIN_VALUE);
  for (let step = 0; step < MOST_STEPS; step++) {
    let [back, time] = [gaps.length, sum];
    for (const left of open) {
      const yet = (1 - chance) * Math.exp(-left / pause);
      const share = yet / (chance + yet);
      back += share;
      time += share * (left + pause);
    }
    const before = pause;
    pause = time / back;
    chance = Math.max(0, 1 - back / (gaps.length + open.length));
    if (Math.abs(pause - before) < 1e-9 * pause) break;
  }
  return pause > longest ? null : { chance, pause };
}

const maximum = (values: readonly number[]): number => values.reduce((most, value) => Math.max(most, value), 0);
