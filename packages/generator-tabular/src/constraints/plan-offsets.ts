import type { Constraint } from '@verisim/core';
import { findGrid } from '../value-grid.ts';
import { type DeclaredColumn, numbersOf } from './named-columns.ts';
import { offsetStep } from './offset-step.ts';
import { type Draft, mayBeMade } from './plan-steps.ts';
import type { Rule } from './rule.ts';
import type { FloorBase, OffsetState, TotalBase } from './step.ts';

/** Sums: the total is learned as what the parts leave over, or, when it is a number, the part that varies most. */
export function planTotals(draft: Draft, rules: readonly Rule[]): void {
  for (const rule of rules) {
    if (draft.held.has(rule) || rule.constraint?.rule !== 'sum') continue;
    const { parts, total, tolerance, missing } = rule.constraint;
    const rest = { tolerance: tolerance ?? null, zero: missing === 'zero' };
    const choices = [...parts].sort((a, b) => spread(draft, b) - spread(draft, a));
    if (typeof total === 'string') choices.unshift(total);
    const column = choices.find((name) => {
      const others = [...parts, ...(typeof total === 'string' ? [total] : [])].filter((other) => other !== name);
      return mayBeMade(draft, name, others);
    });
    if (column === undefined) continue;
    const base: TotalBase =
      column === total
        ? { of: 'total', constant: 0, plus: parts, minus: [], ...rest }
        : {
            of: 'total',
            constant: typeof total === 'number' ? total : 0,
            plus: typeof total === 'number' ? [] : [total],
            minus: parts.filter((name) => name !== column),
            ...rest,
          };
    add(draft, [rule], column, base, [...base.plus, ...base.minus]);
  }
}

/**
 * Inequalities: a column is learned as its distance above the largest of those it may not be below, where that distance varies less than half
 * as much as the column: then most rows are so near the bound that draws would often cross it. Elsewhere the column keeps its own
 * distribution, and the few rows that cross are mended.
 */
export function planFloors(draft: Draft, rules: readonly Rule[]): void {
  const chains = rules.filter(({ constraint }) => constraint?.rule === 'inequality');
  const names = [...new Set(chains.flatMap(({ columns }) => columns))];
  const unmade = new Set<string>();
  for (const name of names) {
    const above = chains.filter((rule) => !draft.held.has(rule) && rule.columns.indexOf(name) > 0);
    if (above.length === 0) continue;
    const lower = (chain: readonly Rule[]) => [...new Set(chain.flatMap((rule) => below(rule, name)))];
    const sure = lower(above).every((other) => !numbersIn(draft, other).some(Number.isNaN));
    const columns = sure ? highestOf(lower(above), above, chains) : lower(above);
    const strict = lower(above.filter(isStrict)).filter((other) => columns.includes(other));
    const none = smallest(numbersIn(draft, name));
    const base: FloorBase = { of: 'floor', columns, strict, none, reach: null };
    const offsets = mayBeMade(draft, name, columns) ? offsetsAbove(draft, name, base) : null;
    if (offsets === null || quartileRange(offsets) >= TIGHT * quartileRange(numbersIn(draft, name))) {
      unmade.add(name);
      continue;
    }
    const reach = sure ? -smallest(offsets.map((offset) => -offset)) : null;
    add(draft, [], name, { ...base, reach }, columns, above);
  }
  for (const rule of chains) if (rule.columns.slice(1).every((name) => !unmade.has(name))) draft.held.add(rule);
}

type Inequality = Extract<Constraint, { rule: 'inequality' }>;

const isStrict = ({ constraint }: Rule): boolean => (constraint as Inequality).strict === true;

/** Columns that are never missing, without those that lie below another of them anyway, as strictly as is asked. */
function highestOf(names: readonly string[], above: readonly Rule[], chains: readonly Rule[]): readonly string[] {
  let left = names;
  for (const name of names) {
    const asStrict = (rules: readonly Rule[]) =>
      !above.some((rule) => isStrict(rule) && rule.columns.includes(name)) || rules.some(isStrict);
    const higher = (other: string) => {
      const rules = chains.filter(({ columns }) => columns.includes(other) && below({ columns }, other).includes(name));
      return other !== name && rules.length > 0 && asStrict(rules);
    };
    if (left.some(higher)) left = left.filter((other) => other !== name);
  }
  return left;
}

const below = ({ columns }: Pick<Rule, 'columns'>, name: string): readonly string[] =>
  columns.slice(0, columns.indexOf(name));

/** The share of a column's own spread that its distance from the floor may have. */
const TIGHT = 0.5;

function offsetsAbove(draft: Draft, name: string, base: FloorBase): Float64Array {
  const encoded = offsetStep(stateOf(draft, [], name, base), draft.table.spec).encode(draft.columns);
  return numbersOf(encoded.get(name)?.column);
}

function add(
  draft: Draft,
  held: readonly Rule[],
  column: string,
  base: OffsetState['base'],
  from: readonly string[],
  rules: readonly Rule[] = held,
): void {
  draft.steps.push(
    stateOf(
      draft,
      rules.map(({ label }) => label),
      column,
      base,
    ),
  );
  draft.made.set(column, from);
  for (const rule of held) draft.held.add(rule);
}

function stateOf(draft: Draft, rules: readonly string[], column: string, base: OffsetState['base']): OffsetState {
  const values = numbersIn(draft, column);
  const grids = [column, ...(base.of === 'floor' ? base.columns : [...base.plus, ...base.minus])].map((name) =>
    findGrid(new Float64Array(new Set(present(numbersIn(draft, name))))),
  );
  const scales = grids.map((grid) => grid?.scale ?? null);
  const scale = scales.reduce((a, b) => (a === null || b === null ? null : Math.max(a, b)));
  const [low, high] = [smallest(values), -smallest(values.map((value) => -value))];
  return { kind: 'offset', rules, column, base, grid: grids[0], low, high, scale };
}

function numbersIn({ columns }: Draft, name: string): Float64Array {
  return numbersOf((columns.get(name) as DeclaredColumn).column);
}

const present = (values: Float64Array): Float64Array => values.filter((value) => !Number.isNaN(value));

/** The least number, 0 when there is none. */
function smallest(values: Float64Array): number {
  const least = present(values).reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY);
  return least === Number.POSITIVE_INFINITY ? 0 : least;
}

function quartileRange(values: Float64Array): number {
  const sorted = present(values).sort();
  return (sorted[Math.floor(0.75 * sorted.length)] ?? 0) - (sorted[Math.floor(0.25 * sorted.length)] ?? 0);
}

function spread(draft: Draft, name: string): number {
  return quartileRange(numbersIn(draft, name));
}
