import {
  type Column,
  type Constraint,
  cellOf,
  columnIndex,
  columnKinds,
  constraintColumns,
  resolveConditions,
  type Table,
  type TableSpec,
} from '@verisim/core';
import { constraintUnusable } from '../errors.ts';
import { conditionsOf, demandsOf } from './rule-conditions.ts';
import { breaksOf, type RowTest } from './rule-tests.ts';

/**
 * A rule given as code: whether a row holds. `cell(name)` is the row's cell in that column, `null` when it is missing; identifiers and counted
 * keys are filled in later and look missing.
 */
export type Predicate = (cell: (column: string) => number | string | null) => boolean;

/** What a row must meet, ready to be tested. */
export interface Rule {
  /** The constraint's name, or its rule and columns. */
  readonly label: string;
  /** `null` for a predicate and for the range of a column. */
  readonly constraint: Constraint | null;
  /** The columns it looks at; a predicate may look at all. */
  readonly columns: readonly string[];
  /** Whether a row of this table breaks it. `unique` looks beyond the row and is never broken here. */
  breaks(table: Table): RowTest;
}

/**
 * The rules of a schema in their order, then the predicates. Throws `generator-tabular/constraint-unusable` and what
 * conditions throw.
 */
export function rulesOf(spec: TableSpec, predicates: Readonly<Record<string, Predicate>> = {}): readonly Rule[] {
  const declared = (spec.constraints ?? []).map((constraint): Rule => {
    const columns = [...new Set(constraintColumns(constraint))];
    const label = constraint.name ?? `${constraint.rule} of ${columns.map((name) => `"${name}"`).join(', ')}`;
    refuseUnfit(spec, constraint, label, columns);
    return { label, constraint, columns, breaks: (table) => breaksOf(table, constraint) };
  });
  const coded = Object.entries(predicates).map(([label, predicate]) => predicateRule(spec, label, predicate));
  return [...declared, ...coded];
}

function predicateRule(spec: TableSpec, label: string, predicate: Predicate): Rule {
  const columns = spec.columns.map(({ name }) => name);
  const breaks = (table: Table): RowTest => {
    let at = 0;
    const places = new Map<string, Column>();
    const cell = (name: string) => {
      const column = places.get(name) ?? table.columns[columnIndex(table.spec, name)];
      places.set(name, column);
      return cellOf(column, at);
    };
    return (row) => {
      at = row;
      return !predicate(cell);
    };
  };
  return { label, constraint: null, columns, breaks };
}

const NUMERIC: readonly string[] = ['inequality', 'sum', 'multiple'];
const KNOWN: readonly string[] = [
  ...NUMERIC,
  ...['combinations', 'implication', 'range', 'one-of', 'unique'],
  ...['missing-together', 'missing-exclusive', 'present-exclusive'],
];

/** A constraint that names the wrong columns can be held by nothing; what the constraint check refuses besides, it says itself. */
function refuseUnfit(spec: TableSpec, constraint: Constraint, label: string, columns: readonly string[]): void {
  const { rule } = constraint;
  if (!KNOWN.includes(rule)) throw constraintUnusable(label, `is of a rule that is not known ("${rule}")`);
  const specs = columns.map((name) => spec.columns[columnIndex(spec, name)]);
  if (specs.length === 0) throw constraintUnusable(label, 'names no column');
  if (NUMERIC.includes(rule)) {
    const other = specs.find(({ kind }) => columnKinds[kind].storage !== 'numeric');
    if (other) throw constraintUnusable(label, `reckons with "${other.name}", which is ${other.kind}`);
  }
  const identifier = specs.find(({ kind }) => columnKinds[kind].identifies);
  if (identifier && rule !== 'unique')
    throw constraintUnusable(label, `looks at "${identifier.name}", whose identifiers are made anew`);
  resolveConditions(spec, conditionsOf(constraint));
  resolveConditions(spec, demandsOf(constraint));
}
