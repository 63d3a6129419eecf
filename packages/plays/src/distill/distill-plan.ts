import { type MetricName, metricOf } from '@verisim/evaluator-utility';
import { badPlan } from '../errors.ts';

/** Who says that the teacher's outputs may be trained on. */
export interface LicenceConfirmation {
  /** The licence or the terms that were read, and where: `Apache-2.0 (model card)`. */
  readonly licence: string;
  /** A person, by name. */
  readonly confirmedBy: string;
}

/** What a distillation is to do, said beforehand. */
export interface DistillPlan {
  readonly target: string;
  readonly licence: LicenceConfirmation;
  readonly metric: MetricName;
  /** The smallest lift worth having over the same student on real labels alone, above 0. */
  readonly threshold: number;
  readonly requirement?: number;
  /** How much worse than the teacher the student may be, above 0. */
  readonly loss: number;
  /** Least share of the teacher's answers that agree, above one half. */
  readonly agreement: number;
  /** Least confidence of the teacher, where it states one. */
  readonly confidence?: number;
  /** Training seeds of the student. */
  readonly seeds: number;
  readonly folds: number;
}

/** Settings that a user need not choose. */
export const distillDefaults: Omit<DistillPlan, 'target' | 'licence' | 'requirement'> = {
  metric: 'macro-f1',
  threshold: 0.01,
  loss: 0.05,
  agreement: 1,
  seeds: 3,
  folds: 5,
};

/** A complete plan. Throws `plays/bad-plan`: without a licence that a named person confirmed nothing starts. */
export function makeDistillPlan(given: Pick<DistillPlan, 'target' | 'licence'> & Partial<DistillPlan>): DistillPlan {
  const plan: DistillPlan = { ...distillDefaults, ...given, licence: confirmed(given.licence) };
  const shares = [plan.agreement, plan.confidence ?? 1];
  if (!(plan.agreement > 0.5 && plan.agreement <= 1))
    throw badPlan(
      `An agreement of ${plan.agreement} is no majority.`,
      'Ask for a share above 0.5, up to 1 for answers that are all the same.',
    );
  if (shares.some((share) => !(share > 0 && share <= 1)))
    throw badPlan(`A confidence of ${plan.confidence} is not in (0, 1].`, 'Give a share such as 0.8.');
  for (const [name, value] of [
    ['threshold', plan.threshold],
    ['loss', plan.loss],
  ] as const)
    if (!(value > 0)) throw badPlan(`The ${name} ${value} is not above 0.`, 'Name a difference of the metric above 0.');
  return { ...plan, metric: metricOf(plan.metric).name };
}

function confirmed({ licence, confirmedBy }: LicenceConfirmation): LicenceConfirmation {
  const [terms, name] = [licence.trim(), confirmedBy.trim()];
  if (terms === '')
    throw badPlan(
      "The plan does not say under which licence the teacher's outputs may be trained on.",
      'Read its terms and name them: --licence "Apache-2.0 (model card)". Some forbid it.',
    );
  if (name.split(/\s+/).length < 2)
    throw badPlan(
      name === ''
        ? "Nobody confirmed the licence of the teacher's outputs."
        : `"${name}" does not name a person who confirmed the licence.`,
      'The person who read the terms says so by first and last name: --confirmed-by "Ada Lovelace".',
    );
  return { licence: terms, confirmedBy: name };
}
