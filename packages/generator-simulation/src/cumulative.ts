/** Sums so far as shares of the whole. */
export function cumulative(weights: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(weights.length);
  let sum = 0;
  for (let i = 0; i < sums.length; i++) sums[i] = sum += weights[i];
  return sums.map((one) => one / sum);
}

/** The first position whose sum is above a number in [0, 1). */
export function pick(sums: Float64Array, luck: number): number {
  let [low, high] = [0, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sums[middle] > luck) high = middle;
    else low = middle + 1;
  }
  return low;
}
