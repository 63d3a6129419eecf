import { type Random, shuffle } from '@verisim/core';

/** Classes with fewer distinct rows than this stay out of validation. */
export const LEAST_VALIDATED = 8;

/**
 * A fold number per row, 0 to `folds - 1`, each class spread evenly over the folds. Copies of a row share its fold, or
 * validation rows would have been trained on. Rows of classes with fewer than {@link LEAST_VALIDATED} distinct rows get -1:
 * they always train and never validate.
 *
 * @param originals for each row the first row that it equals, itself when it is the first
 */
export function stratifiedFolds(
  classes: Int32Array,
  originals: Int32Array,
  folds: number,
  random: Random,
): Int8Array<ArrayBuffer> {
  const distinct = originals.filter((original, row) => original === row);
  const counts = new Map<number, number>();
  for (const row of distinct) counts.set(classes[row], (counts.get(classes[row]) ?? 0) + 1);
  const dealt = new Map<number, number>();
  const fold = new Int8Array(classes.length).fill(-1);
  for (const row of shuffle(distinct, random)) {
    const label = classes[row];
    if ((counts.get(label) ?? 0) < LEAST_VALIDATED) continue;
    const turn = dealt.get(label) ?? label;
    fold[row] = turn % folds;
    dealt.set(label, turn + 1);
  }
  return fold.map((_, row) => fold[originals[row]]);
}
