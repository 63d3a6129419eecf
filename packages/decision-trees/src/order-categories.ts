/**
 * The place of each category on the first axis of a correspondence analysis, found by reciprocal averaging (Hill 1974, Applied
 * Statistics 23(3)): categories with alike class profiles come to lie side by side, so that cutting the order once separates them.
 * With two classes it is the order of the share of one class, which holds the best of all binary partitions (Breiman et al. 1984,
 * theorem 4.5).
 *
 * @param table `categories * classes` counts, one row per category
 * @returns the rank of each category, a permutation of 0 ... categories - 1; categories without rows take the middle
 */
export function orderCategories(table: Int32Array, categories: number, classes: number): Uint8Array {
  const rowSums = sums(table, categories, classes, 1, classes);
  const columnSums = sums(table, classes, categories, classes, 1);
  let scores = Float64Array.from({ length: classes }, (_, k) => k + 0.5 * Math.sin(k * k + 1));
  let places = new Float64Array(categories);
  for (let round = 0; round < ROUNDS; round++) {
    standardise(scores, columnSums);
    const before = places;
    places = averages(table, scores, rowSums, classes, 1);
    if (farthest(before, places) < 1e-6) break;
    scores = averages(table, places, columnSums, 1, classes);
  }
  const order = Array.from(places.keys()).sort((a, b) => places[a] - places[b] || a - b);
  const ranks = new Uint8Array(categories);
  order.forEach((category, rank) => {
    ranks[category] = rank;
  });
  return ranks;
}

const ROUNDS = 60;

function sums(table: Int32Array, outer: number, inner: number, step: number, stride: number): Float64Array {
  const result = new Float64Array(outer);
  for (let i = 0; i < outer; i++) for (let j = 0; j < inner; j++) result[i] += table[i * stride + j * step];
  return result;
}

/** Mass-weighted mean of `scores` for each entry of the other side; `stride` and `step` walk the table by rows or columns. */
function averages(
  table: Int32Array,
  scores: Float64Array,
  masses: Float64Array,
  stride: number,
  step: number,
): Float64Array<ArrayBuffer> {
  const result = new Float64Array(masses.length);
  for (let i = 0; i < masses.length; i++) {
    if (masses[i] === 0) continue;
    let sum = 0;
    for (let j = 0; j < scores.length; j++) sum += table[i * stride + j * step] * scores[j];
    result[i] = sum / masses[i];
  }
  return result;
}

/** Mean 0 and variance 1 under the masses, in place. */
function standardise(scores: Float64Array, masses: Float64Array): void {
  let total = 0;
  let mean = 0;
  let square = 0;
  for (let j = 0; j < scores.length; j++) total += masses[j];
  for (let j = 0; j < scores.length; j++) mean += (masses[j] * scores[j]) / total;
  for (let j = 0; j < scores.length; j++) square += (masses[j] * (scores[j] - mean) ** 2) / total;
  const scale = square > 0 ? 1 / Math.sqrt(square) : 0;
  for (let j = 0; j < scores.length; j++) scores[j] = (scores[j] - mean) * scale;
}

function farthest(a: Float64Array, b: Float64Array): number {
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i] - b[i]));
  return most;
}
