import { createSha256, type Sha256, toHex } from '@verisim/random';
import type { Column } from './column.ts';
import { canonicalJson, type Json } from './json.ts';
import type { Table } from './table.ts';

/** The content hash of a table, 64 hexadecimal digits: SHA-256 over names, kinds and cells, not over level order, roles or how zoned instants are written. */
export function tableHash(table: Table): string {
  const hash = createSha256();
  const names = table.spec.columns.map((spec) => [spec.name, spec.zone === undefined ? spec.kind : 'instant']);
  hash.update(new TextEncoder().encode(canonicalJson([table.rows, names] as Json)));
  for (const column of table.columns) hashColumn(hash, column);
  return toHex(hash.digest());
}

function hashColumn(hash: Sha256, column: Column): void {
  if (column.storage === 'numeric') {
    hash.update(littleEndian(column.values.map((value) => (Number.isNaN(value) ? Number.NaN : value + 0))));
  } else if (column.storage === 'coded') {
    const used = new Set(column.codes);
    const levels = column.levels.filter((_, code) => used.has(code)).sort();
    hash.update(new TextEncoder().encode(canonicalJson(levels)));
    const place = new Map(levels.map((level, code) => [level, code]));
    const map = column.levels.map((level) => place.get(level) ?? -1);
    hash.update(littleEndian(column.codes.map((code) => (code < 0 ? -1 : map[code]))));
  } else {
    const encoder = new TextEncoder();
    for (const value of column.values)
      hash.update(encoder.encode(value === null ? '-\n' : `${JSON.stringify(value)}\n`));
  }
}

function littleEndian(values: Float64Array | Int32Array): Uint8Array {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  if (new Uint8Array(new Uint16Array([1]).buffer)[0] === 1) return bytes;
  const width = values.BYTES_PER_ELEMENT;
  const swapped = bytes.slice();
  for (let i = 0; i < swapped.length; i += width) swapped.subarray(i, i + width).reverse();
  return swapped;
}
