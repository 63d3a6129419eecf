import { normalDensity, normalQuantile } from './normal-distribution.ts';

/**
 * The values of one column as neighbouring intervals of a standard normal variable: interval i stands for code `codes[i]` and has the
 * probability that the code has among the training rows.
 */
export interface LatentScale {
  readonly codes: Int32Array;
  /** Training rows up to and including each interval. */
  readonly upTo: Float64Array;
  /** Where one interval ends and the next begins, ascending: one fewer than intervals. */
  readonly cuts: Float64Array;
}

/** The scale on which `codes` follow each other in the given order. All of them occur: `counts[code] > 0`. */
export function latentScale(codes: Int32Array, counts: ArrayLike<number>): LatentScale {
  const upTo = new Float64Array(codes.length);
  let total = 0;
  for (let i = 0; i < codes.length; i++) upTo[i] = total += counts[codes[i]];
  return scaleFrom(codes, upTo);
}

/** The same scale again from what is saved of it. */
export function scaleFrom(codes: Int32Array, upTo: Float64Array): LatentScale {
  const total = upTo[upTo.length - 1];
  return { codes, upTo, cuts: upTo.slice(0, -1).map((count) => normalQuantile(count / total)) };
}

/** The mean of the normal variable within each interval, which has mean 0 over all training rows. */
export function intervalMeans({ upTo, cuts }: LatentScale): Float64Array {
  const total = upTo[upTo.length - 1];
  let below = 0;
  return upTo.map((count, i) => {
    const density = i < cuts.length ? normalDensity(cuts[i]) : 0;
    const mean = ((below - density) * total) / (count - (i > 0 ? upTo[i - 1] : 0));
    below = density;
    return mean;
  });
}

/** The interval that a number lies in: how many cuts are not above it. */
export function intervalOf({ cuts }: LatentScale, latent: number): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cuts[middle] <= latent) low = middle + 1;
    else high = middle;
  }
  return low;
}
