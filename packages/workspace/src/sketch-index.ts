/** Bytes of a sketch. */
export const PLACES = 128;
/** Bytes that make a band; two sketches are compared whole when they share one, which near copies fail to do once in ten million. */
const WIDTH = 4;
const BANDS: number = PLACES / WIDTH;
/** Places in which two sketches agree when their texts count as near copies: a Jaccard similarity of .75, as estimated. */
export const LEAST_AGREEING = 96;

/** Sketches, one behind the other, that can be asked for a near copy. */
export interface SketchIndex {
  readonly size: number;
  hasNearCopy(sketch: Uint8Array): boolean;
}

/** An index over sketches: one chained hash table for each band, in typed arrays. */
export function createSketchIndex(sketches: Uint8Array): SketchIndex {
  const size = sketches.length / PLACES;
  const buckets = 2 ** Math.max(4, Math.ceil(Math.log2(size + 1)));
  const heads = new Int32Array(BANDS * buckets);
  const next = new Int32Array(BANDS * size);
  const bucketOf = (bytes: Uint8Array, at: number) =>
    (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) & (buckets - 1);
  for (let one = 0; one < size; one++) {
    for (let band = 0; band < BANDS; band++) {
      const head = band * buckets + bucketOf(sketches, one * PLACES + band * WIDTH);
      next[band * size + one] = heads[head];
      heads[head] = one + 1;
    }
  }
  return {
    size,
    hasNearCopy(sketch) {
      const met = new Set<number>();
      for (let band = 0; band < BANDS; band++) {
        for (
          let one = heads[band * buckets + bucketOf(sketch, band * WIDTH)];
          one > 0;
          one = next[band * size + one - 1]
        ) {
          if (met.has(one)) continue;
          met.add(one);
          if (agreeing(sketch, sketches, (one - 1) * PLACES) >= LEAST_AGREEING) return true;
        }
      }
      return false;
    },
  };
}

function agreeing(sketch: Uint8Array, sketches: Uint8Array, from: number): number {
  let same = 0;
  for (let i = 0; i < PLACES; i++) if (sketch[i] === sketches[from + i]) same++;
  return same;
}
