import type { Context, Learner, Table } from '@verisim/core';
import type { CriterionAccount, CriterionName, NotJudged } from './choice-account.ts';
import type { ChoiceParts } from './choice-split.ts';
import type { ChoiceTerms } from './choice-terms.ts';

/** What criteria are made from. */
export interface CriteriaRequest extends ChoiceParts {
  /** The columns whose shapes and pair trends are compared. */
  readonly compared: readonly string[];
  readonly target?: string;
  readonly learner: Learner;
  readonly terms: ChoiceTerms;
}

/** What synthetic rows reach. */
export type Reached = Pick<CriterionAccount, 'value' | 'low' | 'high' | 'worst'>;

/** Something that synthetic rows are held against. */
export interface Criterion extends Pick<CriterionAccount, 'metric' | 'better' | 'reference' | 'limit'> {
  readonly criterion: CriterionName;
  measure(synthetic: Table, ctx: Context): Promise<Reached>;
}

/** The criteria that a table allows, and those that it does not. */
export interface Criteria {
  readonly criteria: readonly Criterion[];
  readonly notJudged: readonly NotJudged[];
}

/** Fewer rows than this on each side tell nothing. */
export const leastRows: { readonly fidelity: number; readonly learned: number } = { fidelity: 20, learned: 50 };

/** Nothing of these, and why. */
export function notJudged(names: readonly CriterionName[], why: string): Criteria {
  return { criteria: [], notJudged: names.map((criterion) => ({ criterion, why })) };
}

/** Holds synthetic rows against one criterion. */
export async function judgeCriterion(criterion: Criterion, synthetic: Table, ctx: Context): Promise<CriterionAccount> {
  const { criterion: name, metric, better, reference, limit } = criterion;
  const reached = await criterion.measure(synthetic, ctx);
  // + 0: never -0, which JSON would not keep.
  const spent = reached.value === null ? null : (reached.value - reference) / (limit - reference) + 0;
  const passed = spent !== null && spent <= 1;
  return { criterion: name, metric, better, ...reached, reference, limit, spent, passed };
}
