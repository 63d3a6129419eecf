import { poissonAtMost } from './poisson-tail.ts';

/** The exact two-sided interval of a Poisson mean from one count, 95 % unless told (Garwood 1936, Biometrika 28). */
export function poissonInterval(count: number, alpha = 0.05): { low: number; high: number } {
  const low = count === 0 ? 0 : meanWhere((mean) => 1 - poissonAtMost(count - 1, mean) < alpha / 2, count + 1);
  return { low, high: meanWhere((mean) => poissonAtMost(count, mean) > alpha / 2, count + 1) };
}

/** Where a condition that holds for small means ends, by bisection. */
function meanWhere(holds: (mean: number) => boolean, start: number): number {
  let [low, high] = [0, start];
  while (holds(high)) high *= 2;
  for (let i = 0; i < 200 && high - low > 1e-12 * high; i++) {
    const middle = (low + high) / 2;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
