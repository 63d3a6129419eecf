import type { Edge } from './choose-tree.ts';
import type { ColumnEstimates } from './estimate-columns.ts';
import { fitPair } from './fit-pair.ts';
import { type Groups, sumGroups } from './group-cells.ts';
import type { TreeDistribution, TreeNode } from './tree-distribution.ts';

/** The distribution that noisy counts describe: column 0 the root, each other column given its neighbour on the way to it. */
export function buildTree(
  groups: readonly Groups[],
  { alive, strata, columns }: ColumnEstimates,
  edges: readonly Edge[],
  counts: readonly Float64Array[],
): TreeDistribution {
  const sums = groups.map((group, i) => sumGroups(columns[i], group));
  const node = (column: number, parent: number, given: Float64Array): TreeNode => {
    const { of: groupOf, size } = groups[column];
    return { column, parent, groupOf, groups: size, cells: columns[column], given };
  };
  const given = (e: number, above: number, below: number): Float64Array => {
    const [height, width] = [groups[above].size, groups[below].size];
    const out = new Float64Array(strata.length * height * width);
    for (let s = 0; s < strata.length; s++) {
      const own = pairOf(counts[e], s, edges[e][0] === above, height, width);
      const part = (all: Float64Array, size: number) => all.slice(s * size, (s + 1) * size);
      const fitted = fitPair(own, part(sums[above], height), part(sums[below], width));
      out.set(normalise(fitted, width, part(sums[below], width)), s * height * width);
    }
    return out;
  };
  const nodes = [node(0, -1, normalise(sums[0], groups[0].size, sums[0]))];
  for (let parent = 0; parent < nodes.length; parent++) {
    const { column: above } = nodes[parent];
    for (const [e, edge] of edges.entries()) {
      if (!edge.includes(above)) continue;
      const below = edge[0] === above ? edge[1] : edge[0];
      if (!nodes.some(({ column }) => column === below)) nodes.push(node(below, parent, given(e, above, below)));
    }
  }
  return { alive, strata, nodes };
}

/** The counts of a stratum with the parent's groups as rows. */
function pairOf(counts: Float64Array, s: number, upright: boolean, height: number, width: number): Float64Array {
  const own = counts.slice(s * height * width, (s + 1) * height * width);
  return upright ? own : own.map((_, at) => own[(at % width) * height + Math.floor(at / width)]);
}

/** Each stretch of `width` as probabilities; one without any weight takes those of `otherwise`. */
function normalise(weights: Float64Array, width: number, otherwise: Float64Array): Float64Array {
  const out = weights.slice();
  for (let from = 0; from < out.length; from += width) {
    const stretch = out.subarray(from, from + width);
    let sum = stretch.reduce((all, weight) => all + weight, 0);
    if (!(sum > 0)) {
      stretch.set(otherwise.subarray(0, width));
      sum = stretch.reduce((all, weight) => all + weight, 0);
    }
    for (let i = 0; i < width; i++) stretch[i] = sum > 0 ? stretch[i] / sum : 0;
  }
  return out;
}
