import type { Random } from '@verisim/core';
import { drawInRegion, type LatentRegion } from './latent-region.ts';

/** Rounds in which each variable is drawn anew given the others. */
const SWEEPS = 16;

/**
 * Jointly normal variables on condition that each lies in its region: Gibbs sampling (Robert 1995, Statistics and Computing 5), one chain of 16 rounds for each
 * row. Exact for one variable; regions that the correlations hardly allow together are met all the same.
 *
 * @param precision inverse of the variables' correlation matrix
 * @returns the rows of each variable
 */
export function drawTruncated(
  regions: readonly LatentRegion[],
  precision: readonly Float64Array[],
  rows: number,
  random: Random,
): Float64Array[] {
  const latents = regions.map(() => new Float64Array(rows));
  const deviations = precision.map((row, i) => Math.sqrt(1 / row[i]));
  const rounds = regions.length === 1 ? 0 : SWEEPS;
  for (let row = 0; row < rows; row++) {
    regions.forEach((region, i) => {
      latents[i][row] = drawInRegion(region, 0, 1, random);
    });
    for (let round = 0; round < rounds; round++) {
      for (let i = 0; i < regions.length; i++) {
        const mean = meanGivenOthers(latents, precision[i], i, row);
        latents[i][row] = drawInRegion(regions[i], mean, deviations[i], random);
      }
    }
  }
  return latents;
}

function meanGivenOthers(latents: readonly Float64Array[], precision: Float64Array, i: number, row: number): number {
  let sum = 0;
  for (let j = 0; j < latents.length; j++) if (j !== i) sum += precision[j] * latents[j][row];
  return -sum / precision[i];
}
