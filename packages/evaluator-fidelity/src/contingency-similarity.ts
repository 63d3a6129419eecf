/** Two columns of codes of one table: row `i` is in cell `(first[i], second[i])`. */
export interface CodePair {
  readonly first: Int32Array;
  readonly second: Int32Array;
}

/**
 * Contingency similarity, in [0, 1]: 1 minus the total variation distance of two tables' normalised contingency tables
 * (SDMetrics `ContingencySimilarity`). Missing values must have a code of their own.
 *
 * @param width number of codes that the second column can have; codes are in [0, width)
 * @param height number of codes that the first column can have
 */
export function contingencySimilarity(real: CodePair, synthetic: CodePair, height: number, width: number): number {
  const rows = real.first.length + synthetic.first.length;
  const cells = height * width;
  const distance = cells <= Math.max(65_536, 4 * rows) ? denseDistance : sparseDistance;
  // Sums of rounded shares may come to a hair more than 2.
  return Math.max(0, 1 - distance(real, synthetic, cells, width) / 2);
}

function denseDistance(real: CodePair, synthetic: CodePair, cells: number, width: number): number {
  const inReal = countCells(real, cells, width);
  const inSynthetic = countCells(synthetic, cells, width);
  const n = real.first.length;
  const m = synthetic.first.length;
  let sum = 0;
  for (let cell = 0; cell < cells; cell++) sum += Math.abs(inReal[cell] / n - inSynthetic[cell] / m);
  return sum;
}

function countCells(pair: CodePair, cells: number, width: number): Int32Array {
  const counts = new Int32Array(cells);
  const { first, second } = pair;
  for (let i = 0; i < first.length; i++) counts[first[i] * width + second[i]]++;
  return counts;
}

function sparseDistance(real: CodePair, synthetic: CodePair, _cells: number, width: number): number {
  const a = sortedCells(real, width);
  const b = sortedCells(synthetic, width);
  let sum = 0;
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    const cell = j >= b.length || (i < a.length && a[i] <= b[j]) ? a[i] : b[j];
    const [fromA, fromB] = [i, j];
    while (i < a.length && a[i] === cell) i++;
    while (j < b.length && b[j] === cell) j++;
    sum += Math.abs((i - fromA) / a.length - (j - fromB) / b.length);
  }
  return sum;
}

function sortedCells(pair: CodePair, width: number): Float64Array {
  const keys = new Float64Array(pair.first.length);
  for (let i = 0; i < keys.length; i++) keys[i] = pair.first[i] * width + pair.second[i];
  return keys.sort();
}
