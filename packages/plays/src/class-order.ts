import { type CodedColumn, columnOf, type Table } from '@verisim/core';

/** A coded target as classes by falling frequency, so that of two the last is the rarer, positive one. */
export interface OrderedClasses {
  readonly classes: readonly string[];
  /** A place in `classes` per row. */
  readonly truth: Int32Array;
}

/** The classes of a coded column without missing cells; levels that do not occur are left out. */
export function orderedClasses(table: Table, target: string): OrderedClasses {
  const { codes, levels } = columnOf(table, target) as CodedColumn;
  const counts = new Int32Array(levels.length);
  for (const code of codes) if (code >= 0) counts[code]++;
  const order = [...levels.keys()].filter((code) => counts[code] > 0).sort((a, b) => counts[b] - counts[a] || a - b);
  const place = new Int32Array(levels.length).fill(-1);
  for (const [k, code] of order.entries()) place[code] = k;
  return { classes: order.map((code) => levels[code]), truth: codes.map((code) => (code < 0 ? -1 : place[code])) };
}

/** Rows per class. */
export function countClasses(truth: ArrayLike<number>, classes: number): Int32Array {
  const counts = new Int32Array(classes);
  for (let i = 0; i < truth.length; i++) if (truth[i] >= 0) counts[truth[i]]++;
  return counts;
}
