import { jaccard } from './jaccard.ts';
import type { HashSet } from './shingles.ts';

/** Sets made ready for an exact search by Jaccard similarity. */
export interface JaccardIndex {
  readonly sets: readonly HashSet[];
  readonly threshold: number;
  /** How many sets hold a hash. */
  readonly counts: ReadonlyMap<number, number>;
  /** Sets by each of the rare hashes that they are filed under. */
  readonly filed: ReadonlyMap<number, readonly number[]>;
}

/** The most similar set, at the index's threshold or above. */
export interface SimilarSet {
  readonly place: number;
  readonly similarity: number;
}

/**
 * Makes sets ready for {@link mostSimilar}: two sets of similarity t or more share one of the rarest |x| - ceil(t |x|) + 1 hashes of
 * each (prefix filter: Chaudhuri et al. 2006, Bayardo et al. 2007), so only those are filed. Exact, no signatures.
 *
 * @param threshold in (0, 1]
 */
export function buildJaccardIndex(sets: readonly HashSet[], threshold: number): JaccardIndex {
  const counts = new Map<number, number>();
  for (const set of sets) for (const hash of set) counts.set(hash, (counts.get(hash) ?? 0) + 1);
  const filed = new Map<number, number[]>();
  sets.forEach((set, place) => {
    for (const hash of rarest(set, counts, threshold)) {
      const places = filed.get(hash);
      if (places) places.push(place);
      else filed.set(hash, [place]);
    }
  });
  return { sets, threshold, counts, filed };
}

/** The most similar set (the first of several) at the threshold or above, `null` when there is none. `except` is passed over. Empty sets are never similar. */
export function mostSimilar(index: JaccardIndex, set: HashSet, except = -1): SimilarSet | null {
  const { sets, threshold, counts, filed } = index;
  const tried = new Set<number>([except]);
  let [place, similarity] = [-1, 0];
  for (const hash of rarest(set, counts, threshold)) {
    for (const other of filed.get(hash) ?? []) {
      if (tried.has(other)) continue;
      tried.add(other);
      const [less, more] = [set.length, sets[other].length].sort((a, b) => a - b);
      if (less < Math.max(threshold, similarity) * more) continue;
      const found = jaccard(set, sets[other]);
      if (found > similarity || (found === similarity && other < place)) [place, similarity] = [other, found];
    }
  }
  return similarity >= threshold && place >= 0 ? { place, similarity } : null;
}

function rarest(set: HashSet, counts: ReadonlyMap<number, number>, threshold: number): Float64Array {
  const count = (hash: number) => counts.get(hash) ?? 0;
  const size = set.length - Math.ceil(threshold * set.length - 1e-9) + 1;
  return Float64Array.from(set)
    .sort((a, b) => count(a) - count(b) || a - b)
    .subarray(0, set.length === 0 ? 0 : size);
}
