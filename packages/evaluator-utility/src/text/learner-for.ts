import type { Learner, Table } from '@verisim/core';
import { logisticRegression } from '../logistic-regression.ts';
import { textFeatures } from './text-features.ts';
import { textLearner } from './text-learner.ts';
import { textNetwork } from './text-network.ts';

/** The learner that a table is to be learned by where none was asked for: {@link textLearner} when it has a text to learn from, else `otherwise`. */
export function learnerFor({ spec }: Table, target: string, otherwise: Learner): Learner {
  return textFeatures(spec, target).length > 0 ? textLearner : otherwise;
}

/** A learner of another family than {@link learnerFor}'s, for a second opinion: {@link textNetwork} for texts, else {@link logisticRegression}. */
export function secondLearnerFor({ spec }: Table, target: string): Learner {
  return textFeatures(spec, target).length > 0 ? textNetwork() : logisticRegression;
}
