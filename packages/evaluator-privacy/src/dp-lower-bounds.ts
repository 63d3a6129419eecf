import { clopperPearson } from '@verisim/statistics';

/** How often an event came with the canary and without it. */
export interface EventCounts {
  readonly withCanary: number;
  readonly without: number;
  readonly trials: number;
}

/** A lower bound from an event: how unlike the two sides are, given the least of the one and the most of the other probability. */
export type Divergence = (least: number, most: number) => number;

/**
 * Epsilon: (epsilon, delta) bounds p by exp(epsilon) q + delta for every event (Kairouz, Oh & Viswanath 2015; Jagielski, Ullman & Oprea 2020,
 * "Auditing Differentially Private Machine Learning").
 */
export const epsilonDivergence =
  (delta: number): Divergence =>
  (least, most) =>
    least - delta > most && most > 0 ? Math.log((least - delta) / most) : 0;

/**
 * Rho: rho-zCDP bounds the Renyi divergence of order a of any event's indicator by a rho (Bun & Steinke 2016, Definition 1.1, and
 * post-processing), so the greatest divergence over a, at any order, is a lower bound. Sees what epsilon at a small delta cannot.
 */
export const rhoDivergence: Divergence = (least, most) => {
  if (least <= most) return 0;
  let rho = 0;
  for (let i = 0; i <= 200; i++) {
    const order = 1 + 10 ** (-3 + i / 40);
    rho = Math.max(rho, renyi(order, least, most) / order);
  }
  return rho;
};

/** Renyi divergence of two coins with 0 < q < p <= 1, in logarithms. */
function renyi(order: number, p: number, q: number): number {
  const heads = order * Math.log(p) + (1 - order) * Math.log(q);
  const tails = p >= 1 ? -Infinity : order * Math.log(1 - p) + (1 - order) * Math.log(1 - q);
  const most = Math.max(heads, tails);
  return (most + Math.log(Math.exp(heads - most) + Math.exp(tails - most))) / (order - 1);
}

/** The lower bound that an event gives, wrong with probability `alpha` at most (two Clopper-Pearson bounds of half of it each). */
export function boundOf({ withCanary, without, trials }: EventCounts, divergence: Divergence, alpha: number): number {
  const seen = clopperPearson(withCanary, trials, alpha);
  const unseen = clopperPearson(without, trials, alpha);
  return divergence(seen.low, unseen.high);
}
