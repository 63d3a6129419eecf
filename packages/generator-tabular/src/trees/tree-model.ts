import type { Json, TableSpec } from '@verisim/core';
import type { Tree } from '@verisim/decision-trees';
import type { IdColumn } from '../draw-ids.ts';
import type { Decoder } from '../smooth-values.ts';
import type { CodeBins } from './bin-codes.ts';
import type { CodeWindows } from './draw-leaf-numbers.ts';

/** One modelled column: a tree on earlier columns whose leaves hold codes of real values. */
export interface TreeColumn {
  /** Its position in the table. */
  readonly column: number;
  /** Places in the model's order of the earlier columns that the tree was offered. */
  readonly parents: Int32Array;
  /** Its row permutation is left empty: `codes` stand in its place. */
  readonly tree: Tree;
  /** Value codes of the training rows, in the order of the tree's leaves; numbers ascend within a leaf. */
  readonly codes: Int32Array;
  /** What later trees see of it. */
  readonly bins: CodeBins;
  readonly decoder: Decoder;
  /** Of a numeric column. */
  readonly windows: CodeWindows | null;
}

/** A fitted sequence of trees. Columns that are in neither list are text, which is not modelled. */
export interface TreeModel {
  readonly schema: TableSpec;
  readonly options: Json;
  /** In the order of sampling. */
  readonly columns: readonly TreeColumn[];
  readonly ids: readonly IdColumn[];
}
