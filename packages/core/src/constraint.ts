import type { Condition, ConditionValue } from './condition.ts';

/**
 * A rule that every row must meet, as plain JSON. `missing` says what a missing cell does: `pass` (the default) leaves it out of
 * the comparison, as SQL's CHECK does; `fail` breaks the rule; `zero`, for sums, counts a missing part as 0.
 */
export type Constraint = ConstraintRule & {
  /** What messages call it; by default the rule and its columns. */
  readonly name?: string;
  readonly missing?: 'pass' | 'fail' | 'zero';
};

/** What can be demanded of a row, or, for `unique`, of all rows together. */
export type ConstraintRule =
  /** Numbers or instants of one row rise, or do not fall, from column to column: low, high; or start, middle, end. */
  | { readonly rule: 'inequality'; readonly columns: readonly string[]; readonly strict?: boolean }
  /** Tuples are among those listed; without a list, among those that the training table holds. */
  | { readonly rule: 'combinations'; readonly columns: readonly string[]; readonly allowed?: readonly Combination[] }
  /** Where every condition of `if` holds, every condition of `then` does. An empty `if` holds everywhere. */
  | { readonly rule: 'implication'; readonly if: readonly Condition[]; readonly then: readonly Condition[] }
  /** A value within bounds, inclusive unless `open`; where `if` holds, when there is one. */
  | ({ readonly rule: 'range'; readonly if?: readonly Condition[] } & Extract<Condition, { from?: ConditionValue }>)
  /** A value of a set; where `if` holds, when there is one. */
  | ({ readonly rule: 'one-of'; readonly if?: readonly Condition[] } & Extract<Condition, { in: unknown }>)
  /** The parts add up to the total, a column or a number, within `tolerance` (1e-9, relative to the total above 1). */
  | {
      readonly rule: 'sum';
      readonly parts: readonly string[];
      readonly total: string | number;
      readonly tolerance?: number;
    }
  /** A whole multiple of `step`. */
  | { readonly rule: 'multiple'; readonly columns: readonly string[]; readonly step: number }
  /** No two rows agree in all these columns. In a row: all cells missing or all present; at most one missing; at most one present. */
  | { readonly rule: Bare; readonly columns: readonly string[] };

type Bare = 'unique' | 'missing-together' | 'missing-exclusive' | 'present-exclusive';

/** One value for each column of a rule; `null` = missing. */
export type Combination = readonly (ConditionValue | null)[];

/** The columns that a constraint names, in its own order. */
export function constraintColumns(constraint: Constraint): readonly string[] {
  if ('columns' in constraint) return constraint.columns;
  if (constraint.rule === 'sum') {
    return typeof constraint.total === 'string' ? [...constraint.parts, constraint.total] : constraint.parts;
  }
  const then = constraint.rule === 'implication' ? constraint.then : [constraint];
  return [...(constraint.if ?? []), ...then].map((condition) => condition.column);
}
