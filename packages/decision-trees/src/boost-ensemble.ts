import type { LossName } from './boost-loss.ts';
import type { BoostedTrees } from './boosted-trees.ts';
import type { SplitNodes } from './split-nodes.ts';

/** One finished tree; children are numbered from its own root, which is 0. */
export interface GrownTree {
  readonly feature: Int32Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly value: Float64Array;
  readonly gain: Float64Array;
}

/** A copy of the nodes of the tree that was grown last. */
export function grownTree({ count, feature, left, right, value, gain }: SplitNodes): GrownTree {
  return {
    feature: feature.slice(0, count),
    left: left.slice(0, count),
    right: right.slice(0, 8 * count),
    value: value.slice(0, count),
    gain: gain.slice(0, count),
  };
}

/** Trees joined into one ensemble. */
export function joinTrees(
  trees: readonly GrownTree[],
  loss: LossName,
  outputs: number,
  features: number,
  base: Float64Array,
): BoostedTrees {
  const roots = new Int32Array(trees.length);
  let nodes = 0;
  for (const [t, tree] of trees.entries()) {
    roots[t] = nodes;
    nodes += tree.left.length;
  }
  const feature = new Int32Array(nodes);
  const left = new Int32Array(nodes);
  const right = new Int32Array(8 * nodes);
  const value = new Float64Array(nodes);
  const gain = new Float64Array(nodes);
  for (const [t, tree] of trees.entries()) {
    const root = roots[t];
    feature.set(tree.feature, root);
    left.set(
      tree.left.map((child) => (child > 0 ? child + root : 0)),
      root,
    );
    right.set(tree.right, 8 * root);
    value.set(tree.value, root);
    gain.set(tree.gain, root);
  }
  return { loss, outputs, features, base, roots, feature, left, right, value, gain };
}
