import type { Table } from '@verisim/core';
import { CHANCE_LIMIT } from './near-unique.ts';
import { cellNumbers } from './row-groups.ts';

/** A row that occurs more often than this, and in more than one row in a hundred, is common: it says nothing of copies. */
const MOST_COPIES = 20;
const COMMON_SHARE = 0.01;

/** From how many equal rows on they count as common, in a table of `rows` rows. */
export function mostCopies(rows: number): number {
  return Math.max(MOST_COPIES, COMMON_SHARE * rows);
}

/** Rows that occur more than once. */
export interface RepeatedRows {
  /** By row: the first row that is equal, for rows that are hardly equal by chance; -1 for all others. */
  readonly copyOf: Int32Array;
  /** How many rows are equal to another one and are put down to chance. */
  readonly common: number;
}

/**
 * Finds rows that were copied, and leaves alone those that are equal by chance. How often a row would come about by chance is estimated
 * from the rows that differ from it in one column only: were that column independent of the others, `others * same / rows` more rows would
 * be equal, `others` being the rows that share all the other cells and `same` those that share this one (its copies left out of both).
 * Two columns must say that this is at least 0.02 for the row to count as common; a copied row has next to no such neighbours. A row that
 * makes up over 1 % of the table (and is there over 20 times) is common whatever its neighbours. A single column tells nothing.
 */
export function repeatedRows(table: Table): RepeatedRows {
  const copyOf = new Int32Array(table.rows).fill(-1);
  const cells = table.columns.map(cellNumbers);
  const hashes = sumHashes(cells, table.rows);
  const repeated = clustersOf(hashes, table.rows);
  if (repeated.length === 0) return { copyOf, common: 0 };
  const chance = chanceRecurrences(cells, hashes, repeated, table.rows);
  let common = 0;
  repeated.forEach((rows, i) => {
    if (chance[i] >= CHANCE_LIMIT || rows.length > mostCopies(table.rows)) common += rows.length;
    else for (const row of rows) copyOf[row] = rows[0];
  });
  return { copyOf, common };
}

/** Sums of cell hashes, so that a column can be taken out of them again. */
interface SumHashes {
  readonly high: Uint32Array;
  readonly low: Uint32Array;
}

function sumHashes(cells: readonly Int32Array[], rows: number): SumHashes {
  const high = new Uint32Array(rows);
  const low = new Uint32Array(rows);
  cells.forEach((column, j) => {
    for (let row = 0; row < rows; row++) {
      high[row] += cellHash(column[row], 2 * j + 1);
      low[row] += cellHash(column[row], 2 * j + 2);
    }
  });
  return { high, low };
}

/** MurmurHash3's finaliser (Appleby 2011) of a cell and a salt. */
function cellHash(cell: number, salt: number): number {
  let x = Math.imul(cell + 2, 0x9e3779b1) ^ Math.imul(salt, 0x85ebca77);
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

/** 53 of the 64 bits. */
const keyOf = (high: number, low: number): number => (high >>> 0) * 0x200000 + (low & 0x1fffff);

function clustersOf({ high, low }: SumHashes, rows: number): readonly (readonly number[])[] {
  const first = new Map<number, number>();
  const clusters = new Map<number, number[]>();
  for (let row = 0; row < rows; row++) {
    const key = keyOf(high[row], low[row]);
    const before = first.get(key);
    if (before === undefined) first.set(key, row);
    else if (clusters.has(before)) clusters.get(before)!.push(row);
    else clusters.set(before, [before, row]);
  }
  return [...clusters.values()];
}

/** For every cluster how many further equal rows chance would make, as the second of its columns has it. */
function chanceRecurrences(
  cells: readonly Int32Array[],
  { high, low }: SumHashes,
  clusters: readonly (readonly number[])[],
  rows: number,
): Float64Array {
  const [first, second] = [new Float64Array(clusters.length), new Float64Array(clusters.length)];
  cells.forEach((column, j) => {
    const without = (row: number) =>
      keyOf(high[row] - cellHash(column[row], 2 * j + 1), low[row] - cellHash(column[row], 2 * j + 2));
    const neighbours = new Map<number, number>(clusters.map((members) => [without(members[0]), 0]));
    const same = new Map<number, number>();
    for (let row = 0; row < rows; row++) {
      const key = without(row);
      const count = neighbours.get(key);
      if (count !== undefined) neighbours.set(key, count + 1);
      same.set(column[row], (same.get(column[row]) ?? 0) + 1);
    }
    clusters.forEach((members, i) => {
      const others = neighbours.get(without(members[0]))! - members.length;
      const expected = (others * (same.get(column[members[0]])! - members.length)) / rows;
      if (expected > first[i]) [first[i], second[i]] = [expected, first[i]];
      else if (expected > second[i]) second[i] = expected;
    });
  });
  return second;
}
