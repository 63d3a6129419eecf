import type { BoostSearch } from './boost-search.ts';

/**
 * Puts the categories that occur in a node into `search.order`, by ascending G / (H + smoothing) of their rows; returns how many
 * there are. Equal categories keep the order of their codes.
 */
export function orderByGradient(search: BoostSearch, histogram: Float64Array, feature: number): number {
  const { layout, limits, order, keys } = search;
  const start = 3 * layout.offset[feature];
  let count = 0;
  for (let code = 0; code < layout.bins[feature]; code++) {
    const cell = start + 3 * code;
    if (histogram[cell + 2] < 0.5) continue;
    order[count++] = code;
    const weight = histogram[cell + 1] + limits.categorySmoothing;
    keys[code] = weight > 0 ? histogram[cell] / weight : 0;
  }
  shellSort(order, keys, count);
  return count;
}

const GAPS: readonly number[] = [132, 57, 23, 10, 4, 1];

/** Sorts by key, then by code: at most 256 entries, without a closure or an array per node. Gaps: Ciura 2001. */
function shellSort(order: Int32Array, keys: Float64Array, count: number): void {
  for (const gap of GAPS) {
    for (let i = gap; i < count; i++) {
      const code = order[i];
      const key = keys[code];
      let at = i;
      for (; at >= gap; at -= gap) {
        const before = order[at - gap];
        if (keys[before] < key || (keys[before] === key && before < code)) break;
        order[at] = before;
      }
      order[at] = code;
    }
  }
}
