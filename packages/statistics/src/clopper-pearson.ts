import { binomialTail } from './tail-probabilities.ts';

/**
 * A two-sided interval of a share whose chance of missing is at most `alpha`, whatever the share (Clopper & Pearson 1934, Biometrika 26): the
 * shares that neither one-sided binomial test at alpha / 2 refuses. `hits` of `n`, both whole, n of 1 or more.
 */
export function clopperPearson(hits: number, n: number, alpha = 0.05): { low: number; high: number } {
  return {
    low: hits === 0 ? 0 : bisect((share) => binomialTail(hits, n, share) > alpha / 2),
    high: hits === n ? 1 : bisect((share) => 1 - binomialTail(hits + 1, n, share) <= alpha / 2),
  };
}

/** The share from which on a test of shares holds. */
function bisect(holds: (share: number) => boolean): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < 60 && high - low > 1e-13; i++) {
    const middle = (low + high) / 2;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}
