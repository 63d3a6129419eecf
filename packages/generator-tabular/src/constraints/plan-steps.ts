import type { Table } from '@verisim/core';
import { type NamedColumns, namedColumns } from './named-columns.ts';
import { planJoins } from './plan-joins.ts';
import { planFloors, planTotals } from './plan-offsets.ts';
import type { Rule } from './rule.ts';
import type { StepState } from './step.ts';

/** What is decided so far. Every column is made by one step at most, and no step needs a column that is made from its own. */
export interface Draft {
  readonly table: Table;
  readonly columns: NamedColumns;
  /** In the order in which they are decoded. */
  readonly steps: StepState[];
  /** The rules that hold by construction. */
  readonly held: Set<Rule>;
  /** Columns that a step makes, with the columns it makes them from. */
  readonly made: Map<string, readonly string[]>;
}

/**
 * Which rules are built into what is learned, in this order: combinations, and other rules on columns of few values, as joined columns; sums;
 * inequalities. What finds its columns taken is left to repair and rejection.
 *
 * @param table rows that hold all rules
 */
export function planSteps(table: Table, rules: readonly Rule[]): Draft {
  const draft: Draft = { table, columns: namedColumns(table), steps: [], held: new Set(), made: new Map() };
  planJoins(draft, rules);
  planTotals(draft, rules);
  planFloors(draft, rules);
  return { ...draft, steps: decodingOrder(draft.steps) };
}

/** Steps after those that make what they need; encoding goes the other way. */
function decodingOrder(steps: readonly StepState[]): StepState[] {
  const ordered: StepState[] = [];
  let open = [...steps];
  while (open.length > 0) {
    const unmade = new Set(open.flatMap(madeBy));
    const ready = open.filter((step) => !neededBy(step).some((name) => unmade.has(name)));
    ordered.push(...ready);
    open = open.filter((step) => !ready.includes(step));
  }
  return ordered;
}

function madeBy(step: StepState): readonly string[] {
  return step.kind === 'offset' ? [step.column] : step.columns;
}

function neededBy(step: StepState): readonly string[] {
  if (step.kind !== 'offset') return [];
  return step.base.of === 'floor' ? step.base.columns : [...step.base.plus, ...step.base.minus];
}

/** Whether a column may still be made from others. */
export function mayBeMade(draft: Draft, column: string, from: readonly string[]): boolean {
  if (draft.made.has(column)) return false;
  const seen = new Set<string>();
  const open = [...from];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (name === column) return false;
    if (seen.has(name)) continue;
    seen.add(name);
    open.push(...(draft.made.get(name) ?? []));
  }
  return true;
}
