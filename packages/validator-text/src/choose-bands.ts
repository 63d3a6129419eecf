/** How a signature is cut into bands. */
export interface Bands {
  readonly bands: number;
  /** Places of a signature that make one band. */
  readonly width: number;
}

/** The chance that a pair exactly at the threshold shares no band. */
const MISS = 0.01;
/** Places of a signature. */
const MOST = 108;

/**
 * The widest bands by which a pair of Jaccard similarity `threshold` is missed at most once in 100: (1 - t^width)^bands <= 1/100 with at most
 * 108 places (Leskovec, Rajaraman & Ullman, Mining of Massive Datasets, section 3.4). Wide bands make few candidates for nothing.
 *
 * @param threshold in [0.1, 1]
 */
export function chooseBands(threshold: number): Bands {
  const bandsOf = (width: number) => Math.max(1, Math.ceil(Math.log(MISS) / Math.log1p(-(threshold ** width))));
  let width = 1;
  while (width < 32 && (width + 1) * bandsOf(width + 1) <= MOST) width++;
  return { bands: bandsOf(width), width };
}
