import type { OrderedPair } from './prepare-column.ts';

/**
 * The share of present synthetic values within the real column's minimum and maximum, in [0, 1] (SDMetrics
 * `BoundaryAdherence`). `null` when nothing is present in one of the columns.
 */
export function boundaryAdherence(pair: OrderedPair): number | null {
  const real = pair.real.sorted;
  const synthetic = pair.synthetic.sorted;
  if (real.length === 0 || synthetic.length === 0) return null;
  const low = real[0];
  const high = real[real.length - 1];
  let within = 0;
  for (let i = 0; i < synthetic.length; i++) if (synthetic[i] >= low && synthetic[i] <= high) within++;
  return within / synthetic.length;
}
