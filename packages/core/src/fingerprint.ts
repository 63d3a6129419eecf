import { createSha256, toHex } from '@verisim/random';
import { cellOf } from './column.ts';
import { columnOf, type Table } from './table.ts';

/** What a holdout lock lets others know of its rows: which rows of a table collide with one, and nothing else. */
export interface Fingerprints {
  /** The columns that are compared; a table without one of them cannot be checked. */
  readonly columns: readonly string[];
  /** How many holdout rows are near-unique; only these are guarded, common rows collide by chance. */
  readonly size: number;
  /** Rows whose values, or whose normal form, are those of a near-unique holdout row, or that hold a text nearly like one of its texts. */
  collisions(table: Table): Int32Array;
}

/**
 * A keyed 128-bit fingerprint of every row as 32 hexadecimal digits: SHA-256 over the key and the cells of the named columns,
 * cut to its first half. Equal cells give equal fingerprints, whatever their codes.
 */
export function rowFingerprints(table: Table, columns: readonly string[], key: Uint8Array): string[] {
  const compared = columns.map((name) => columnOf(table, name));
  const encoder = new TextEncoder();
  return Array.from({ length: table.rows }, (_, row) => {
    let text = '';
    for (const column of compared) {
      const cell = cellOf(column, row);
      const written = typeof cell === 'number' ? String(cell + 0) : cell;
      // The length keeps a cell that holds the separator from passing for two.
      text += written === null ? '\u001f-' : `\u001f${written.length}:${written}`;
    }
    return toHex(createSha256().update(key).update(encoder.encode(text)).digest().subarray(0, 16));
  });
}
