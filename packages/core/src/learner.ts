import type { Random } from '@verisim/random';
import type { Table } from './table.ts';

/** How to train. */
export interface LearnerRequest {
  readonly target: string;
  readonly random: Random;
  readonly signal: AbortSignal;
  /** One weight per row, mean about 1; all 1 when left out. */
  readonly weights?: Float64Array;
}

/** A way to train a classifier, used to measure what data is worth. Never the generator that made the data. */
export interface Learner {
  readonly name: string;
  readonly version: string;
  /** Learns to predict the coded column `target` from all feature columns of `train`. */
  fit(train: Table, request: LearnerRequest): Promise<Classifier>;
}

/** A trained classifier. */
export interface Classifier {
  readonly classes: readonly string[];
  /** Probabilities, row after row: `rows * classes.length` values. Levels it never saw count as missing. */
  predict(table: Table): Float64Array;
  /** Frees what the garbage collector does not know of. */
  dispose(): void;
}
