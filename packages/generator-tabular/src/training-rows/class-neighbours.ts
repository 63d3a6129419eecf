import { type Context, checkpoint, columnKinds } from '@verisim/core';
import { rowNumbers } from '@verisim/decision-trees';
import { buildIndex, nearest, type Points } from '@verisim/nearest-neighbours';
import type { TrainingRows } from './training-rows.ts';

/** Rows whose neighbours are searched for between two pauses. */
const BATCH = 2048;

/** The class of each row and its nearest neighbours within the class. */
export interface ClassNeighbours {
  readonly neighbours: number;
  /** Row numbers, `neighbours` for each row, nearest first; -1 where the class has no more. */
  readonly rows: Int32Array;
}

/** The class of each row: the code of a target that is a category (0 = missing), else one class for all. */
export function rowClasses({ schema, rows, columns }: TrainingRows): Int32Array {
  const target = schema.columns.findIndex(({ role, kind }) => role === 'target' && !columnKinds[kind].ordered);
  return columns[target]?.codes ?? new Int32Array(rows);
}

/** The rows of each class, ascending, classes without rows left out. */
export function classRows(classes: Int32Array, among: Int32Array): readonly Int32Array[] {
  const rows = new Map<number, number[]>();
  for (const row of among) {
    const own = rows.get(classes[row]);
    if (own) own.push(row);
    else rows.set(classes[row], [row]);
  }
  return [...rows.values()].map((own) => Int32Array.from(own));
}

/**
 * The exact nearest neighbours of every row within its class. Distance of SMOTE-NC (Chawla et al. 2002, section 6.1) over numbers in units of their
 * standard deviation, so that the median deviation, which each differing category adds, is 1.
 */
export async function findNeighbours(
  training: TrainingRows,
  neighbours: number,
  ctx: Context,
): Promise<ClassNeighbours> {
  const points = pointsOf(training);
  const found = new Int32Array(training.rows * neighbours).fill(-1);
  let done = 0;
  for (const rows of classRows(rowClasses(training), rowNumbers(training.rows))) {
    const own = takePoints(points, rows);
    const index = buildIndex(own, { power: 2 });
    const exclude = rowNumbers(rows.length);
    for (let from = 0; from < rows.length; from += BATCH) {
      await checkpoint(ctx.signal);
      const to = Math.min(rows.length, from + BATCH);
      const near = nearest(index, own, { k: neighbours, exclude, from, to });
      near.rows.forEach((other, i) => {
        const row = rows[from + Math.floor(i / neighbours)];
        if (other >= 0) found[row * neighbours + (i % neighbours)] = rows[other];
      });
      done += to - from;
      ctx.progress({ done, total: training.rows, note: 'rows' });
    }
  }
  return { neighbours, rows: found };
}

/** Numbers in standard deviations, categories as codes. Columns that do not vary are left out. */
function pointsOf({ rows, columns }: TrainingRows): Points {
  const numeric: Float64Array[] = [];
  const coded: Int32Array[] = [];
  for (const column of columns) {
    if (column === null) continue;
    const { values, counts } = column.decoder.table;
    if (counts.filter((count) => count > 0).length < 2) continue;
    if (values === null) coded.push(column.codes);
    else {
      const scaled = standardise(values, counts);
      numeric.push(Float64Array.from(column.codes, (code) => (code === 0 ? Number.NaN : scaled[code - 1])));
    }
  }
  return { rows, numeric, coded };
}

/** Values in standard deviations from the mean, each counting as often as it occurs. */
function standardise(values: Float64Array, counts: Int32Array): Float64Array {
  const largest = Math.max(Math.abs(values[0]), Math.abs(values[values.length - 1])) || 1;
  let total = 0;
  let mean = 0;
  let squares = 0;
  values.forEach((value, i) => {
    const x = value / largest;
    const count = counts[i + 1];
    total += count;
    const off = x - mean;
    mean += (off * count) / total;
    squares += count * off * (x - mean);
  });
  const deviation = Math.sqrt(squares / total) || 1;
  return values.map((value) => (value / largest - mean) / deviation);
}

function takePoints({ numeric, coded }: Points, rows: Int32Array): Points {
  return {
    rows: rows.length,
    numeric: numeric.map((values) => Float64Array.from(rows, (row) => values[row])),
    coded: coded.map((codes) => rows.map((row) => codes[row])),
  };
}
