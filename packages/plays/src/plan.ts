import type { Condition, Json } from '@verisim/core';
import { type MetricName, metrics } from '@verisim/evaluator-utility';
import { badPlan } from './errors.ts';

/** What a coverage-gap play is to do, said before anything is generated. */
export interface CoverageGapPlan {
  /** The gap in one sentence. */
  readonly gap: string;
  readonly target: string;
  /** The rows that are too few, and that will be generated. */
  readonly where: readonly Condition[];
  readonly metric: MetricName;
  /** The smallest lift worth having, above 0. */
  readonly threshold: number;
  /** What the model must reach on the metric, if there is such a line. */
  readonly requirement?: number;
  /** Ratios to try: synthetic / (synthetic + real) within the gap, each in [0, 1). */
  readonly ratios: readonly number[];
  readonly folds: number;
  readonly seeds: number;
  /** Rows of the first small batch. */
  readonly batchRows: number;
  readonly generatorOptions: Json;
  /** Go on after a failed check; recorded in the report. */
  readonly force: boolean;
}

/** Settings that a user need not choose. */
export const planDefaults: Omit<CoverageGapPlan, 'gap' | 'target' | 'where' | 'requirement'> = {
  metric: 'roc-auc',
  threshold: 0.01,
  ratios: [0, 0.25, 0.5, 0.75],
  folds: 5,
  seeds: 3,
  batchRows: 200,
  generatorOptions: {},
  force: false,
};

/** What nobody but the user can say of a plan. */
export type StatedPlan = Pick<CoverageGapPlan, 'gap' | 'target' | 'where' | 'metric' | 'threshold'>;

/** A complete plan, or `plays/bad-plan`: a play does not start without a gap in one sentence, a metric and a threshold, none of which has a default. */
export function makePlan(given: StatedPlan & Partial<CoverageGapPlan>): CoverageGapPlan {
  const { metric: _, threshold: __, ...defaults } = planDefaults;
  const plan: CoverageGapPlan = { ...defaults, ...given };
  requireSentence(plan.gap);
  if (plan.where.length === 0)
    throw badPlan('The plan does not say which rows are too few.', "Give a condition such as damaged = 'yes'.");
  if (plan.metric === undefined || !Object.hasOwn(metrics, plan.metric)) {
    const what = plan.metric === undefined ? 'The plan names no metric.' : `There is no metric "${plan.metric}".`;
    throw badPlan(what, `Say beforehand which one decides: ${Object.keys(metrics).join(', ')}.`);
  }
  if (!(plan.threshold > 0))
    throw badPlan(
      plan.threshold === undefined ? 'The plan names no threshold.' : `The threshold ${plan.threshold} is not above 0.`,
      'Say beforehand which lift is the smallest that would be worth having.',
    );
  const bad = plan.ratios.find((ratio) => !(ratio >= 0 && ratio < 1));
  if (bad !== undefined)
    throw badPlan(`The ratio ${bad} is not in [0, 1).`, 'Use 0.5 for one synthetic row per real row.');
  if (!plan.ratios.some((ratio) => ratio > 0))
    throw badPlan('The plan tries no synthetic rows.', 'Name at least one ratio above 0.');
  if (!Number.isInteger(plan.folds) || plan.folds < 2)
    throw badPlan(`${plan.folds} folds make no cross-validation.`, 'Use 2 or more.');
  if (!Number.isInteger(plan.seeds) || plan.seeds < 1)
    throw badPlan(`${plan.seeds} seeds train nothing.`, 'Use 1 or more.');
  return plan;
}

const FEWEST_WORDS = 3;
/** The end of a sentence, and another one that begins. */
const NEXT_SENTENCE = /\p{L}{2}[.!?]["')\]]?\s+\p{Lu}/u;

function requireSentence(gap: string): void {
  const next = 'Say in one sentence which rows are too few and why that matters.';
  const words = gap.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
  if (words === 0) throw badPlan('The plan names no gap.', next);
  if (words < FEWEST_WORDS) throw badPlan(`"${gap.trim()}" does not say what the gap is.`, next);
  if (NEXT_SENTENCE.test(gap)) throw badPlan('The plan takes more than one sentence to say the gap.', next);
}
