import { type Measurement, measurement } from '@verisim/core';
import type { ExactCopies } from './exact-copies.ts';

/** The share of exact copies. */
export function copyMeasurement(copies: ExactCopies): Measurement {
  return measurement('exact-copies', copies.share, {
    better: 'lower',
    range: [0, 1],
    reference: { 'a fresh real row, by chance': copies.chance },
  });
}
