/** A column in the tree: its cells within each stratum, and its groups given those of its parent. */
export interface TreeNode {
  /** Its number among the modelled columns without the target. */
  readonly column: number;
  /** The node it depends on, by place in the list of nodes; -1 for the root. Parents come first. */
  readonly parent: number;
  /** The group of each cell. */
  readonly groupOf: Int32Array;
  readonly groups: number;
  /** Strata x cells: rows. */
  readonly cells: Float64Array;
  /** Strata x groups of the parent x groups: probability given the parent's group. The root has one group above it. */
  readonly given: Float64Array;
}

/** A distribution over rows: a stratum, then a tree of columns within it. */
export interface TreeDistribution {
  /** The target's cell of each stratum. */
  readonly alive: readonly number[];
  /** Rows of each stratum. */
  readonly strata: Float64Array;
  readonly nodes: readonly TreeNode[];
}

/** A tree distribution under conditions, in the form that rows are drawn from. */
export interface DrawTables {
  readonly strata: Float64Array;
  /** For each node, weights of its groups given stratum and parent's group. */
  readonly given: readonly Float64Array[];
  /** For each node, weights of its cells given the stratum. */
  readonly cells: readonly Float64Array[];
}

/**
 * The exact conditional distribution given that each column's value passes its conditions, by belief propagation from the leaves to the root
 * (Pearl 1988). `shares` holds for each node the part of each cell that passes, `strataShares` the same of the strata.
 */
export function conditionOn(
  { strata, nodes }: Pick<TreeDistribution, 'strata' | 'nodes'>,
  shares: readonly Float64Array[],
  strataShares: Float64Array,
): DrawTables {
  const cells = nodes.map((node, i) => node.cells.map((rows, at) => rows * shares[i][at % node.groupOf.length]));
  // How likely a group's conditions, and those of all below it, are met.
  const beliefs = nodes.map((node, i) => groupShares(node, cells[i], strata.length));
  const given = nodes.map((node) => node.given.slice());
  const weights = strata.map((rows, s) => rows * strataShares[s]);
  for (let i = nodes.length - 1; i >= 0; i--) {
    const { groups, parent } = nodes[i];
    const above = parent < 0 ? 1 : nodes[parent].groups;
    for (let at = 0; at < strata.length * above; at++) {
      const s = Math.floor(at / above);
      let met = 0;
      for (let g = 0; g < groups; g++) met += given[i][at * groups + g] *= beliefs[i][s * groups + g];
      if (parent < 0) weights[s] *= met;
      else beliefs[parent][at] *= met;
    }
  }
  return { strata: weights, given, cells };
}

/** For each stratum and group, the part of its rows that passes. */
function groupShares({ groupOf, groups, cells }: TreeNode, passing: Float64Array, strata: number): Float64Array {
  const all = new Float64Array(strata * groups);
  const met = new Float64Array(strata * groups);
  cells.forEach((rows, at) => {
    const group = Math.floor(at / groupOf.length) * groups + groupOf[at % groupOf.length];
    all[group] += rows;
    met[group] += passing[at];
  });
  return met.map((rows, group) => (all[group] > 0 ? rows / all[group] : 0));
}
