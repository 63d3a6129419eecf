/** One look at the data, paid for. A type, so that it is JSON. */
export type Spend = {
  /** What was asked: `counts: age, target` or `choice 3 of 13: age, income`. */
  readonly query: string;
  readonly mechanism: 'discrete Gaussian' | 'exponential';
  /** How far one row can move the answer: L2 of the counts, or of a score. */
  readonly sensitivity: 1;
  /** Cells of the answer, or scores chosen from. */
  readonly size: number;
  /** Standard deviation parameter of the noise, or the epsilon of the choice. */
  readonly parameter: number;
  readonly rho: number;
};

/** What was promised, and every look at the data that was paid from it. */
export type PrivacyAccount = {
  readonly epsilon: number;
  readonly delta: number;
  /** The zero-concentrated budget that (epsilon, delta) buys; what was spent adds up to it. */
  readonly rho: number;
  readonly unit: 'row';
  readonly neighbours: 'add or remove one row';
  readonly mechanism: string;
  readonly noise: string;
  readonly library: string;
  readonly ledger: readonly Spend[];
};

/** The variance of discrete Gaussian noise that costs `rho` on a query of sensitivity 1. */
export const varianceFor = (rho: number): number => 1 / (2 * rho);

/** The epsilon of an exponential mechanism that costs `rho`. */
export const choiceFor = (rho: number): number => Math.sqrt(8 * rho);

/** The entry of a noisy count. */
export function gaussianSpend(query: string, size: number, variance: number): Spend {
  const rho = 1 / (2 * variance);
  return { query, mechanism: 'discrete Gaussian', sensitivity: 1, size, parameter: Math.sqrt(variance), rho };
}

/** The entry of a choice. */
export function choiceSpend(query: string, size: number, epsilon: number): Spend {
  return { query, mechanism: 'exponential', sensitivity: 1, size, parameter: epsilon, rho: (epsilon * epsilon) / 8 };
}
