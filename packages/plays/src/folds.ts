import { columnOf, type Random, shuffle, type Table } from '@verisim/core';
import { rowFamilies } from '@verisim/evaluator-utility';
import { tooFewRows } from './errors.ts';

/** One fold: row numbers to train on and to validate on. */
export interface Fold {
  readonly train: Int32Array;
  readonly validation: Int32Array;
}

/**
 * Folds stratified by a coded target: each class is spread evenly. Rows of one family (see `rowFamilies`: texts alike, one group, one seed) stand
 * in one fold and count as one. Throws `plays/too-few-rows`.
 */
export function stratifiedFolds(table: Table, target: string, folds: number, random: Random): readonly Fold[] {
  const column = columnOf(table, target);
  if (column.storage !== 'coded') throw new RangeError(`stratifiedFolds: "${target}" is not coded`);
  const foldOf = new Int32Array(table.rows);
  const order = shuffle(
    Int32Array.from({ length: table.rows }, (_, i) => i),
    random,
  );
  const seen = new Int32Array(column.levels.length + 1);
  const families = rowFamilies(table, target);
  const dealt = new Map<number, number>();
  for (const row of order) {
    const stratum = column.codes[row] + 1;
    const family = families?.[row] ?? row;
    const known = families ? dealt.get(family) : undefined;
    foldOf[row] = known ?? (seen[stratum]++ + stratum) % folds;
    if (families) dealt.set(family, foldOf[row]);
  }
  const counts = seen.subarray(1).filter((count) => count > 0);
  const least = counts.length === 0 ? 0 : counts.reduce((a, b) => Math.min(a, b));
  if (least < folds) throw tooFewRows(least, folds, target);
  const rows = Int32Array.from({ length: table.rows }, (_, i) => i);
  return Array.from({ length: folds }, (_, fold) => ({
    train: rows.filter((row) => foldOf[row] !== fold),
    validation: rows.filter((row) => foldOf[row] === fold),
  }));
}
