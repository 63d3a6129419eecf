import { columnKinds, type RowHashes, rowHashCounts, rowHashes, type Table, takeColumns } from '@verisim/core';

/** Copies of training rows. */
export interface ExactCopies {
  /** Share of synthetic rows that equal a training row, in [0, 1]. */
  readonly share: number;
  readonly rows: number;
  /** Share of training rows that equal another training row: what a fresh real row would show by chance. */
  readonly chance: number;
}

/**
 * Finds synthetic rows that equal a training row in all columns that both tables have (text included), but for ids and
 * columns of the role `ignore`: a copied person with a new number is still a copy. Cells are equal as values, by 53-bit row
 * hashes (a false match once in about 10^16 comparisons). `null` when no column is left to compare.
 */
export function exactCopies(train: Table, synthetic: Table): ExactCopies | null {
  const places = new Map(synthetic.spec.columns.map((spec, at) => [spec.name, at]));
  const names = train.spec.columns
    .filter((spec, i) => {
      const at = places.get(spec.name);
      if (at === undefined || columnKinds[spec.kind].identifies || spec.role === 'ignore') return false;
      return train.columns[i].storage === synthetic.columns[at].storage;
    })
    .map((spec) => spec.name);
  if (names.length === 0 || train.rows === 0 || synthetic.rows === 0) return null;
  const real = rowHashes(takeColumns(train, names));
  const count = rowHashCounts(real);
  const rows = countAbove(rowHashes(takeColumns(synthetic, names)), count, 0);
  return { share: rows / synthetic.rows, rows, chance: countAbove(real, count, 1) / train.rows };
}

function countAbove(hashes: RowHashes, count: (high: number, low: number) => number, floor: number): number {
  let rows = 0;
  for (let i = 0; i < hashes.high.length; i++) if (count(hashes.high[i], hashes.low[i]) > floor) rows++;
  return rows;
}
