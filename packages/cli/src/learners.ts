import type { Learner } from '@verisim/core';
import { unknownLearner } from './errors.ts';

/** The learners that a model of real rows can be. */
export const learnerNames = ['boosted-trees', 'logistic-regression'] as const;

/** A learner by its name. Throws `cli/unknown-learner`. */
export async function learnerOf(name: string): Promise<Learner> {
  const { boostedTrees, logisticRegression } = await import('@verisim/evaluator-utility');
  if (name === 'boosted-trees') return boostedTrees();
  if (name === 'logistic-regression') return logisticRegression;
  throw unknownLearner(name, learnerNames);
}
