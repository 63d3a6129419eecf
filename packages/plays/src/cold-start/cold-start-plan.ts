import { type MetricName, metricOf } from '@verisim/evaluator-utility';
import { badPlan, realRowsExist } from '../errors.ts';
import { type Day, parseDay } from './day.ts';

/** What a cold start is to do, said beforehand. */
export interface ColdStartPlan {
  /** What has to run before there are real rows, and why, in one sentence. */
  readonly why: string;
  readonly target: string;
  readonly metric: MetricName;
  /** How much synthetic rows must add for real rows not to carry the model alone; above 0. */
  readonly threshold: number;
  /** What a model must reach on the metric, if there is such a line. */
  readonly requirement?: number;
  readonly started: Day;
  /** The last day on which the model may be used. */
  readonly expires: Day;
  /** Days from one review to the next. */
  readonly reviewDays: number;
  /** Real rows to lock away for judging; what the power analysis says when left out. */
  readonly evaluationRows?: number;
}

/** A fortnight. */
export const REVIEW_DAYS = 14;

/** A complete plan. Throws `plays/bad-plan` and `plays/bad-day`: a model without an expiry date is not made. */
export function makeColdStartPlan(
  given: Pick<ColdStartPlan, 'why' | 'target' | 'expires' | 'started'> & Partial<ColdStartPlan>,
): ColdStartPlan {
  const plan: ColdStartPlan = {
    metric: 'roc-auc',
    threshold: 0.01,
    reviewDays: REVIEW_DAYS,
    ...given,
    why: given.why.trim(),
    started: parseDay(given.started, 'The day it starts'),
    expires: parseDay(given.expires, 'The expiry date'),
  };
  if (plan.why.split(/\s+/).length < 4)
    throw badPlan(
      'The plan does not say why a model must run before there are real rows.',
      'Say it in one sentence: --why "The product starts in May and must route its first tickets."',
    );
  if (plan.expires <= plan.started)
    throw badPlan(
      `The model would expire on ${plan.expires}, and today is ${plan.started}.`,
      'Name the day by which real rows must have taken over.',
    );
  if (!(plan.threshold > 0))
    throw badPlan(`The threshold ${plan.threshold} is not above 0.`, 'Name the smallest difference that matters.');
  if (plan.evaluationRows !== undefined && !(Number.isInteger(plan.evaluationRows) && plan.evaluationRows > 0))
    throw badPlan(`${plan.evaluationRows} evaluation rows judge nothing.`, 'Name a whole number, 100 or more.');
  return { ...plan, metric: metricOf(plan.metric).name };
}

/** What `--force` passes over: nothing where there are no real rows. Throws `plays/real-rows-exist` where there are and it is not forced. */
export function refuseRealRows(file: string | null, force: boolean): readonly string[] {
  if (file === null) return [];
  if (!force) throw realRowsExist(file);
  return [`There were real rows: ${file} was locked already.`];
}
