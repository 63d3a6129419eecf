import type { CodedColumn } from './column.ts';
import type { Table } from './table.ts';

/** Two 32-bit halves of a 64-bit hash per row. */
export interface RowHashes {
  readonly high: Uint32Array;
  readonly low: Uint32Array;
}

/**
 * A 64-bit hash of every row's cells: equal rows (as values, whatever their level codes) have equal hashes. Fast and not
 * keyed: for finding copies inside the process; {@link rowFingerprints} is for anything that is stored.
 */
export function rowHashes(table: Table): RowHashes {
  const high = new Uint32Array(table.rows).fill(0x9e3779b9);
  const low = new Uint32Array(table.rows).fill(0x85ebca6b);
  for (const column of table.columns) {
    if (column.storage === 'numeric') hashNumbers(column.values, high, low);
    else if (column.storage === 'coded') hashCodes(column, high, low);
    else hashTexts(column.values, high, low);
  }
  return { high, low };
}

function hashNumbers(values: Float64Array, high: Uint32Array, low: Uint32Array): void {
  const float = new Float64Array(1);
  const words = new Int32Array(float.buffer);
  for (let i = 0; i < high.length; i++) {
    float[0] = values[i] + 0;
    const missing = Number.isNaN(values[i]);
    const a = missing ? -1 : words[0];
    const b = missing ? -1 : words[1];
    addCell(high, low, i, mix(a, 0x7feb352d) ^ b, mix(b, 0x846ca68b) ^ a);
  }
}

function hashCodes({ codes, levels }: CodedColumn, high: Uint32Array, low: Uint32Array): void {
  const cells = new Int32Array(2 * levels.length + 2);
  for (let code = 0; code < levels.length; code++) hashText(levels[code], cells, 2 * code + 2);
  for (let i = 0; i < high.length; i++) addCell(high, low, i, cells[2 * codes[i] + 2], cells[2 * codes[i] + 3]);
}

function hashTexts(values: readonly (string | null)[], high: Uint32Array, low: Uint32Array): void {
  const cell = new Int32Array(2);
  for (let i = 0; i < high.length; i++) {
    const value = values[i];
    if (value === null) cell.fill(0);
    else hashText(value, cell, 0);
    addCell(high, low, i, cell[0], cell[1]);
  }
}

function addCell(high: Uint32Array, low: Uint32Array, row: number, a: number, b: number): void {
  high[row] = mix(high[row] ^ a, 0x2c1b3c6d) + low[row];
  low[row] = mix(low[row] ^ b, 0x297a2d39) ^ high[row];
}

function hashText(text: string, out: Int32Array, at: number): void {
  let a = 0x811c9dc5;
  let b = 0xc2b2ae35 ^ text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x5bd1e995) + a;
  }
  out[at] = mix(a, 0x7feb352d);
  out[at + 1] = mix(b, 0x846ca68b);
}

/** A 32-bit finaliser in the manner of MurmurHash3. */
function mix(h: number, multiplier: number): number {
  let x = Math.imul(h ^ (h >>> 16), multiplier);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}

/** How often a row hash occurs among those given. Compares 53 of the 64 bits. */
export function rowHashCounts(hashes: RowHashes): (high: number, low: number) => number {
  const size = 2 ** Math.ceil(Math.log2(2 * hashes.high.length + 2));
  const keys = new Float64Array(size);
  const counts = new Int32Array(size);
  const slotOf = (high: number, low: number): number => {
    const key = (high >>> 0) * 0x200000 + (low & 0x1fffff);
    let slot = (high ^ low) & (size - 1);
    while (counts[slot] > 0 && keys[slot] !== key) slot = (slot + 1) & (size - 1);
    keys[slot] = key;
    return slot;
  };
  for (let i = 0; i < hashes.high.length; i++) counts[slotOf(hashes.high[i], hashes.low[i])]++;
  return (high, low) => counts[slotOf(high, low)];
}
