import type { RowGroups } from './row-groups.ts';
import { type Split, splitOf } from './stratified-split.ts';

/** A split by time, and from when on rows are locked. */
export interface TimeSplit {
  readonly split: Split;
  /** The earliest time of a locked group; `null` when no cut leaves rows on both sides. */
  readonly from: number | null;
}

/**
 * Locks the latest groups, about `rows` rows: the time of a group is that of its last row, so that every row of the training part is earlier
 * than the cut. Groups of the same time stay on one side, the one that comes nearer to the number. Groups without a time go to the training part.
 */
export function timeSplit(times: Float64Array, groups: RowGroups, rows: number): TimeSplit {
  const latest = new Float64Array(groups.count).fill(Number.NEGATIVE_INFINITY);
  for (let row = 0; row < times.length; row++) {
    const group = groups.of[row];
    if (times[row] > latest[group]) latest[group] = times[row];
  }
  const at = Float64Array.from(groups.of, (group) => latest[group]);
  const order = Float64Array.from(at).sort().reverse();
  let from: number | null = null;
  let miss = Number.POSITIVE_INFINITY;
  for (let k = 1; k < order.length && order[k - 1] > Number.NEGATIVE_INFINITY; k++) {
    if (order[k] === order[k - 1] || Math.abs(k - rows) >= miss) continue;
    miss = Math.abs(k - rows);
    from = order[k - 1];
  }
  const held = Uint8Array.from(at, (time) => (from !== null && time >= from ? 1 : 0));
  return { split: splitOf(held), from };
}
