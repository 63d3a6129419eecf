import type { Constraint } from '@verisim/core';
import { columnKinds } from '@verisim/core';
import type { Draft } from './plan-steps.ts';
import type { Rule } from './rule.ts';
import type { JoinState, ProjectState } from './step.ts';
import { findTuples, saveTuples, type Tuples } from './tuples.ts';

/** Trees see 254 levels of a column one by one. */
const MOST_JOINED = 200;
/** Rules that do not fix combinations are held by joining only where values are few and each is seen often. */
const MOST_SMALL = 64;
const ROWS_EACH = 10;

/** Columns that rules tie together. */
interface Group {
  readonly columns: readonly string[];
  readonly rules: readonly Rule[];
}

/**
 * Columns of fixed combinations become one column, or, when combinations are many, are mended afterwards; rules that share columns are
 * taken together. So are columns of other rules within the row that take few combinations: one-hot columns, categories that follow from each
 * other.
 */
export function planJoins(draft: Draft, rules: readonly Rule[]): void {
  let groups: readonly Group[] = [];
  for (const rule of rules)
    if (rule.constraint?.rule === 'combinations') groups = merge(groups, { columns: rule.columns, rules: [rule] });
  for (const rule of rules) {
    if (!joinable(draft, rule)) continue;
    const merged = merge(groups, { columns: rule.columns, rules: [rule] });
    if (isSmall(draft, merged[merged.length - 1])) groups = merged;
  }
  for (const group of groups) addGroup(draft, group);
}

/** The groups with one more, which takes in those that it shares a column with and comes last. */
function merge(groups: readonly Group[], added: Group): readonly Group[] {
  const touches = (group: Group) => group.columns.some((name) => added.columns.includes(name));
  const near = [...groups.filter(touches), added];
  const columns = [...new Set(near.flatMap((group) => group.columns))];
  return [...groups.filter((group) => !touches(group)), { columns, rules: near.flatMap((group) => group.rules) }];
}

function joinable({ columns }: Draft, { constraint, columns: names }: Rule): boolean {
  if (constraint === null || names.length < 2 || ALONE.includes(constraint.rule)) return false;
  return names.every((name) => columnKinds[columns.get(name)?.spec.kind ?? 'text'].storage !== 'text');
}

const ALONE: readonly Constraint['rule'][] = ['combinations', 'unique', 'multiple'];

function isSmall({ table }: Draft, { columns }: Group): boolean {
  return findTuples(table, columns, Math.min(MOST_SMALL, table.rows / ROWS_EACH)) !== null;
}

function addGroup(draft: Draft, { columns, rules }: Group): void {
  const tuples = findTuples(draft.table, columns) as Tuples;
  const labels = rules.map(({ label }) => label);
  const step =
    tuples.table.rows <= MOST_JOINED ? joinOf(draft, columns, labels, tuples) : projectOf(draft, columns, labels);
  draft.steps.push(step);
  for (const name of columns) draft.made.set(name, []);
  for (const rule of rules) draft.held.add(rule);
}

function joinOf(draft: Draft, columns: readonly string[], rules: readonly string[], { table }: Tuples): JoinState {
  let as = columns.join(' × ');
  while (draft.columns.has(as)) as += '*';
  return { kind: 'join', rules, columns, as, tuples: saveTuples(table) };
}

function projectOf(draft: Draft, names: readonly string[], rules: readonly string[]): ProjectState {
  const distinct = new Map(names.map((name) => [name, (findTuples(draft.table, [name]) as Tuples).counts.length]));
  const columns = names.toSorted((a, b) => (distinct.get(a) as number) - (distinct.get(b) as number));
  const { table, counts } = findTuples(draft.table, columns) as Tuples;
  return { kind: 'project', rules, columns, tuples: saveTuples(table), counts: Array.from(counts) };
}
