import { type Random, shuffle } from '@verisim/core';
import { groupSizes, type RowGroups } from './row-groups.ts';
import { type Split, splitOf } from './stratified-split.ts';

/** A holdout may be this much larger than was asked for, so that groups stay whole. */
const MOST_OVER = 1.1;

/**
 * Splits off about `rows` rows, groups whole, every class in its share as nearly as the groups allow: large groups first (equal ones in random
 * order), each locked with the chance that mends what the groups before it left over or short. `strata` is the class of every row, from 0.
 *
 * A group of class counts g is locked with probability share - <e, g> / <g, g>, cut to 0 and 1, e being the rows of each class locked so far beyond
 * their share, and classes weighted by 1 / rows: error feedback with dither, so that the first groups too are locked as often as the share says. A
 * group that would make the holdout over a tenth too large trains; when that leaves no group to lock, the smallest one is.
 * Rows that are groups of their own then make up the exact number where there are enough of them.
 */
export function groupedSplit(strata: Int32Array, groups: RowGroups, rows: number, random: Random): Split {
  const total = strata.length;
  const classes = strata.reduce((most, stratum) => Math.max(most, stratum + 1), 1);
  const weight = new Float64Array(classes);
  for (const stratum of strata) weight[stratum]++;
  for (let c = 0; c < classes; c++) weight[c] = 1 / Math.max(1, weight[c]);
  const members = membersOf(groups);
  const order = shuffle(Int32Array.from(members.keys()), random.fork('order'));
  order.sort((a, b) => members[b].length - members[a].length);
  const dither = random.fork('dither');
  const share = rows / total;
  const error = new Float64Array(classes);
  const counts = new Float64Array(classes);
  const held = new Uint8Array(total);
  let taken = 0;
  for (const group of order) {
    for (const row of members[group]) counts[strata[row]]++;
    let [against, own] = [0, 0];
    for (const row of members[group]) {
      const stratum = strata[row];
      // Once per row of the class adds up to error * count and count * count.
      against += weight[stratum] * error[stratum];
      own += weight[stratum] * counts[stratum];
    }
    const locked = dither.next() < share - against / own && taken + members[group].length <= MOST_OVER * rows;
    if (locked) taken += members[group].length;
    for (const row of members[group]) {
      held[row] = +locked;
      error[strata[row]] += +locked - share;
      counts[strata[row]] = 0;
    }
  }
  if (taken === 0) for (const row of members[order[order.length - 1]]) held[row] = 1;
  const single = order.filter((group) => members[group].length === 1).map((group) => members[group][0]);
  makeExact(held, rows, { single, strata, error });
  return splitOf(held);
}

/** Moves single rows of the class that is furthest from its share until the number is right. */
function makeExact(
  held: Uint8Array,
  rows: number,
  { single, strata, error }: { single: Int32Array; strata: Int32Array; error: Float64Array },
): void {
  let over = held.reduce((sum, one) => sum + one, 0) - rows;
  const sign = Math.sign(over);
  const free = Array.from(error, (): number[] => []);
  for (const row of single) if (held[row] === +(over > 0)) free[strata[row]].push(row);
  for (; over !== 0; over -= sign) {
    let worst = -1;
    free.forEach((list, c) => {
      if (list.length > 0 && (worst < 0 || sign * error[c] > sign * error[worst])) worst = c;
    });
    if (worst < 0) return;
    held[free[worst].pop()!] = +(over < 0);
    error[worst] -= sign;
  }
}

function membersOf(groups: RowGroups): readonly Int32Array[] {
  const sizes = groupSizes(groups);
  const members = Array.from(sizes, (size) => new Int32Array(size));
  const next = new Int32Array(groups.count);
  groups.of.forEach((group, row) => {
    members[group][next[group]++] = row;
  });
  return members;
}
