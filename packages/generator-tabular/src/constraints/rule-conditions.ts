import type { Condition, Constraint } from '@verisim/core';

/** What must hold where a constraint applies, for rules that are made of conditions; else nothing. */
export function demandsOf(constraint: Constraint): readonly Condition[] {
  if (constraint.rule === 'implication') return constraint.then;
  return constraint.rule === 'range' || constraint.rule === 'one-of' ? [constraint] : [];
}

/** Where a constraint applies: everywhere when empty. */
export function conditionsOf(constraint: Constraint): readonly Condition[] {
  return 'if' in constraint ? (constraint.if ?? []) : [];
}
