import type { Table } from '@verisim/core';

/** A part of the real rows that may be exposed more than the others. */
export interface Slice {
  readonly name: string;
  readonly train: Int32Array;
  readonly holdout: Int32Array;
}

/** A slice holds at least this many training and holdout rows: fewer tell of single persons, and nothing of rates. */
const LEAST_ROWS = 20;

/** Columns with more levels are not cut into slices. */
const MOST_LEVELS = 50;

/** The levels of the coded columns as slices, and the 5 % of rows that lie farthest from other training rows. */
export function slicesOf(
  train: Table,
  holdout: Table,
  trainIsolation: ArrayLike<number>,
  holdoutIsolation: ArrayLike<number>,
): readonly Slice[] {
  const slices = train.columns.flatMap((column, at): Slice[] => {
    const other = holdout.columns[at];
    if (column.storage !== 'coded' || other.storage !== 'coded' || column.levels.length > MOST_LEVELS) return [];
    return column.levels.map((level, code) => ({
      name: `${train.spec.columns[at].name} = ${level}`,
      train: rowsWith(column.codes, code),
      holdout: rowsWith(other.codes, other.levels.indexOf(level)),
    }));
  });
  const cut = Float64Array.from(trainIsolation).sort()[Math.floor(0.95 * trainIsolation.length)];
  const isolated = {
    name: 'the 5 % of real rows farthest from any other',
    train: rowsAbove(trainIsolation, cut),
    holdout: rowsAbove(holdoutIsolation, cut),
  };
  return [...slices, isolated].filter((slice) => Math.min(slice.train.length, slice.holdout.length) >= LEAST_ROWS);
}

function rowsWith(codes: Int32Array, code: number): Int32Array {
  const rows: number[] = [];
  if (code >= 0) codes.forEach((found, row) => void (found === code && rows.push(row)));
  return Int32Array.from(rows);
}

function rowsAbove(values: ArrayLike<number>, cut: number): Int32Array {
  const rows: number[] = [];
  for (let i = 0; i < values.length; i++) if (values[i] > cut) rows.push(i);
  return Int32Array.from(rows);
}
