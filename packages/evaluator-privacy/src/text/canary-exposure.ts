import { holm } from '@verisim/statistics';
import type { Canaries, Canary } from './canaries.ts';

/** How much better than chance inserted canaries are recognised. */
export interface CanaryExposure {
  /** Exposure of each inserted canary in bits, 0 (or less, by ties) to `most`. 1 = as expected of one nobody has seen. */
  readonly exposures: readonly number[];
  /** The greatest exposure that so many references can show. */
  readonly most: number;
  /** The middle exposure. */
  readonly median: number;
  /** P of the most exposed canary if none was memorised, corrected for their number (Holm). */
  readonly p: number;
}

/**
 * Exposure (Carlini et al. 2019, definition 6, over a sample of the space as in section 4.3): log2 |R| - log2 rank, R the references and the canary
 * itself, rank 1 the highest score; of ties the middle rank. A rank of r among |R| has P = r / |R| by chance.
 *
 * @param score higher = more like what the model (or the released data) has seen: the negative perplexity, or `appearanceScore`
 */
export function canaryExposure({ inserted, references }: Canaries, score: (canary: Canary) => number): CanaryExposure {
  const others = Float64Array.from(references, score);
  const size = others.length + 1;
  const ranks = inserted.map((canary) => {
    const own = score(canary);
    let [above, equal] = [0, 0];
    for (const other of others) {
      if (other > own) above++;
      else if (other === own) equal++;
    }
    return { middle: 1 + above + equal / 2, last: 1 + above + equal };
  });
  const exposures = ranks.map(({ middle }) => Math.log2(size) - Math.log2(middle));
  const sorted = exposures.toSorted((a, b) => a - b);
  return {
    exposures,
    most: Math.log2(size),
    median: (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2,
    p: Math.min(...holm(ranks.map(({ last }) => last / size))),
  };
}
