import { columnIndex, type Json, type TableSpec } from '@verisim/core';
import { type MetricName, metricOf } from '@verisim/evaluator-utility';
import { badPlan } from '../errors.ts';

/** What a privacy play is to do, said before anything is generated. */
export interface PrivacyPlan {
  /** One sentence: which facts about whom must stay out of reach, and of whom. */
  readonly requirement: string;
  /** The columns that hold those facts; at least one. */
  readonly sensitive: readonly string[];
  /** Whose privacy a row is: one person, one household, one visit. */
  readonly unit: string;
  /** Who receives the rows and what they may know. */
  readonly release?: string;
  /** The column to predict; without one the rows' use is not measured. */
  readonly target?: string;
  readonly metric: MetricName;
  /** How much worse than on real rows a model may be that is trained on the synthetic rows alone. */
  readonly loss: number;
  /** Synthetic rows; as many as there are training rows when left out. */
  readonly rows?: number;
  readonly generatorOptions: Json;
  /** Plant leaks to see what the audit would have caught. */
  readonly power: boolean;
}

/** Settings that a user need not choose. */
export const privacyDefaults: Pick<PrivacyPlan, 'metric' | 'loss' | 'generatorOptions' | 'power'> = {
  metric: 'roc-auc',
  loss: 0.05,
  generatorOptions: {},
  power: true,
};

/** A complete plan. Throws `plays/bad-plan` when requirement, sensitive columns or unit are not stated, and `core/unknown-column`. */
export function makePrivacyPlan(given: Partial<PrivacyPlan>, spec: TableSpec): PrivacyPlan {
  const { requirement = '', sensitive = [], unit = '' } = given;
  const plan: PrivacyPlan = {
    ...privacyDefaults,
    ...given,
    requirement: requirement.trim(),
    sensitive,
    unit: unit.trim(),
  };
  if (plan.requirement.split(/\s+/).length < 4)
    throw badPlan(
      'The plan does not state what must stay out of reach.',
      'Say in one sentence which facts about whom nobody may learn: --requirement "Nobody learns a patient\'s diagnosis from the released rows."',
    );
  if (sensitive.length === 0)
    throw badPlan('The plan names no column that holds those facts.', 'Name them: --sensitive diagnosis,income.');
  if (plan.unit === '') throw badPlan('The plan does not say whose privacy a row is.', 'Say it: --unit "one patient".');
  for (const name of [...sensitive, ...(plan.target === undefined ? [] : [plan.target])]) columnIndex(spec, name);
  if (!(plan.loss > 0)) throw badPlan(`The loss ${plan.loss} is not above 0.`, 'Name how much worse a model may be.');
  return { ...plan, metric: metricOf(plan.metric).name };
}
