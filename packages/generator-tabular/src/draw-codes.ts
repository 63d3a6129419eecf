import { type Random, xoshiro128pp, xoshiro128ppBits } from '@verisim/core';
import { type RowGroups, rowNumbers, type Tree } from '@verisim/decision-trees';

/** The codes of a column's training rows, node by node: leaf `l` owns `codes[start[l] ... end[l])`. */
export interface LeafCodes extends Pick<Tree, 'feature' | 'start' | 'end'> {
  readonly codes: Int32Array;
}

/**
 * One code for each row from the leaf it fell into. Within a leaf codes are drawn without replacement (Fisher & Yates, one step per draw)
 * until all have been drawn, then again from all: shares come out exact where many rows are drawn. State lives as long as the call, so the
 * result depends on the arguments alone.
 *
 * @param room scratch, as long as all codes at least
 * @param bitRoom scratch, as long as the rows at least
 */
export function drawCodes(
  leafCodes: LeafCodes,
  groups: RowGroups,
  random: Random,
  room: Int32Array = new Int32Array(leafCodes.codes.length),
  bitRoom?: Uint32Array,
): Int32Array {
  const { codes, feature, start, end } = leafCodes;
  const { rows } = groups;
  room.set(codes);
  const bits = drawBits(random, rows.length, bitRoom);
  const drawn = new Int32Array(rows.length);
  for (let leaf = 0; leaf < feature.length; leaf++) {
    if (feature[leaf] >= 0) continue;
    drawFromLeaf(room, start[leaf], end[leaf], rows, groups.start[leaf], groups.end[leaf], bits, drawn);
  }
  return drawn;
}

/** Draws for the rows of one leaf from `pool[from ... to)`, each once before any comes again. Leaves the pool shuffled. */
export function drawFromLeaf(
  pool: Int32Array,
  from: number,
  to: number,
  rows: RowGroups['rows'],
  first: number,
  end: number,
  bits: Uint32Array,
  drawn: Int32Array,
): void {
  for (let i = first, at = from; i < end; i++) {
    const other = at + ((bits[i] * 2 ** -32 * (to - at)) | 0);
    const code = pool[other];
    pool[other] = pool[at];
    pool[at] = code;
    drawn[rows[i]] = code;
    if (++at === to) at = from;
  }
}

/** All codes in a single leaf, number 0. */
export function oneLeaf(codes: Int32Array): LeafCodes {
  return { codes, feature: Int32Array.of(-1), start: Int32Array.of(0), end: Int32Array.of(codes.length) };
}

/** Rows 0 ... rows - 1, all in leaf 0. */
export function oneGroup(rows: number): RowGroups {
  return { rows: rowNumbers(rows), start: Int32Array.of(0), end: Int32Array.of(rows) };
}

/** The first raw uint32 draws of {@link bitsOf}. */
export function drawBits(random: Random, count: number, room?: Uint32Array): Uint32Array {
  return xoshiro128ppBits(halfKey(random), count, room);
}

/** Raw uint32 draws from the half of the stream's key that `random.next` does not use: half the cost of a 53-bit number. */
export function bitsOf(random: Random): () => number {
  return xoshiro128pp(...halfKey(random));
}

function halfKey(random: Random): [number, number, number, number] {
  const view = new DataView(random.key.buffer, random.key.byteOffset);
  return [view.getInt32(16), view.getInt32(20), view.getInt32(24), view.getInt32(28) | 1];
}
