import { type Context, columnOf, isVerisimError, type Table } from '@verisim/core';
import { asClassTarget, type Scorer } from '@verisim/evaluator-utility';
import { classTrainer } from './class-trainer.ts';
import { type Criteria, type CriteriaRequest, leastRows, notJudged, type Reached } from './criterion.ts';
import { numberTrainer } from './number-trainer.ts';
import { resampledBounds } from './resampled-bounds.ts';

/** Trains on any rows and scores on the validation part. */
export interface Trainer {
  readonly metric: 'tstr-roc-auc' | 'tstr-r2';
  /** The score of a model that knows nothing. */
  readonly chance: number;
  readonly range: readonly [number, number];
  /** One per validation row that counts; see `resampledBounds`. */
  readonly strata: Int32Array;
  /** `null` when nothing can be trained on these rows. */
  train(rows: Table, ctx: Context): Promise<Scorer | null>;
}

/** Real rows that predict no better than this above chance are no yardstick. */
const LEAST_SKILL = 0.02;

/**
 * Train on synthetic, test on real (Esteban, Hyland & Rätsch 2017) on the validation part, beside training on the real rows that the rungs are
 * fitted to: ROC AUC of classes, R2 of numbers.
 */
export async function trainingCriterion(request: CriteriaRequest, ctx: Context): Promise<Criteria> {
  const { fit, validation, target, terms } = request;
  const none = (why: string) => notJudged(['training'], why);
  if (target === undefined) return none('there is no target: name one with --target');
  if (validation.rows < leastRows.learned)
    return none(`${validation.rows} validation rows, fewer than ${leastRows.learned}`);
  const trainer = trainerFor(request, target);
  if (typeof trainer === 'string') return none(trainer);
  const reach = (rows: Table, own: Context) => reached(trainer, rows, terms.resamples, own);
  let real: Reached;
  try {
    real = await reach(fit, ctx);
  } catch (error) {
    if (!isVerisimError(error) || error.code !== 'evaluator-utility/no-features') throw error;
    return none('no column varies that the target could be predicted from');
  }
  const reference = real.value ?? Number.NaN;
  const skill = reference - trainer.chance;
  if (!(skill > LEAST_SKILL)) return none(`trained on real rows, no model predicts "${target}" better than by chance`);
  const limit = reference - terms.skillShare * skill - terms.skillSlack;
  const { metric } = trainer;
  const criterion = { criterion: 'training', metric, better: 'higher', reference, limit, measure: reach } as const;
  return { criteria: [criterion], notJudged: [] };
}

/** A trainer, or why there is none. */
function trainerFor({ fit, validation, learner }: CriteriaRequest, target: string): Trainer | string {
  if (columnOf(fit, target).storage === 'text') return `the target "${target}" is an id or free text`;
  try {
    const classes = { fit: asClassTarget(fit, target), validation: asClassTarget(validation, target) };
    return classTrainer(classes.validation, target, learner);
  } catch (error) {
    if (!isVerisimError(error) || error.code !== 'evaluator-utility/target-not-classes') throw error;
    return numberTrainer({ fit, validation }, target, learner);
  }
}

async function reached(trainer: Trainer, rows: Table, resamples: number, ctx: Context): Promise<Reached> {
  const scorer = await trainer.train(rows, ctx);
  if (scorer === null) return { value: null, low: null, high: null, worst: 'nothing can be trained on these rows' };
  const { strata, range } = trainer;
  const [low, high] = await resampledBounds({ strata, scorer, resamples, range }, ctx);
  return { value: scorer(), low, high, worst: '' };
}
