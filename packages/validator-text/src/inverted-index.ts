import type { SparseRows } from '@verisim/text-measures';

/** Sparse rows by column, so that a row is multiplied with those alone that share a column with it. */
export interface InvertedIndex {
  readonly rows: SparseRows;
  readonly filed: Map<number, { rows: Int32Array; values: Float64Array; length: number }>;
  /** By filed row: its product with the row asked of last. */
  readonly products: Float64Array;
}

/** An index of rows of a matrix, none of them filed. */
export function createInvertedIndex(rows: SparseRows): InvertedIndex {
  return { rows, filed: new Map(), products: new Float64Array(rows.starts.length - 1) };
}

/** Files a row. */
export function fileRow({ rows, filed }: InvertedIndex, row: number): void {
  for (let i = rows.starts[row]; i < rows.starts[row + 1]; i++) {
    const column = rows.columns[i];
    const known = filed.get(column) ?? { rows: new Int32Array(2), values: new Float64Array(2), length: 0 };
    if (known.length === 0) filed.set(column, known);
    if (known.length === known.rows.length) {
      const [places, values] = [new Int32Array(2 * known.length), new Float64Array(2 * known.length)];
      places.set(known.rows);
      values.set(known.values);
      [known.rows, known.values] = [places, values];
    }
    known.rows[known.length] = row;
    known.values[known.length++] = rows.values[i];
  }
}

/** Calls `visit` with each filed row that shares a column with row `row` of `asked`, and their dot product. Rows in no particular order. */
export function visitProducts(
  { filed, products }: InvertedIndex,
  asked: SparseRows,
  row: number,
  visit: (other: number, product: number) => void,
): void {
  const met: number[] = [];
  for (let i = asked.starts[row]; i < asked.starts[row + 1]; i++) {
    const known = filed.get(asked.columns[i]);
    if (known === undefined) continue;
    const value = asked.values[i];
    for (let k = 0; k < known.length; k++) {
      const other = known.rows[k];
      if (products[other] === 0) met.push(other);
      products[other] += value * known.values[k];
    }
  }
  for (const other of met) {
    visit(other, products[other]);
    products[other] = 0;
  }
}
