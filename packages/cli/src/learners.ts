import type { Learner, Table } from '@verisim/core';
import { unknownLearner } from './errors.ts';
import { optional } from './settings.ts';

/** The learners that a model of real rows can be. */
export const learnerNames = ['boosted-trees', 'logistic-regression', 'text-regression'] as const;

/** A learner by its name. Throws `cli/unknown-learner`. */
export async function learnerOf(name: string): Promise<Learner> {
  const { boostedTrees, logisticRegression, textLearner } = await import('@verisim/evaluator-utility');
  if (name === 'boosted-trees') return boostedTrees();
  if (name === 'logistic-regression') return logisticRegression;
  if (name === textLearner.name) return textLearner;
  throw unknownLearner(name, learnerNames);
}

/** The learner that `--learner` names; without it text-regression for a table with a text to learn from, else the one of the name given. Throws `cli/unknown-learner`. */
export async function chosenLearner(
  options: Readonly<Record<string, unknown>>,
  { table, target, otherwise }: { readonly table: Table; readonly target: string; readonly otherwise: string },
): Promise<Learner> {
  const { learnerFor } = await import('@verisim/evaluator-utility');
  const named = optional(options, 'learner');
  return named === undefined ? learnerFor(table, target, await learnerOf(otherwise)) : learnerOf(named);
}
