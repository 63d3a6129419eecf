import type { LossName } from './boost-loss.ts';

/**
 * An ensemble of trees in flat arrays. Tree t begins at node `roots[t]` and adds to output `t % outputs`. The children of node i
 * are `left[i]` and `left[i] + 1`; a row whose code is c goes to the second when bit c of the node's 256 bits is set.
 */
export interface BoostedTrees {
  readonly loss: LossName;
  /** Margins per row: 1, or one per class for `softmax`. */
  readonly outputs: number;
  /** How many feature columns it was trained on. */
  readonly features: number;
  /** Margin of each output before the first tree. */
  readonly base: Float64Array;
  /** First node of each tree, ascending. */
  readonly roots: Int32Array;
  /** Per node: the feature that splits it, -1 in a leaf. */
  readonly feature: Int32Array;
  /** Per node: its left child, 0 in a leaf. */
  readonly left: Int32Array;
  /** Eight words of 32 bits per node, lowest code first: which codes go right. */
  readonly right: Int32Array;
  /** Per node: what a leaf adds to the margin, the learning rate included; 0 elsewhere. */
  readonly value: Float64Array;
  /** Per node: how much its split lowers twice the loss, G^2 / (H + lambda) over its sides less its own; 0 in a leaf. */
  readonly gain: Float64Array;
}
