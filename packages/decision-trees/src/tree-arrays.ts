import type { Tree } from './tree.ts';

/** The arrays of a tree without its row permutation, by name: what routing needs, and where each leaf begins and ends. */
export function treeArrays(tree: Tree): Readonly<Record<string, Int32Array | Uint8Array>> {
  const { inputs, ranks, feature, threshold, left, start, end } = tree;
  return { inputs, ranks, feature, threshold, left, start, end };
}

/** The tree of {@link treeArrays}; its `rows` are empty unless they are given. */
export function treeFromArrays(arrays: Readonly<Record<string, unknown>>, rows: Int32Array = new Int32Array(0)): Tree {
  const integers = (name: string) => arrays[name] as Int32Array;
  const bytes = (name: string) => arrays[name] as Uint8Array;
  return {
    inputs: integers('inputs'),
    ranks: bytes('ranks'),
    feature: integers('feature'),
    threshold: bytes('threshold'),
    left: integers('left'),
    start: integers('start'),
    end: integers('end'),
    rows,
  };
}
