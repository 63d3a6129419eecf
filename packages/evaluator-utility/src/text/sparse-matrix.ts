import type { SparseRows } from '@verisim/text-measures';

/** Matrices side by side: row `i` holds the entries of all their rows `i`, each scaled by `scale`. */
export function besideEachOther(parts: readonly SparseRows[], scale = 1): SparseRows {
  const rows = parts[0].starts.length - 1;
  const entries = parts.reduce((sum, { columns }) => sum + columns.length, 0);
  const [starts, columns] = [new Int32Array(rows + 1), new Int32Array(entries)];
  const values = new Float64Array(entries);
  let at = 0;
  for (let row = 0; row < rows; row++) {
    let offset = 0;
    for (const part of parts) {
      for (let i = part.starts[row]; i < part.starts[row + 1]; i++, at++) {
        columns[at] = offset + part.columns[i];
        values[at] = part.values[i] * scale;
      }
      offset += part.width;
    }
    starts[row + 1] = at;
  }
  return { starts, columns, values, width: parts.reduce((sum, { width }) => sum + width, 0) };
}

/** The entries whose column has a place from 0 on, in that place; places must keep the order of the columns. */
export function moveColumns(matrix: SparseRows, places: Int32Array, width: number): SparseRows {
  const rows = matrix.starts.length - 1;
  const [starts, columns] = [new Int32Array(rows + 1), new Int32Array(matrix.columns.length)];
  const values = new Float64Array(matrix.columns.length);
  let at = 0;
  for (let row = 0; row < rows; row++) {
    for (let i = matrix.starts[row]; i < matrix.starts[row + 1]; i++) {
      if (places[matrix.columns[i]] < 0) continue;
      columns[at] = places[matrix.columns[i]];
      values[at++] = matrix.values[i];
    }
    starts[row + 1] = at;
  }
  return { starts, columns: columns.subarray(0, at), values: values.subarray(0, at), width };
}

/** The entries other than 0 of a row-major matrix. */
export function sparseOf(matrix: Float32Array, width: number): SparseRows {
  const starts = new Int32Array(matrix.length / width + 1);
  const columns: number[] = [];
  for (let i = 0, at = 0; i < matrix.length; i++) {
    if (matrix[i] !== 0) columns.push(i % width);
    if ((i + 1) % width === 0) starts[++at] = columns.length;
  }
  const values = matrix.filter((value) => value !== 0);
  return { starts, columns: Int32Array.from(columns), values: Float64Array.from(values), width };
}
