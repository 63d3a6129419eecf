import {
  type ColumnTest,
  type Condition,
  type Constraint,
  isVerisimError,
  passesNumber,
  resolveConditions,
  type TableSpec,
} from '@verisim/core';
import { constraintsExclude } from '../errors.ts';
import type { Rule } from './rule.ts';
import { conditionsOf, demandsOf } from './rule-conditions.ts';

/**
 * The conditions and what rules demand of every row that meets them. Throws `core/contradiction`, and
 * `generator-tabular/constraints-exclude` where no row can meet both: what a rule demands leaves nothing of a column, or an inequality
 * runs against the ranges asked for.
 */
export function excludedWhere(
  schema: TableSpec,
  rules: readonly Rule[],
  where: readonly Condition[],
): readonly Condition[] {
  let all = where;
  let tests = resolveConditions(schema, all);
  const open = new Set(rules.filter(({ constraint }) => constraint !== null && demandsOf(constraint).length > 0));
  for (let grown = where.length > 0; grown; ) {
    grown = false;
    for (const rule of open) {
      const constraint = rule.constraint as Constraint;
      if (!isMet(schema, tests, conditionsOf(constraint))) continue;
      open.delete(rule);
      const demands = demandsOf(constraint).filter((demand) => isBinding(tests, constraint, demand));
      if (demands.length === 0) continue;
      all = [...all, ...demands];
      tests = resolveWith(schema, all, rule);
      grown = true;
    }
  }
  for (const rule of rules) if (rule.constraint?.rule === 'inequality') refuseDisorder(tests, rule);
  return all;
}

function resolveWith(schema: TableSpec, all: readonly Condition[], { label, columns }: Rule): readonly ColumnTest[] {
  try {
    return resolveConditions(schema, all);
  } catch (error) {
    if (!isVerisimError(error) || error.code !== 'core/contradiction') throw error;
    throw constraintsExclude(columns, [label], 'together they leave no value');
  }
}

/** Whether every row that passes the tests meets the conditions. */
function isMet(schema: TableSpec, tests: readonly ColumnTest[], conditions: readonly Condition[]): boolean {
  return resolveConditions(schema, conditions).every((wanted) =>
    tests.some((test) => test.column === wanted.column && isWithin(test, wanted)),
  );
}

function isWithin(inner: ColumnTest, outer: ColumnTest): boolean {
  if (inner.missing && !outer.missing) return false;
  if (!inner.present) return true;
  if (!outer.present) return false;
  if (inner.codes && !inner.codes.every((allowed, code) => allowed === 0 || outer.codes?.[code] === 1)) return false;
  if (outer.texts && !(inner.texts && [...inner.texts].every((text) => outer.texts?.has(text)))) return false;
  if (outer.interval === null || inner.interval === null) return true;
  const [a, b] = [inner.interval, outer.interval];
  if (inner.values) {
    return inner.values.filter((value) => passesNumber(inner, value)).every((value) => passesNumber(outer, value));
  }
  if (outer.values) return false;
  const low = a.low > b.low || (a.low === b.low && (a.lowOpen || !b.lowOpen));
  return low && (a.high < b.high || (a.high === b.high && (a.highOpen || !b.highOpen)));
}

/** Whether a demand counts for every row in question: missing cells pass, unless the rule or the conditions say otherwise. */
function isBinding(tests: readonly ColumnTest[], { rule, missing }: Constraint, demand: Condition): boolean {
  if (missing === 'fail' || (rule === 'implication' && 'missing' in demand)) return true;
  return tests.some(({ spec, missing: passes }) => spec.name === demand.column && !passes);
}

function refuseDisorder(tests: readonly ColumnTest[], { label, columns, constraint }: Rule): void {
  const strict = constraint?.rule === 'inequality' && constraint.strict === true;
  let below: ColumnTest | null = null;
  for (const name of columns) {
    const test = tests.find(({ spec }) => spec.name === name);
    if (!test?.interval || test.missing) continue;
    const [low, high] = [below === null ? Number.NEGATIVE_INFINITY : lowest(below), highest(test)];
    if (below !== null && (low > high || (low === high && strict)))
      throw constraintsExclude([below.spec.name, name], [label], 'the one would have to lie above the other');
    if (below === null || lowest(test) > lowest(below)) below = test;
  }
}

function lowest({ interval, values }: ColumnTest): number {
  return Math.max(interval?.low ?? Number.NEGATIVE_INFINITY, values ? Math.min(...values) : Number.NEGATIVE_INFINITY);
}

function highest({ interval, values }: ColumnTest): number {
  return Math.min(interval?.high ?? Number.POSITIVE_INFINITY, values ? Math.max(...values) : Number.POSITIVE_INFINITY);
}
