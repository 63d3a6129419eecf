import type { Learner } from '@verisim/core';

/** A learner that gives all classes the same weight where the request has no weights: its probabilities are those of equally frequent classes. */
export interface BalancingLearner extends Learner {
  readonly balances: true;
}

/** Whether a learner says that it balances classes by itself. */
export function balances(learner: Learner): learner is BalancingLearner {
  return 'balances' in learner && learner.balances === true;
}
