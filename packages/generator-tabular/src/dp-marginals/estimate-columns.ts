import type { CellColumn } from './cells.ts';
import type { Measured } from './measure-columns.ts';
import { projectSimplex } from './project-simplex.ts';

/** What the noisy counts of single columns say, made possible: nothing below 0, and the same sums everywhere. */
export interface ColumnEstimates {
  /** The strata that have rows. */
  readonly alive: readonly number[];
  /** Estimated rows of each of them. */
  readonly strata: Float64Array;
  readonly total: number;
  /** For each column, rows of each cell within each living stratum. */
  readonly columns: readonly Float64Array[];
}

/** A cell that nobody declared to be used is, when its noisy count is so many standard deviations above 0. */
const SHOWN = 3;

/**
 * Rows of the strata as the mean of what all columns say, weighted by their variances; then each column's cells within a stratum as the
 * nearest possible ones. Looks at noisy counts alone.
 */
export function estimateColumns(
  { counts, variance }: Measured,
  columns: readonly Pick<CellColumn, 'cells'>[],
  doubtfulStrata: readonly number[],
): ColumnEstimates {
  const all = estimateStrata(counts, columns, variance, doubtfulStrata);
  const alive = [...all.keys()].filter((s) => all[s] > 0);
  const strata = Float64Array.from(alive, (s) => all[s]);
  const estimates = counts.map((noisy, i) => {
    const { size } = columns[i].cells;
    const shown = shownCells(noisy, columns[i].cells, alive, variance);
    const out = new Float64Array(alive.length * size);
    for (const [at, s] of alive.entries()) {
      const own = noisy.slice(s * size, (s + 1) * size).map((count, cell) => (shown[cell] === 1 ? count : -Infinity));
      out.set(projectSimplex(own, strata[at]), at * size);
    }
    return out;
  });
  return { alive, strata, total: strata.reduce((sum, rows) => sum + rows, 0), columns: estimates };
}

function estimateStrata(
  counts: readonly Float64Array[],
  columns: readonly Pick<CellColumn, 'cells'>[],
  variance: number,
  doubtful: readonly number[],
): Float64Array {
  const strata = counts[0].length / columns[0].cells.size;
  const weight = columns.reduce((sum, { cells }) => sum + 1 / cells.size, 0);
  const deviation = Math.sqrt(variance / weight);
  const rows = Float64Array.from({ length: strata }, (_, s) => {
    const mean = counts.reduce((sum, noisy, i) => {
      const { size } = columns[i].cells;
      return sum + noisy.subarray(s * size, (s + 1) * size).reduce((all, count) => all + count, 0) / size;
    }, 0);
    const estimate = Math.max(0, mean / weight);
    return doubtful.includes(s) && estimate < SHOWN * deviation ? 0 : estimate;
  });
  // With nothing to go by, every stratum that was declared is as likely as the others.
  if (rows.every((estimate) => estimate === 0)) rows.fill(1);
  return rows;
}

/** 1 for each cell that may be emitted. */
function shownCells(
  noisy: Float64Array,
  { size, doubtful }: CellColumn['cells'],
  alive: readonly number[],
  variance: number,
): Uint8Array {
  const shown = new Uint8Array(size).fill(1);
  for (const cell of doubtful) {
    const count = alive.reduce((sum, s) => sum + noisy[s * size + cell], 0);
    if (count < SHOWN * Math.sqrt(variance * alive.length)) shown[cell] = 0;
  }
  // A column without any declared cell is missing, or whatever else it can be.
  return shown.includes(1) ? shown : shown.fill(1);
}
