import { cellOf, columnOf, createContext, fit, type Json, sample, type Table } from '@verisim/core';
import { rules } from '../src/index.ts';

/** Rows of rules. */
export async function made(
  text: string | { readonly [key: string]: Json },
  rows: number,
  seed: number | string = 1,
  table?: string,
): Promise<Table> {
  const ctx = createContext({ seed });
  const model = await fit(rules, null, { rules: text, file: 'test.yaml', ...(table && { table }) }, ctx);
  return (await sample(rules, model, { rows }, ctx)).table;
}

/** The numbers of a column. */
export function numbers(table: Table, name: string): Float64Array {
  const column = columnOf(table, name);
  if (column.storage !== 'numeric') throw new Error(`${name} is ${column.storage}`);
  return column.values;
}

/** The cells of a column. */
export function cells(table: Table, name: string): (string | number | null)[] {
  const column = columnOf(table, name);
  return Array.from({ length: table.rows }, (_, row) => cellOf(column, row));
}

/** The share of rows with a cell. */
export const share = (table: Table, name: string, cell: string | number | null): number =>
  cells(table, name).filter((one) => one === cell).length / table.rows;

/** The code and message of the error that rules give; fails where they give none. */
export async function refusal(
  text: string,
): Promise<{ readonly code: string; readonly message: string; readonly next: string }> {
  try {
    await made(text, 10);
  } catch (error) {
    const { code, message, next } = error as { code: string; message: string; next: string };
    return { code, message, next };
  }
  throw new Error('these rules were accepted');
}

/** Ranks with ties at their middle. */
export function ranksOf(values: ArrayLike<number>): Float64Array {
  const order = Uint32Array.from({ length: values.length }, (_, i) => i).sort((a, b) => values[a] - values[b]);
  const ranks = new Float64Array(values.length);
  for (let i = 0; i < order.length; ) {
    let end = i;
    while (end < order.length && values[order[end]] === values[order[i]]) end++;
    for (let j = i; j < end; j++) ranks[order[j]] = (i + end - 1) / 2;
    i = end;
  }
  return ranks;
}

/** Pearson's coefficient. */
export function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const n = a.length;
  const [meanA, meanB] = [a, b].map((values) => Array.from(values).reduce((sum, value) => sum + value, 0) / n);
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    ab += (a[i] - meanA) * (b[i] - meanB);
    aa += (a[i] - meanA) ** 2;
    bb += (b[i] - meanB) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}
