import { orderByGradient } from './boost-categories.ts';
import type { BoostSearch, BoostSplit, SearchedNode } from './boost-search.ts';

/** The twofold loss that leaves of these sums save: G^2 / (H + lambda). */
export function score(first: number, second: number, lambda: number): number {
  return second + lambda > 0 ? (first * first) / (second + lambda) : 0;
}

/**
 * Puts the split of largest gain over the given features into `search.best`; ties go to the first. Ordered features: every cut, with
 * missing values (code 0) on either side or alone; where the node has none, they go with the larger side. Categories: each against
 * the rest, and every cut of their order by gradient, which holds the best two-way partition (Fisher 1958; so does LightGBM, Ke et
 * al. 2017). Noise alone gives the best of those cuts 2/pi of the chi-square between k categories with k - 1 degrees of freedom (a
 * normal sample cut at its mean), so 2/pi (k - 2) noise is taken from its gain: a column of many levels does not win by their number.
 */
export function findBoostSplit(
  search: BoostSearch,
  histogram: Float64Array,
  features: Int32Array,
  node: SearchedNode,
): void {
  const { layout, limits, best } = search;
  best.feature = -1;
  best.gain = limits.minGain;
  const parent = score(node.first, node.second, limits.lambda);
  best.gain += parent * (1 + 1e-12);
  for (let i = 0; i < features.length; i++) {
    const f = features[i];
    const start = 3 * layout.offset[f];
    if (!search.ordered[f]) cutCategories(search, histogram, f, node);
    else {
      const missing = histogram[start + 2] > 0.5;
      cutOrdered(search, histogram, f, node, true, missing);
      if (missing) cutOrdered(search, histogram, f, node, false, missing);
    }
  }
  if (best.feature >= 0) best.gain -= parent;
}

function cutOrdered(
  search: BoostSearch,
  histogram: Float64Array,
  feature: number,
  node: SearchedNode,
  missingLeft: boolean,
  missing: boolean,
): void {
  const { layout, limits, best } = search;
  const { minRows, minWeight, lambda } = limits;
  const { first: nodeFirst, second: nodeSecond, rows: nodeRows } = node;
  const start = 3 * layout.offset[feature];
  const last = layout.bins[feature] - 1;
  let most = best.gain;
  let first = 0;
  let second = 0;
  let rows = 0;
  for (let code = missingLeft && missing ? 0 : 1; code < last; code++) {
    const cell = start + 3 * code;
    const here = histogram[cell + 2];
    if (here === 0) continue;
    first += histogram[cell];
    second += histogram[cell + 1];
    rows += here;
    if (rows < minRows || second < minWeight) continue;
    const otherSecond = nodeSecond - second;
    if (nodeRows - rows < minRows || otherSecond < minWeight) break;
    const other = nodeFirst - first;
    const below = second + lambda;
    const above = otherSecond + lambda;
    const numerator = first * first * above + other * other * below;
    // a division only where the gain first * first / below + other * other / above is the largest
    if (numerator > most * below * above) {
      most = numerator / (below * above);
      keep(best, feature, most, code, first, second, rows);
      best.missingLeft = missing ? missingLeft : 2 * rows >= nodeRows;
    }
  }
}

function cutCategories(search: BoostSearch, histogram: Float64Array, feature: number, node: SearchedNode): void {
  const { layout, limits, best, order } = search;
  const { minRows, minWeight } = limits;
  const start = 3 * layout.offset[feature];
  const count = orderByGradient(search, histogram, feature);
  const lambda = limits.lambda + limits.categorySmoothing;
  const penalty = (2 / Math.PI) * (count - 2) * node.noise;
  let first = 0;
  let second = 0;
  let rows = 0;
  for (let i = 0; i < count - 1; i++) {
    const cell = start + 3 * order[i];
    first += histogram[cell];
    second += histogram[cell + 1];
    rows += histogram[cell + 2];
    if (rows < minRows || second < minWeight) continue;
    if (node.rows - rows < minRows || node.second - second < minWeight) break;
    const gain = score(first, second, lambda) + score(node.first - first, node.second - second, lambda) - penalty;
    if (gain > best.gain) keep(best, feature, gain, i + 1, first, second, rows);
  }
  if (count > 1) cutOneCategory(search, histogram, feature, node, count);
}

/** Each of the `count` categories in `search.order` against all others. */
function cutOneCategory(
  { layout, limits, best, order }: BoostSearch,
  histogram: Float64Array,
  feature: number,
  node: SearchedNode,
  count: number,
): void {
  const { minRows, minWeight, lambda } = limits;
  for (let i = 0; i < count; i++) {
    const cell = 3 * (layout.offset[feature] + order[i]);
    const first = histogram[cell];
    const second = histogram[cell + 1];
    const rows = histogram[cell + 2];
    if (rows < minRows || second < minWeight) continue;
    if (node.rows - rows < minRows || node.second - second < minWeight) continue;
    const gain = score(first, second, lambda) + score(node.first - first, node.second - second, lambda);
    if (gain <= best.gain) continue;
    keep(best, feature, gain, 0, first, second, rows);
    best.alone = order[i];
  }
}

function keep(
  best: BoostSplit,
  feature: number,
  gain: number,
  cut: number,
  first: number,
  second: number,
  rows: number,
): void {
  best.feature = feature;
  best.gain = gain;
  best.cut = cut;
  best.alone = -1;
  best.first = first;
  best.second = second;
  best.rows = rows;
}
