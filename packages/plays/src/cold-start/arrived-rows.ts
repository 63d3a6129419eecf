import { rowFingerprints, sha256, type Table } from '@verisim/core';

/** Marks of the real rows that have come so far: how often each, by a keyed fingerprint. Fit for JSON. */
export type ArrivedRows = Readonly<Record<string, number>>;

/** The rows of a file that have not come before. */
export interface NewRows {
  /** Ascending. */
  readonly rows: Int32Array;
  /** Rows that came before and are passed over. */
  readonly known: number;
  /** The marks with the new rows among them. */
  readonly arrived: ArrivedRows;
}

/** More repeats than this and twice what is usual among the rows themselves are a file that was sent again or goes on. */
const REPEATS = 0.05;

/**
 * Tells new rows from those that came before. A file that goes on from an earlier one repeats its rows: as many copies of each are passed over as have come.
 * A file of fresh rows repeats some by chance, as rows of few columns do among themselves: they stay.
 *
 * @param columns what is compared; ids among them tell rows apart best
 * @param key anything that belongs to the cold start, so that marks of one do not serve another
 * @param allNew takes every row for new: in a table of few columns nobody can tell by looking
 */
export function newRows(
  table: Table,
  columns: readonly string[],
  arrived: ArrivedRows,
  { key, allNew = false }: { readonly key: string; readonly allNew?: boolean },
): NewRows {
  const marks = rowFingerprints(table, columns, sha256(key));
  const left = new Map(Object.entries(arrived));
  const repeats = marks.map((mark) => {
    const times = left.get(mark) ?? 0;
    left.set(mark, times - 1);
    return times > 0;
  });
  const known = repeats.filter(Boolean).length;
  const seen = totalOf(arrived);
  const goesOn =
    !allNew && seen > 0 && (known > table.rows * (2 * usualRepeats(arrived) + REPEATS) || known >= 0.9 * seen);
  const isNew = (row: number) => !(goesOn && repeats[row]);
  const rows = Int32Array.from([...marks.keys()].filter(isNew));
  const counted = new Map(Object.entries(arrived));
  for (const row of rows) counted.set(marks[row], (counted.get(marks[row]) ?? 0) + 1);
  const sorted = [...counted].sort(([a], [b]) => (a < b ? -1 : 1));
  return { rows, known: table.rows - rows.length, arrived: Object.fromEntries(sorted) };
}

/** Share of rows that are a second copy or more. */
function usualRepeats(arrived: ArrivedRows): number {
  const total = totalOf(arrived);
  return total === 0 ? 0 : (total - Object.keys(arrived).length) / total;
}

function totalOf(arrived: ArrivedRows): number {
  return Object.values(arrived).reduce((sum, times) => sum + times, 0);
}
