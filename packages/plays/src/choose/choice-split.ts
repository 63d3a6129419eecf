import { columnOf, type Random, shuffle, type Table, takeRows } from '@verisim/core';

/** Two parts of the training rows, equally large but for one row. */
export interface ChoiceParts {
  /** What every rung is fitted to. */
  readonly fit: Table;
  /** What it is judged on. */
  readonly validation: Table;
}

/** Columns that are compared with each other; of wider tables a sample by chance, the target among it. */
export const MOST_COMPARED = 200;

/** Pairs of columns times rows that the choice looks at: some seconds for each generator. */
const MOST_WORK = 2e8;

/** How many rows of a table the choice looks at: `most`, fewer of tables with more than some 100 columns. */
export function rowsForChoice({ rows, columns }: Table, most: number): number {
  return Math.min(rows, most, Math.floor(MOST_WORK / Math.min(columns.length, MOST_COMPARED) ** 2));
}

/**
 * Draws at most `rows` rows and halves them. With a target of classes or numbers both halves hold every class to within one row, or the
 * numbers along their whole range (systematic sampling; Cochran 1977, *Sampling Techniques*, ch. 8).
 */
export function splitForChoice(train: Table, target: string | undefined, rows: number, random: Random): ChoiceParts {
  const order = shuffle(
    Int32Array.from({ length: train.rows }, (_, i) => i),
    random,
  );
  const column = target === undefined ? null : columnOf(train, target);
  if (column?.storage === 'coded') order.sort((a, b) => column.codes[a] - column.codes[b]);
  if (column?.storage === 'numeric') order.sort((a, b) => rank(column.values[a]) - rank(column.values[b]));
  const count = Math.min(rows, train.rows);
  const start = random.next();
  const parts: [number[], number[]] = [[], []];
  for (let k = 0; k < count; k++) parts[k % 2].push(order[Math.floor(((k + start) * train.rows) / count)]);
  return { fit: takeRows(train, parts[0].sort(ascending)), validation: takeRows(train, parts[1].sort(ascending)) };
}

const ascending = (a: number, b: number): number => a - b;

/** Missing first; a finite number, because infinities have no difference. */
const rank = (value: number): number => (Number.isNaN(value) ? -Number.MAX_VALUE : value);
