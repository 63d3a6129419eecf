import type { TableSpec } from '@verisim/core';
import type { IdColumn } from '../draw-ids.ts';
import type { Decoder } from '../smooth-values.ts';
import type { LatentDimension } from './latent-dimensions.ts';

/** A fitted Gaussian copula. */
export interface CopulaModel {
  readonly schema: TableSpec;
  /** How codes of each column become values; `null` for text. */
  readonly decoders: readonly (Decoder | null)[];
  /** The normal variables, the target's first. */
  readonly dimensions: readonly LatentDimension[];
  /** Lower-triangular root of their correlation matrix, by rows. */
  readonly root: Float64Array;
  readonly ids: readonly IdColumn[];
}
