import {
  type ColumnTest,
  type Condition,
  type ConditionValue,
  type Constraint,
  columnIndex,
  columnKinds,
  constraintColumns,
  resolveConditions,
  type TableSpec,
} from '@verisim/core';
import { demandsOf, refuseContradictions } from './constraint-contradictions.ts';
import { badConstraint } from './errors.ts';

/** A constraint against a schema. */
export interface ResolvedConstraint {
  readonly constraint: Constraint;
  /** Its name, or the rule and its columns. */
  readonly label: string;
  /** The places of core's `constraintColumns`. */
  readonly columns: readonly number[];
  /** `implication`, `range`, `one-of`: where it applies, and what must hold there. Empty for rules that compare columns. */
  readonly applies: readonly ColumnTest[];
  readonly demands: readonly ColumnTest[];
}

interface RuleNeeds {
  /** Members that must be there. */
  readonly members: readonly string[];
  /** How many columns at least. */
  readonly least: number;
  /** Whether columns must have an order, and whether instants will do. */
  readonly ordered?: 'numbers' | 'numbers or instants';
}

const RULES: Readonly<Record<Constraint['rule'], RuleNeeds>> = {
  unique: { members: ['columns'], least: 1 },
  inequality: { members: ['columns'], least: 2, ordered: 'numbers or instants' },
  combinations: { members: ['columns'], least: 2 },
  implication: { members: ['if', 'then'], least: 1 },
  range: { members: ['column'], least: 1 },
  'one-of': { members: ['column', 'in'], least: 1 },
  sum: { members: ['parts', 'total'], least: 1, ordered: 'numbers' },
  multiple: { members: ['columns', 'step'], least: 1, ordered: 'numbers' },
  'missing-together': { members: ['columns'], least: 2 },
  'missing-exclusive': { members: ['columns'], least: 2 },
  'present-exclusive': { members: ['columns'], least: 2 },
};

/**
 * A schema's constraints, held against its columns and each other. Throws `validator-table/bad-constraint` for a rule that cannot
 * be read or does not fit its columns, `core/unknown-column`, `core/unknown-level` and `core/bad-condition` for what conditions
 * name, and `core/contradiction` when no row can meet them all.
 */
export function resolveConstraints(spec: TableSpec): readonly ResolvedConstraint[] {
  const resolved = (spec.constraints ?? []).map((constraint) => resolveConstraint(spec, constraint));
  refuseContradictions(spec, resolved);
  return resolved;
}

function resolveConstraint(spec: TableSpec, constraint: Constraint): ResolvedConstraint {
  const needs = refuseMalformed(constraint);
  const names = constraintColumns(constraint);
  const label = constraint.name ?? `${constraint.rule} of ${names.map((name) => `"${name}"`).join(', ')}`;
  const columns = names.map((name) => columnIndex(spec, name));
  const demands = demandsOf(constraint);
  if (demands.length === 0 && new Set(names).size < names.length) throw badConstraint(label, 'names a column twice');
  if (columns.length < needs.least) throw badConstraint(label, `needs ${needs.least} columns or more`);
  if (needs.ordered) refuseUnordered(spec, label, needs.ordered, columns);
  if (constraint.rule === 'combinations') {
    for (const tuple of constraint.allowed ?? []) refuseTuple(spec, label, constraint.columns, tuple);
  }
  const when = 'if' in constraint ? (constraint.if ?? []) : [];
  resolveConditions(spec, [...when, ...demands]);
  return {
    constraint,
    label,
    columns,
    applies: resolveConditions(spec, when),
    demands: resolveConditions(spec, demands),
  };
}

const LISTS: readonly string[] = ['columns', 'parts', 'if', 'then', 'in', 'allowed'];
const MISSING: readonly unknown[] = [undefined, 'pass', 'fail', 'zero'];

/** Constraints come from JSON, so their shape is checked here and nowhere later. */
function refuseMalformed(constraint: Constraint): RuleNeeds {
  const { rule, missing } = constraint;
  if (!Object.hasOwn(RULES, rule)) throw badConstraint(`"${rule}"`, 'is none of the rules', Object.keys(RULES));
  const label = constraint.name ?? rule;
  const lacking = RULES[rule].members.find((member) => !Object.hasOwn(constraint, member));
  if (lacking !== undefined) throw badConstraint(label, `has no "${lacking}"`);
  const broken = Object.entries(constraint).find(([member, value]) => LISTS.includes(member) && !Array.isArray(value));
  if (broken) throw badConstraint(label, `has a "${broken[0]}" that is no list`);
  if (!MISSING.includes(missing)) throw badConstraint(label, `has a "missing" that is none of pass, fail, zero`);
  if (missing === 'zero' && rule !== 'sum') throw badConstraint(label, 'is no sum, so "missing" cannot be zero');
  if (rule === 'implication' && constraint.then.length === 0) throw badConstraint(label, 'demands nothing');
  if (rule === 'range' && constraint.from === undefined && constraint.to === undefined)
    throw badConstraint(label, 'has neither "from" nor "to"');
  if (rule === 'multiple' && !(constraint.step > 0)) throw badConstraint(label, 'has a step that is not above 0');
  if (rule === 'sum' && !((constraint.tolerance ?? 0) >= 0)) throw badConstraint(label, 'has a tolerance below 0');
  if (rule === 'sum' && typeof constraint.total === 'number' && !Number.isFinite(constraint.total))
    throw badConstraint(label, 'has a total that is no number');
  return RULES[rule];
}

function refuseUnordered(
  spec: TableSpec,
  label: string,
  ordered: NonNullable<RuleNeeds['ordered']>,
  columns: readonly number[],
): void {
  const first = spec.columns[columns[0]];
  for (const { name, kind, zone } of columns.map((at) => spec.columns[at])) {
    const instant = kind === 'datetime';
    if (!columnKinds[kind].ordered) throw badConstraint(label, `compares "${name}", which is ${kind} and has no order`);
    if (instant && ordered === 'numbers') throw badConstraint(label, `cannot reckon with dates ("${name}")`);
    if (instant !== (first.kind === 'datetime'))
      throw badConstraint(label, `compares dates with numbers ("${first.name}" and "${name}")`);
    if ((zone === undefined) !== (first.zone === undefined))
      throw badConstraint(label, `compares times with and without a zone ("${first.name}" and "${name}")`);
  }
}

function refuseTuple(
  spec: TableSpec,
  label: string,
  columns: readonly string[],
  tuple: readonly (ConditionValue | null)[],
): void {
  if (!Array.isArray(tuple) || tuple.length !== columns.length)
    throw badConstraint(label, `allows a combination that is not ${columns.length} values`);
  const conditions = columns.map((column, i): Condition => {
    const value = tuple[i];
    return value === null ? { column, missing: true } : { column, in: [value] };
  });
  resolveConditions(spec, conditions);
}
