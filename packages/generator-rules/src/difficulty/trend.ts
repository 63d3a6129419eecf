import { normalTail, TWO_SIDED_95 } from '@verisim/statistics';

/** How an error goes with an ordered condition. */
export interface Trend {
  /** Kendall's tau-b and its 95 % interval, cut at -1 and 1. */
  readonly tau: number;
  readonly low: number;
  readonly high: number;
  /** Two-sided p of Cochran & Armitage's test. */
  readonly trend: number;
}

/**
 * The trend of a table of ordered conditions by (right, wrong). Tau-b with the asymptotic standard error of Brown & Benedetti (1977, JASA 72), which holds under any association; the
 * test of Cochran (1954) and Armitage (1955) with scores 0, 1, 2 ... `null` where all is in one row or one column.
 */
export function trendOf(table: readonly (readonly [right: number, wrong: number])[]): Trend | null {
  const rows = table.map(([right, wrong]) => right + wrong);
  const columns = [0, 1].map((j) => table.reduce((sum, cells) => sum + cells[j], 0));
  const total = columns[0] + columns[1];
  const squares = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count * count, 0);
  const [untiedRows, untiedColumns] = [total ** 2 - squares(rows), total ** 2 - squares(columns)];
  if (untiedRows === 0 || untiedColumns === 0) return null;
  const { tau, error } = tauB(table, rows, columns, total, Math.sqrt(untiedRows), Math.sqrt(untiedColumns));
  const half = TWO_SIDED_95 * error;
  return {
    tau,
    low: Math.max(-1, tau - half),
    high: Math.min(1, tau + half),
    trend: armitage(table, rows, columns, total),
  };
}

function tauB(
  table: readonly (readonly [number, number])[],
  rows: readonly number[],
  columns: readonly number[],
  total: number,
  wr: number,
  wc: number,
): { tau: number; error: number } {
  // Concordant less discordant cells, seen from each cell.
  const seen = table.map((_, i) => [0, 1].map((j) => concordance(table, i, j)));
  let twice = 0;
  table.forEach((cells, i) => {
    cells.forEach((count, j) => {
      twice += count * seen[i][j];
    });
  });
  const tau = twice / (wr * wc);
  let sum = 0;
  table.forEach((cells, i) => {
    cells.forEach((count, j) => {
      const part = 2 * wr * wc * seen[i][j] + twice * (rows[i] * (wc / wr) + columns[j] * (wr / wc));
      sum += count * part ** 2;
    });
  });
  const centre = total ** 3 * tau ** 2 * (wr ** 2 + wc ** 2) ** 2;
  return { tau, error: Math.sqrt(Math.max(0, sum - centre)) / (wr * wc) ** 2 };
}

function concordance(table: readonly (readonly [number, number])[], i: number, j: number): number {
  return table.reduce((sum, cells, k) => sum + Math.sign(k - i) * (j === 0 ? cells[1] : -cells[0]), 0);
}

function armitage(
  table: readonly (readonly [number, number])[],
  rows: readonly number[],
  [right, wrong]: readonly number[],
  total: number,
): number {
  const weighted = (counts: readonly number[], power: number) =>
    counts.reduce((sum, count, i) => sum + count * i ** power, 0);
  const score =
    weighted(
      table.map((cells) => cells[1]),
      1,
    ) -
    (wrong / total) * weighted(rows, 1);
  const variance = ((right * wrong) / total ** 2) * (weighted(rows, 2) - weighted(rows, 1) ** 2 / total);
  return Math.min(1, 2 * normalTail(Math.abs(score) / Math.sqrt(variance)));
}
