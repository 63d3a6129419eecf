import { type Exposure, exposureAuc } from './exposure.ts';
import type { Slice } from './slices.ts';

/** The subgroup whose training rows are surest to be told from its holdout rows. */
export interface WorstSlice {
  readonly slice: string;
  readonly auc: Exposure;
  /** Subgroups that were looked at. */
  readonly tried: number;
}

/** The slice with the smallest chance of its exposure, then the greatest exposure; `null` when there is none. */
export function worstSlice(slices: readonly Slice[], train: Float64Array, holdout: Float64Array): WorstSlice | null {
  const take = (values: Float64Array, rows: Int32Array) => Float64Array.from(rows, (row) => values[row]);
  const found = slices.flatMap((slice) => {
    const auc = exposureAuc(take(train, slice.train), take(holdout, slice.holdout));
    return auc === null ? [] : [{ slice: slice.name, auc }];
  });
  found.sort((a, b) => a.auc.p - b.auc.p || b.auc.value - a.auc.value || (a.slice < b.slice ? -1 : 1));
  return found.length === 0 ? null : { ...found[0], tried: found.length };
}
