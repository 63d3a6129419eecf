import type { Cells } from './cells.ts';

/** Cells put together for what is counted in pairs. */
export interface Groups {
  /** The group of each cell. */
  readonly of: Int32Array;
  readonly size: number;
}

/**
 * At most `most` groups of a column's cells: numbers in stretches of about equal mass, heavy cells on their own; levels on their own while
 * they last, the rarest together; missing cells on their own. Goes by noisy counts alone (`estimates`, strata x cells).
 */
export function groupCells(cells: Cells, estimates: Float64Array, most: number): Groups {
  const mass = new Float64Array(cells.size);
  estimates.forEach((rows, at) => {
    mass[at % cells.size] += rows;
  });
  const of = new Int32Array(cells.size);
  const order = orderOf(cells, mass).filter((cell) => cell !== cells.missing);
  const misses = cells.missing >= 0 && mass[cells.missing] > 0 && most > 1;
  const room = misses ? most - 1 : most;
  const size = cells.storage === 'coded' ? groupLevels(of, order, mass, room) : groupNumbers(of, order, mass, room);
  if (cells.missing >= 0) of[cells.missing] = misses ? size : 0;
  return { of, size: size + (misses ? 1 : 0) };
}

/** Numbers by value, levels by mass. */
function orderOf(cells: Cells, mass: Float64Array): number[] {
  const order = Array.from({ length: cells.size }, (_, cell) => cell);
  if (cells.storage === 'coded') return order.sort((a, b) => mass[b] - mass[a] || a - b);
  const { spikes, low, high, bins } = cells;
  const middle = (cell: number) =>
    cell < spikes.length ? spikes[cell] : low + (high / bins - low / bins) * (cell - spikes.length + 0.5);
  return order.sort((a, b) => middle(a) - middle(b) || a - b);
}

function groupLevels(of: Int32Array, order: readonly number[], mass: Float64Array, most: number): number {
  const used = order.filter((cell) => mass[cell] > 0).length;
  const single = used <= most ? used : most - 1;
  order.forEach((cell, rank) => {
    of[cell] = Math.min(rank, Math.max(0, used <= most ? single - 1 : single));
  });
  return Math.max(1, Math.min(used, most));
}

function groupNumbers(of: Int32Array, order: readonly number[], mass: Float64Array, most: number): number {
  const total = order.reduce((sum, cell) => sum + mass[cell], 0);
  // A heavy cell closes two groups, so that groups of this mass may be twice as many as wanted without them.
  const heavy = order.filter((cell) => mass[cell] * most >= total && total > 0);
  const light = total - heavy.reduce((sum, cell) => sum + mass[cell], 0);
  const share = light / Math.max(1, most - 2 * heavy.length);
  let group = 0;
  let have = 0;
  let open = false;
  for (const cell of order) {
    const alone = mass[cell] * most >= total && total > 0;
    if (open && group < most - 1 && (alone || have >= share)) {
      group++;
      have = 0;
    }
    of[cell] = group;
    have = alone ? Infinity : have + mass[cell];
    open = true;
  }
  return group + 1;
}

/** Strata x cells as strata x groups. */
export function sumGroups(cells: Float64Array, { of, size }: Groups): Float64Array {
  const sums = new Float64Array((cells.length / of.length) * size);
  cells.forEach((rows, at) => {
    sums[Math.floor(at / of.length) * size + of[at % of.length]] += rows;
  });
  return sums;
}
