import type { Cells } from './cells.ts';

/** Rows in an order that depends on their cells alone, so that what is drawn or tied does not depend on where a row stood. */
export function canonicalOrder({ rows, numeric, coded, text }: Cells): Int32Array {
  const columns = [...coded, ...text, ...numeric];
  return Int32Array.from({ length: rows }, (_, row) => row).sort((a, b) => {
    for (const values of columns) {
      const [x, y] = [values[a], values[b]];
      if (x < y || (Number.isNaN(x) && !Number.isNaN(y))) return -1;
      if (x > y || (Number.isNaN(y) && !Number.isNaN(x))) return 1;
    }
    return a - b;
  });
}

/** The given rows of cells, in the given order. */
export function takeCells(cells: Cells, rows: Int32Array): Cells {
  const codes = (values: Int32Array) => Int32Array.from(rows, (row) => values[row]);
  return {
    rows: rows.length,
    numeric: cells.numeric.map((values) => Float64Array.from(rows, (row) => values[row])),
    coded: cells.coded.map(codes),
    text: cells.text.map(codes),
    names: cells.names,
  };
}
