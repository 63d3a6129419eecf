import { contingency, entropyTable, mutualInformation } from '@verisim/decision-trees';
import type { BinnedColumn } from './bin-codes.ts';

/** Trees are offered at most so many earlier columns: beyond it time would grow with the square of the table's width. */
const MOST_PARENTS = 32;
/** Rows that the screening looks at, evenly spread. */
const SCREENING_ROWS = 2000;

/**
 * The columns before `place` that its tree may use: all of them up to 32, else the first (the target) and the 31 of largest mutual
 * information with the column, on at most 2,000 rows and less its expectation under independence. Ascending places.
 *
 * @param own the column itself
 */
export function screenParents(binned: readonly BinnedColumn[], place: number, own: BinnedColumn): Int32Array {
  const all = Int32Array.from({ length: place }, (_, i) => i);
  if (place <= MOST_PARENTS) return all;
  const table = entropyTable(own.thinned.length);
  const score = Float64Array.from(all, (i) => (i === 0 ? Infinity : excessInformation(binned[i], own, table)));
  return all
    .sort((a, b) => (score[a] === score[b] ? a - b : score[b] - score[a]))
    .slice(0, MOST_PARENTS)
    .sort();
}

/** Mutual information times rows, less the half degree of freedom that chance gives each cell (Miller 1955). */
function excessInformation(parent: BinnedColumn, own: BinnedColumn, table: Float64Array): number {
  const [rows, columns] = [coarseBins(parent.bins.bins), coarseBins(own.bins.bins)];
  const counts = contingency(parent.thinned, rows, own.thinned, columns);
  return mutualInformation(counts, rows, columns, table) - ((rows - 1) * (columns - 1)) / 2;
}

/** Every k-th code, so that at most 2,000 are left, in at most 16 bins: few enough for the expectation under chance to hold. */
export function thin(codes: Uint8Array, bins: number): Uint8Array {
  const stride = Math.ceil(codes.length / SCREENING_ROWS);
  const thinned = new Uint8Array(Math.floor(codes.length / stride));
  const scale = coarseBins(bins) / bins;
  for (let i = 0; i < thinned.length; i++) thinned[i] = Math.floor(codes[i * stride] * scale);
  return thinned;
}

function coarseBins(bins: number): number {
  return Math.min(bins, 16);
}
