/**
 * The least delta for which rho-zCDP implies (epsilon, delta)-differential privacy, by the conversion of Canonne, Kamath & Steinke (2020,
 * Corollary 13): the infimum over orders a > 1 of exp((a - 1)(a rho - epsilon)) / (a - 1) * (1 - 1/a)^a. Any order gives a valid bound,
 * so a search that is a little off errs on the safe side.
 */
export function deltaFor(rho: number, epsilon: number): number {
  if (rho <= 0) return 0;
  let low = 1 + 1e-9;
  let high = (epsilon + 1) / (2 * rho) + 2;
  for (let i = 0; i < 200; i++) {
    const order = (low + high) / 2;
    const slope = (2 * order - 1) * rho - epsilon + Math.log1p(-1 / order);
    if (slope < 0) low = order;
    else high = order;
  }
  const order = high;
  const log = (order - 1) * (order * rho - epsilon) + order * Math.log1p(-1 / order) - Math.log(order - 1);
  return Math.min(1, Math.exp(log));
}

/** The greatest rho for which rho-zCDP (Bun & Steinke 2016) implies (epsilon, delta)-differential privacy; epsilon > 0, 0 < delta < 1. */
export function rhoFor(epsilon: number, delta: number): number {
  let low = 0;
  // rho-zCDP has epsilon of rho at the least (at delta 1), and delta below 1 asks for less.
  let high = epsilon + 1;
  for (let i = 0; i < 200 && high - low > 1e-16 * high; i++) {
    const rho = (low + high) / 2;
    if (deltaFor(rho, epsilon) <= delta) low = rho;
    else high = rho;
  }
  return low;
}
