import { type Condition, type Constraint, contradiction, resolveConditions, type TableSpec } from '@verisim/core';
import type { ResolvedConstraint } from './constraint-resolve.ts';

/** What must hold where a constraint applies, for rules that are made of conditions; else nothing. */
export function demandsOf(constraint: Constraint): readonly Condition[] {
  if (constraint.rule === 'implication') return constraint.then;
  return constraint.rule === 'range' || constraint.rule === 'one-of' ? [constraint] : [];
}

/**
 * Refuses constraints that no row can meet: what always holds leaves no value, ranges leave nothing within the declared bounds,
 * an inequality runs in a circle or against the ranges, or two columns that are never missing may not both be present.
 * Ranges are handed along the inequalities until nothing changes (bounds consistency). Throws `core/contradiction`.
 */
export function refuseContradictions(spec: TableSpec, resolved: readonly ResolvedConstraint[]): void {
  const { low, high } = widestRanges(spec, resolved);
  const steps = new Int32Array(low.length);
  for (let round = 0; round <= low.length; round++) {
    for (const { constraint, columns, label } of resolved) {
      if (constraint.rule !== 'inequality') continue;
      for (let i = 1; i < columns.length; i++) {
        const [below, above] = [columns[i - 1], columns[i]];
        low[above] = Math.max(low[above], low[below]);
        steps[above] = Math.max(steps[above], steps[below] + (constraint.strict ? 1 : 0));
        const { name } = spec.columns[above];
        if (low[below] > high[above] || (low[below] === high[above] && constraint.strict))
          throw contradiction(name, `${label} leaves nothing within its range`);
        if (steps[above] >= low.length) throw contradiction(name, `${label} runs in a circle`);
      }
    }
  }
  for (const { constraint, columns, label } of resolved) {
    const present = columns.filter((at) => !spec.columns[at].nullable);
    if (constraint.rule === 'present-exclusive' && present.length > 1)
      throw contradiction(spec.columns[present[1]].name, `${label} wants a cell missing where none may be`);
  }
}

/** Every column's range by its bounds and by what always holds. */
function widestRanges(
  spec: TableSpec,
  resolved: readonly ResolvedConstraint[],
): { readonly low: Float64Array; readonly high: Float64Array } {
  const low = Float64Array.from(spec.columns, ({ bounds }) => bounds?.[0] ?? Number.NEGATIVE_INFINITY);
  const high = Float64Array.from(spec.columns, ({ bounds }) => bounds?.[1] ?? Number.POSITIVE_INFINITY);
  const always = resolved.filter((one) => one.applies.length === 0).flatMap((one) => demandsOf(one.constraint));
  for (const { column, interval } of resolveConditions(spec, always)) {
    if (interval === null) continue;
    low[column] = Math.max(low[column], interval.low);
    high[column] = Math.min(high[column], interval.high);
    if (low[column] > high[column])
      throw contradiction(spec.columns[column].name, 'its ranges leave nothing within its bounds');
  }
  return { low, high };
}
