import {
  type Column,
  type ColumnTest,
  type Constraint,
  columnIndex,
  columnOf,
  isMissing,
  resolveConditions,
  rowTest,
  type Table,
} from '@verisim/core';
import { numbersOf } from './named-columns.ts';
import { conditionsOf, demandsOf } from './rule-conditions.ts';
import { createTupleNumbers } from './tuple-numbers.ts';
import { listedTuples } from './tuples.ts';

/** Whether a row breaks a rule. */
export type RowTest = (row: number) => boolean;

const never: RowTest = () => false;

/**
 * Whether a row of this table breaks a constraint, as docs/architecture/schema.md says it. Never for `unique`, nor for combinations
 * without a list: those are the training table's own.
 */
export function breaksOf(table: Table, constraint: Constraint): RowTest {
  const columnsOf = (names: readonly string[]) => names.map((name) => columnOf(table, name));
  switch (constraint.rule) {
    case 'inequality':
      return outOfOrder(columnsOf(constraint.columns), constraint.strict === true, constraint.missing === 'fail');
    case 'sum':
      return offTotal(table, constraint);
    case 'multiple':
      return offStep(columnsOf(constraint.columns), constraint.step, constraint.missing === 'fail');
    case 'missing-together':
      return countsMissing(columnsOf(constraint.columns), (missing, all) => missing > 0 && missing < all);
    case 'missing-exclusive':
      return countsMissing(columnsOf(constraint.columns), (missing) => missing > 1);
    case 'present-exclusive':
      return countsMissing(columnsOf(constraint.columns), (missing, all) => all - missing > 1);
    case 'implication':
    case 'range':
    case 'one-of':
      return notAsDemanded(table, constraint);
    case 'combinations':
      return notListed(table, constraint);
    default:
      return never;
  }
}

function outOfOrder(columns: readonly Column[], strict: boolean, demanded: boolean): RowTest {
  const numbers = columns.map(numbersOf);
  return (row) => {
    let below = Number.NaN;
    for (const values of numbers) {
      const value = values[row];
      if (Number.isNaN(value)) {
        if (demanded) return true;
        continue;
      }
      if (value < below || (strict && value === below)) return true;
      below = value;
    }
    return false;
  };
}

/** How far a sum may be off its total. */
export function slackOf(tolerance: number | undefined, total: number): number {
  return tolerance ?? 1e-9 * Math.max(1, Math.abs(total));
}

function offTotal(table: Table, constraint: Extract<Constraint, { rule: 'sum' }>): RowTest {
  const { parts, total, tolerance, missing } = constraint;
  const numbers = parts.map((name) => numbersOf(columnOf(table, name)));
  const totals = typeof total === 'string' ? numbersOf(columnOf(table, total)) : null;
  return (row) => {
    const wanted = totals === null ? Number(total) : totals[row];
    let sum = 0;
    for (const values of numbers) sum += missing === 'zero' && Number.isNaN(values[row]) ? 0 : values[row];
    if (Number.isNaN(sum - wanted)) return missing === 'fail';
    return Math.abs(sum - wanted) > slackOf(tolerance, wanted);
  };
}

function offStep(columns: readonly Column[], step: number, demanded: boolean): RowTest {
  const numbers = columns.map(numbersOf);
  return (row) =>
    numbers.some((values) => {
      const steps = values[row] / step;
      if (Number.isNaN(steps)) return demanded;
      return Math.abs(steps - Math.round(steps)) > 1e-9 * Math.max(1, steps);
    });
}

function countsMissing(columns: readonly Column[], breaks: (missing: number, all: number) => boolean): RowTest {
  return (row) => {
    let missing = 0;
    for (const column of columns) if (isMissing(column, row)) missing++;
    return breaks(missing, columns.length);
  };
}

/** Missing cells pass a demand unless the rule says `fail` or the demand itself speaks of missing cells. */
function notAsDemanded(table: Table, constraint: Constraint): RowTest {
  const demands = demandsOf(constraint);
  const spoken = new Set(
    demands.flatMap((demand) => ('missing' in demand && 'then' in constraint ? demand.column : [])),
  );
  const passesMissing = ({ spec }: ColumnTest) => constraint.missing !== 'fail' && !spoken.has(spec.name);
  const applies = resolveConditions(table.spec, conditionsOf(constraint)).map((test) => rowTest(table, test));
  const holds = resolveConditions(table.spec, demands).map((test) =>
    rowTest(table, passesMissing(test) ? { ...test, missing: true } : test),
  );
  return (row) => applies.every((test) => test(row)) && !holds.every((test) => test(row));
}

function notListed(table: Table, constraint: Extract<Constraint, { rule: 'combinations' }>): RowTest {
  const { columns, allowed, missing } = constraint;
  if (allowed === undefined) return never;
  const places = columns.map((name) => columnIndex(table.spec, name));
  const cells = places.map((at) => table.columns[at]);
  const specs = places.map((at) => table.spec.columns[at]);
  const numbers = createTupleNumbers();
  const known = new Set(allowed.length === 0 ? [] : numbers(listedTuples(specs, allowed).columns));
  const own = numbers(cells);
  return (row) => {
    if (missing !== 'fail' && cells.some((column) => isMissing(column, row))) return false;
    return !known.has(own[row]);
  };
}
