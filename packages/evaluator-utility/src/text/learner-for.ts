import type { Learner, Table } from '@verisim/core';
import { textFeatures } from './text-features.ts';
import { textLearner } from './text-learner.ts';

/** The learner that a table is to be learned by where none was asked for: {@link textLearner} when it has a text to learn from, else `otherwise`. */
export function learnerFor({ spec }: Table, target: string, otherwise: Learner): Learner {
  return textFeatures(spec, target).length > 0 ? textLearner : otherwise;
}
