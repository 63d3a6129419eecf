import { type Column, isMissing } from './column.ts';
import { createSha256, toHex } from './sha256.ts';
import { columnOf, type Table } from './table.ts';

/** What a holdout lock lets others know of its rows: which rows of a table collide with one, and nothing else. */
export interface Fingerprints {
  /** The columns that are compared; a table without one of them cannot be checked. */
  readonly columns: readonly string[];
  /** Rows whose values, or whose normal form, are those of a near-unique holdout row. */
  collisions(table: Table): Int32Array;
}

/** How a cell is written before it is hashed. */
export type RowForm = 'exact' | 'normal';

/**
 * A keyed 128-bit fingerprint of every row as 32 hexadecimal digits: SHA-256 over the key and the cells of the named columns,
 * cut to its first half. `exact` writes cells as they are; `normal` folds case and white space and keeps three significant
 * digits of a number, so that a lightly disguised copy has the fingerprint of its original.
 */
export function rowFingerprints(table: Table, columns: readonly string[], key: Uint8Array, form: RowForm): string[] {
  const writers = columns.map((name) => cellWriter(columnOf(table, name), form));
  const encoder = new TextEncoder();
  return Array.from({ length: table.rows }, (_, row) => {
    let text: string = form;
    for (const write of writers) {
      const cell = write(row);
      // The length keeps a cell that holds the separator from passing for two.
      text += cell === null ? '\u001f-' : `\u001f${cell.length}:${cell}`;
    }
    return toHex(createSha256().update(key).update(encoder.encode(text)).digest().subarray(0, 16));
  });
}

function cellWriter(column: Column, form: RowForm): (row: number) => string | null {
  const plain = (text: string) => (form === 'exact' ? text : text.toLowerCase().replace(/\s+/g, ' ').trim());
  if (column.storage === 'numeric') {
    const write = form === 'exact' ? String : (value: number) => value.toPrecision(3);
    return (row) => (isMissing(column, row) ? null : write(column.values[row] + 0));
  }
  if (column.storage === 'coded') {
    const levels = column.levels.map(plain);
    return (row) => (column.codes[row] < 0 ? null : levels[column.codes[row]]);
  }
  return (row) => {
    const value = column.values[row];
    return value === null ? null : plain(value);
  };
}
