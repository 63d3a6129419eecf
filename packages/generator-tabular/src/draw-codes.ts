import { type Random, xoshiro128pp } from '@verisim/core';
import { drawFromLeaves, type RandomState, type RowGroups, rowNumbers, type Tree } from '@verisim/decision-trees';

/** The codes of a column's training rows, node by node: leaf `l` owns `codes[start[l] ... end[l])`. */
export interface LeafCodes extends Pick<Tree, 'feature' | 'start' | 'end'> {
  readonly codes: Int32Array;
}

/** One code for each row from the leaf it fell into, see {@link drawFromLeaves}. */
export function drawCodes(leafCodes: LeafCodes, groups: RowGroups, random: Random): Int32Array {
  const drawn = new Int32Array(groups.rows.length);
  drawFromLeaves(leafCodes.codes, leafCodes, groups, halfKey(random), drawn);
  return drawn;
}

/** All codes in a single leaf, number 0. */
export function oneLeaf(codes: Int32Array): LeafCodes {
  return { codes, feature: Int32Array.of(-1), start: Int32Array.of(0), end: Int32Array.of(codes.length) };
}

/** Rows 0 ... rows - 1, all in leaf 0. */
export function oneGroup(rows: number): RowGroups {
  return { rows: rowNumbers(rows), start: Int32Array.of(0), end: Int32Array.of(rows) };
}

/** Raw uint32 draws from the half of the stream's key that `random.next` does not use: half the cost of a 53-bit number. */
export function bitsOf(random: Random): () => number {
  return xoshiro128pp(...halfKey(random));
}

/** The half of a stream's key that `random.next` does not use. */
export function halfKey(random: Random): RandomState {
  const view = new DataView(random.key.buffer, random.key.byteOffset);
  return [view.getInt32(16), view.getInt32(20), view.getInt32(24), view.getInt32(28) | 1];
}
