/**
 * The correlation ratio eta of a numeric column on a coded one, in [0, 1] (Fisher 1925, section 45): the root of the share of variance that lies between
 * levels. Rows where either is missing (`NaN`, or a code of `levels`) are left out; `null` when the values are constant or none is left.
 *
 * @param codes in [0, levels]
 */
export function correlationRatio(codes: Int32Array, levels: number, values: Float64Array): number | null {
  const [counts, sums] = [new Float64Array(levels), new Float64Array(levels)];
  let [count, sum] = [0, 0];
  const present = (row: number) => codes[row] >= 0 && codes[row] < levels && !Number.isNaN(values[row]);
  for (let row = 0; row < codes.length; row++) {
    if (!present(row)) continue;
    counts[codes[row]]++;
    sums[codes[row]] += values[row];
    count++;
    sum += values[row];
  }
  const mean = sum / count;
  let [within, between] = [0, 0];
  for (let row = 0; row < codes.length; row++) {
    if (present(row)) within += (values[row] - sums[codes[row]] / counts[codes[row]]) ** 2;
  }
  for (let level = 0; level < levels; level++)
    if (counts[level] > 0) between += counts[level] * (sums[level] / counts[level] - mean) ** 2;
  const total = within + between;
  return total > 0 && Number.isFinite(total) ? Math.min(1, Math.sqrt(between / total)) : null;
}
