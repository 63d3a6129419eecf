import type { Column } from './column.ts';
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
  const cell = new Uint32Array(2);
  for (const column of table.columns) {
    const hashCell = cellHasher(column, cell);
    for (let i = 0; i < table.rows; i++) {
      hashCell(i);
      high[i] = mix(high[i] ^ cell[0], 0x2c1b3c6d) + low[i];
      low[i] = mix(low[i] ^ cell[1], 0x297a2d39) ^ high[i];
    }
  }
  return { high, low };
}

function cellHasher(column: Column, out: Uint32Array): (row: number) => void {
  if (column.storage === 'numeric') {
    const float = new Float64Array(1);
    const words = new Uint32Array(float.buffer);
    return (row) => {
      float[0] = column.values[row] + 0;
      if (Number.isNaN(float[0])) words.fill(0xffffffff);
      out[0] = mix(words[0], 0x7feb352d) ^ words[1];
      out[1] = mix(words[1], 0x846ca68b) ^ words[0];
    };
  }
  if (column.storage === 'coded') {
    const high = new Uint32Array(column.levels.length + 1);
    const low = new Uint32Array(column.levels.length + 1);
    column.levels.forEach((level, code) => {
      hashText(level, out);
      high[code + 1] = out[0];
      low[code + 1] = out[1];
    });
    return (row) => {
      out[0] = high[column.codes[row] + 1];
      out[1] = low[column.codes[row] + 1];
    };
  }
  return (row) => {
    const value = column.values[row];
    if (value === null) out.fill(0);
    else hashText(value, out);
  };
}

function hashText(text: string, out: Uint32Array): void {
  let a = 0x811c9dc5;
  let b = 0xc2b2ae35 ^ text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x5bd1e995) + a;
  }
  out[0] = mix(a, 0x7feb352d);
  out[1] = mix(b, 0x846ca68b);
}

/** A 32-bit finaliser in the manner of MurmurHash3. */
function mix(h: number, multiplier: number): number {
  let x = Math.imul(h ^ (h >>> 16), multiplier);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

/** How often a row hash occurs among those given. Compares 53 of the 64 bits. */
export function rowHashCounts(hashes: RowHashes): (high: number, low: number) => number {
  const counts = new Map<number, number>();
  const key = (high: number, low: number) => high * 0x200000 + (low & 0x1fffff);
  for (let i = 0; i < hashes.high.length; i++) {
    const k = key(hashes.high[i], hashes.low[i]);
    counts.set(k, (counts.get(k) ?? 0) + 1);
  }
  return (high, low) => counts.get(key(high, low)) ?? 0;
}
