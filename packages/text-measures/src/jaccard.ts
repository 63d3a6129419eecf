import type { HashSet } from './shingles.ts';

/** Jaccard similarity of two sets, intersection / union, in [0, 1]; 1 of two empty sets. */
export function jaccard(a: HashSet, b: HashSet): number {
  if (a.length + b.length === 0) return 1;
  const shared = sharedHashes(a, b);
  return shared / (a.length + b.length - shared);
}

function sharedHashes(a: HashSet, b: HashSet): number {
  let shared = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) shared++;
    const [x, y] = [a[i], b[j]];
    if (x <= y) i++;
    if (y <= x) j++;
  }
  return shared;
}
