import { type CodedColumn, columnOf, isVerisimError, type Learner, type Table, takeRows } from '@verisim/core';
import { asClassTarget } from '@verisim/evaluator-utility';
import { tableScorer } from '../score.ts';
import type { Trainer } from './training-criterion.ts';

/** Validation rows that two classes must have, for a rank of one against the other to mean something. */
const LEAST_OF_CLASS = 10;

/** What a learner throws of rows that hold one class alone, or numbers where the real ones are classes. */
const UNTRAINABLE = ['evaluator-utility/one-class', 'evaluator-utility/target-not-classes'];

/** Trains classifiers of `target` and scores their ROC AUC on `validation`, whose target is coded; or says why not. */
export function classTrainer(validation: Table, target: string, learner: Learner): Trainer | string {
  const { codes, levels } = columnOf(validation, target) as CodedColumn;
  const counts = new Int32Array(levels.length);
  for (const code of codes) if (code >= 0) counts[code]++;
  const often = counts.filter((count) => count >= LEAST_OF_CLASS);
  if (often.length < 2) return `fewer than two classes of "${target}" have ${LEAST_OF_CLASS} validation rows or more`;
  // Rarer classes would weigh as much as the others in the mean over classes.
  const known = takeRows(
    validation,
    [...codes.keys()].filter((row) => codes[row] >= 0 && counts[codes[row]] >= LEAST_OF_CLASS),
  );
  return {
    metric: 'tstr-roc-auc',
    chance: 0.5,
    range: [0, 1],
    strata: (columnOf(known, target) as CodedColumn).codes,
    async train(rows, ctx) {
      try {
        const request = { target, random: ctx.random.fork('learner'), signal: ctx.signal };
        const classifier = await learner.fit(asClassTarget(rows, target), request);
        try {
          return tableScorer(classifier, known, target, 'roc-auc');
        } finally {
          classifier.dispose();
        }
      } catch (error) {
        if (isVerisimError(error) && UNTRAINABLE.includes(error.code)) return null;
        throw error;
      }
    },
  };
}
