import { chiSquareScore } from '@verisim/decision-trees';

const ROUNDS = 50;

/** How differently two columns depend on each other in two tables. */
export interface Interaction {
  /** About standard normal where the dependence is the same. */
  readonly score: number;
  /** How much it differs, whatever the number of rows: the root of the chi-square per row less what chance adds (the phi coefficient), 0 or more. */
  readonly strength: number;
}

/**
 * Whether two columns depend on each other otherwise in one table than in the other, whatever their margins: the normal score of Pearson's
 * chi-square against the log-linear model without three-way interaction (table x first x second), fitted by iterative proportional fitting
 * (Deming & Stephan 1940; Bishop, Fienberg & Holland 1975, section 3.5). Levels that only one table has say nothing and are left out; zeros where
 * nothing is left to compare.
 *
 * @param counts `2 * height * width` counts: the real contingency table, then the synthetic one
 */
export function interaction(counts: Float64Array, height: number, width: number): Interaction {
  const cells = height * width;
  const known = inBoth(counts, height, width);
  const fitted = Float64Array.from(counts, (_, i) => known[i % cells]);
  const kept = Float64Array.from(counts, (count, i) => count * known[i % cells]);
  for (let round = 0; round < ROUNDS; round++) if (fitOnce(fitted, kept, height, width) < 1e-9) break;
  let chiSquare = 0;
  for (let i = 0; i < fitted.length; i++) if (fitted[i] > 0) chiSquare += (kept[i] - fitted[i]) ** 2 / fitted[i];
  const df = freedom(kept, height, width);
  if (df < 1) return { score: 0, strength: 0 };
  const rows = kept.reduce((sum, count) => sum + count, 0);
  return { score: chiSquareScore(chiSquare, df), strength: Math.sqrt(Math.max(0, chiSquare - df) / rows) };
}

/** 1 for the cells whose row and column both tables have. */
function inBoth(counts: Float64Array, height: number, width: number): Uint8Array {
  const cells = height * width;
  const [rows, columns] = [new Float64Array(2 * height), new Float64Array(2 * width)];
  for (let i = 0; i < counts.length; i++) {
    const side = i < cells ? 0 : 1;
    rows[side * height + Math.floor((i % cells) / width)] += counts[i];
    columns[side * width + (i % width)] += counts[i];
  }
  return Uint8Array.from({ length: cells }, (_, cell) => {
    const [a, b] = [Math.floor(cell / width), cell % width];
    return rows[a] > 0 && rows[height + a] > 0 && columns[b] > 0 && columns[width + b] > 0 ? 1 : 0;
  });
}

/** One round over the three two-way margins; returns the largest relative change. */
function fitOnce(fitted: Float64Array, kept: Float64Array, height: number, width: number): number {
  const cells = height * width;
  const keys: ((i: number) => number)[] = [
    (i) => i % cells,
    (i) => Math.floor(i / width),
    (i) => (i < cells ? 0 : width) + (i % width),
  ];
  let change = 0;
  for (const key of keys) {
    const wanted = new Float64Array(Math.max(cells, 2 * height, 2 * width));
    const found = new Float64Array(wanted.length);
    for (let i = 0; i < kept.length; i++) {
      wanted[key(i)] += kept[i];
      found[key(i)] += fitted[i];
    }
    for (let i = 0; i < fitted.length; i++) {
      const at = key(i);
      const factor = found[at] > 0 ? wanted[at] / found[at] : 0;
      if (fitted[i] > 0) change = Math.max(change, Math.abs(factor - 1));
      fitted[i] *= factor;
    }
  }
  return change;
}

/** Cells that occur, less what the margins of either column take: the degrees of freedom of a logistic regression of the table on both columns. */
function freedom(kept: Float64Array, height: number, width: number): number {
  const cells = height * width;
  const [rows, columns] = [new Set<number>(), new Set<number>()];
  let seen = 0;
  for (let cell = 0; cell < cells; cell++) {
    if (kept[cell] + kept[cells + cell] === 0) continue;
    seen++;
    rows.add(Math.floor(cell / width));
    columns.add(cell % width);
  }
  return seen - rows.size - columns.size + 1;
}
