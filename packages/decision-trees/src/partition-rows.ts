/**
 * Puts the rows whose place is at most `threshold` first, in place and keeping their order; returns where the others begin. Takes no
 * branch per row.
 *
 * @param rows row numbers; `from` to `to` are partitioned
 * @param moved scratch, at least `to - from` long
 * @param ranks place of each code, 256 entries from `offset` on
 */
export function partitionRows(
  rows: Int32Array,
  moved: Int32Array,
  column: Uint8Array,
  ranks: Uint8Array,
  offset: number,
  threshold: number,
  from: number,
  to: number,
): number {
  const kept = keepLeft(rows, moved, column, ranks, offset, threshold, from, to);
  rows.set(moved.subarray(0, to - kept), kept);
  return kept;
}

function keepLeft(
  rows: Int32Array,
  moved: Int32Array,
  column: Uint8Array,
  ranks: Uint8Array,
  offset: number,
  threshold: number,
  from: number,
  to: number,
): number {
  let kept = from;
  let later = 0;
  for (let i = from; i < to; i++) {
    const row = rows[i];
    const right = (threshold - ranks[offset + column[row]]) >>> 31;
    rows[kept] = row;
    moved[later] = row;
    kept += 1 - right;
    later += right;
  }
  return kept;
}
