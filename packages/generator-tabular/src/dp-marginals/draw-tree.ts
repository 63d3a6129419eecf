import type { Random } from '@verisim/core';
import type { DrawTables, TreeDistribution } from './tree-distribution.ts';

/** Rows as cells. */
export interface DrawnCells {
  readonly strata: Int32Array;
  /** For each node. */
  readonly cells: readonly Int32Array[];
}

/** Weights as running sums, and the stretches of them that one draw chooses within. */
interface Stretches {
  readonly sums: Float64Array;
  /** First and one past the last place of the stretch with a number. */
  readonly from: (stretch: number) => number;
  readonly to: (stretch: number) => number;
}

/** Draws rows: a stratum each, then from the root down a group given the parent's, and a cell of it. `null` when no row can be drawn. */
export function drawTree(
  { nodes }: TreeDistribution,
  tables: DrawTables,
  rows: number,
  random: Random,
): DrawnCells | null {
  if (!tables.strata.some((weight) => weight > 0)) return null;
  const strata = pickEach(rowsOf(tables.strata, tables.strata.length), new Int32Array(rows), random.fork('strata'));
  const groups: Int32Array[] = [];
  const cells = nodes.map((node, i) => {
    const { parent, groupOf } = node;
    const above = parent < 0 ? 1 : nodes[parent].groups;
    const key = strata.map((s, row) => s * above + (parent < 0 ? 0 : groups[parent][row]));
    const own = random.fork(`column:${node.column}`);
    const drawn = pickEach(rowsOf(tables.given[i], node.groups), key, own.fork('groups'));
    groups.push(drawn.map((place) => place % node.groups));
    const inGroup = strata.map((s, row) => s * node.groups + groups[i][row]);
    const order = byGroup(groupOf);
    const places = pickEach(groupsOf(tables.cells[i], groupOf, node.groups, order), inGroup, own.fork('cells'));
    return places.map((place) => order[place % groupOf.length]);
  });
  return { strata, cells };
}

/** Cells in the order of their groups. */
function byGroup(groupOf: Int32Array): Int32Array {
  return Int32Array.from(groupOf.keys()).sort((a, b) => groupOf[a] - groupOf[b] || a - b);
}

/** Stretches of `width` one behind the other. */
function rowsOf(weights: Float64Array, width: number): Stretches {
  return { sums: cumulate(weights), from: (row) => row * width, to: (row) => (row + 1) * width };
}

/** A stretch for each stratum and group. */
function groupsOf(cells: Float64Array, groupOf: Int32Array, groups: number, order: Int32Array): Stretches {
  const size = groupOf.length;
  const start = new Int32Array(groups + 1);
  for (const group of groupOf) start[group + 1]++;
  for (let g = 0; g < groups; g++) start[g + 1] += start[g];
  const at = (stretch: number, end: 0 | 1) => Math.floor(stretch / groups) * size + start[(stretch % groups) + end];
  return {
    sums: cumulate(cells.map((_, place) => cells[place - (place % size) + order[place % size]])),
    from: (stretch) => at(stretch, 0),
    to: (stretch) => at(stretch, 1),
  };
}

function cumulate(weights: Float64Array): Float64Array {
  let sum = 0;
  return weights.map((weight) => (sum += weight));
}

/** For each stretch a place in it, as likely as its weight. */
function pickEach({ sums, from, to }: Stretches, stretches: Int32Array, random: Random): Int32Array {
  return stretches.map((stretch) => {
    let [low, high] = [from(stretch), to(stretch) - 1];
    const before = low === 0 ? 0 : sums[low - 1];
    const drawn = before + random.next() * (sums[high] - before);
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle] > drawn) high = middle;
      else low = middle + 1;
    }
    return low;
  });
}
