/** A sparse matrix by rows: row `i` is entries `starts[i]` to `starts[i + 1] - 1`, its columns ascending. */
export interface SparseRows {
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float64Array;
  /** Number of columns. */
  readonly width: number;
}

/** A sparse matrix of counts from the columns that each row hits, repeats allowed. */
export function countColumns(rows: readonly Int32Array[], width: number): SparseRows {
  const starts = new Int32Array(rows.length + 1);
  const most = rows.reduce((sum, row) => sum + row.length, 0);
  const [columns, values] = [new Int32Array(most), new Float64Array(most)];
  let length = 0;
  rows.forEach((row, i) => {
    for (const column of row.slice().sort()) {
      if (length === starts[i] || columns[length - 1] !== column) columns[length++] = column;
      values[length - 1]++;
    }
    starts[i + 1] = length;
  });
  return { starts, columns: columns.slice(0, length), values: values.slice(0, length), width };
}

/**
 * Counts to TF-IDF rows of length 1: (1 + ln count) x (1 + ln((1 + n) / (1 + rows with the column))), the smoothed weights of scikit-learn's
 * `TfidfVectorizer(sublinear_tf=True)`. Weights are those of `from` where it is given.
 */
export function tfIdf(counts: SparseRows, from: SparseRows = counts): SparseRows {
  const frequency = new Int32Array(from.width);
  for (const column of from.columns) frequency[column]++;
  const rows = from.starts.length - 1;
  const values = counts.values.map(
    (count, i) => (1 + Math.log(count)) * (1 + Math.log((1 + rows) / (1 + frequency[counts.columns[i]]))),
  );
  const { starts } = counts;
  for (let row = 0; row + 1 < starts.length; row++) {
    let squares = 0;
    for (let i = starts[row]; i < starts[row + 1]; i++) squares += values[i] * values[i];
    const norm = Math.sqrt(squares) || 1;
    for (let i = starts[row]; i < starts[row + 1]; i++) values[i] /= norm;
  }
  return { ...counts, values };
}

/** The dot product of two rows of sparse matrices over the same columns. */
export function sparseDot(a: SparseRows, i: number, b: SparseRows, j: number): number {
  let sum = 0;
  for (let x = a.starts[i], y = b.starts[j]; x < a.starts[i + 1] && y < b.starts[j + 1]; ) {
    const [left, right] = [a.columns[x], b.columns[y]];
    if (left === right) sum += a.values[x++] * b.values[y++];
    else if (left < right) x++;
    else y++;
  }
  return sum;
}
