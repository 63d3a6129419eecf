import { type ColumnTest, type Constraint, columnIndex, isMissing, rowTest, type Table } from '@verisim/core';
import type { ResolvedConstraint } from './constraint-resolve.ts';

/** Whether a row breaks a constraint. */
type RowTest = (row: number) => boolean;

/** A test for rules that look at one row at a time; `null` for the others. */
export function rowConstraintTest(table: Table, resolved: ResolvedConstraint): RowTest | null {
  const { constraint } = resolved;
  switch (constraint.rule) {
    case 'inequality':
      return inequalityTest(numbersOf(table, resolved.columns), constraint.strict === true, constraint.missing);
    case 'sum':
      return sumTest(table, constraint);
    case 'multiple':
      return multipleTest(numbersOf(table, resolved.columns), constraint.step, constraint.missing);
    case 'missing-together':
      return missingTest(table, resolved.columns, (missing, all) => missing > 0 && missing < all);
    case 'missing-exclusive':
      return missingTest(table, resolved.columns, (missing) => missing > 1);
    case 'present-exclusive':
      return missingTest(table, resolved.columns, (missing, all) => all - missing > 1);
    case 'implication':
    case 'range':
    case 'one-of':
      return implicationTest(table, resolved);
    default:
      return null;
  }
}

function numbersOf(table: Table, columns: readonly number[]): readonly Float64Array[] {
  return columns.map((at) => {
    const column = table.columns[at];
    if (column.storage !== 'numeric') throw new RangeError(`numbersOf: column ${at} is ${column.storage}`);
    return column.values;
  });
}

/** Missing cells are stepped over, so that the ones around them are compared, or break the rule. */
function inequalityTest(columns: readonly Float64Array[], strict: boolean, missing: Constraint['missing']): RowTest {
  return (row) => {
    let last = Number.NaN;
    for (const values of columns) {
      const value = values[row];
      if (Number.isNaN(value)) {
        if (missing === 'fail') return true;
        continue;
      }
      if (strict ? value <= last : value < last) return true;
      last = value;
    }
    return false;
  };
}

function sumTest(table: Table, constraint: Extract<Constraint, { rule: 'sum' }>): RowTest {
  const place = (name: string) => columnIndex(table.spec, name);
  const parts = numbersOf(table, constraint.parts.map(place));
  const { total, tolerance, missing } = constraint;
  const totals = typeof total === 'string' ? numbersOf(table, [place(total)])[0] : null;
  return (row) => {
    let sum = 0;
    for (const values of parts) sum += Number.isNaN(values[row]) && missing === 'zero' ? 0 : values[row];
    const wanted = totals ? totals[row] : Number(total);
    if (Number.isNaN(sum) || Number.isNaN(wanted)) return missing === 'fail';
    return Math.abs(sum - wanted) > (tolerance ?? 1e-9 * Math.max(1, Math.abs(wanted)));
  };
}

function multipleTest(columns: readonly Float64Array[], step: number, missing: Constraint['missing']): RowTest {
  return (row) => {
    for (const values of columns) {
      const steps = values[row] / step;
      if (Number.isNaN(steps) ? missing === 'fail' : Math.abs(steps - Math.round(steps)) > 1e-9 * Math.max(1, steps))
        return true;
    }
    return false;
  };
}

function missingTest(
  table: Table,
  columns: readonly number[],
  breaks: (missing: number, all: number) => boolean,
): RowTest {
  const cells = columns.map((at) => table.columns[at]);
  return (row) => {
    let missing = 0;
    for (const column of cells) if (isMissing(column, row)) missing++;
    return breaks(missing, cells.length);
  };
}

/** A missing cell that a demand is about passes unless the rule says `fail`, or the demand itself says what of missing cells. */
function implicationTest(table: Table, resolved: ResolvedConstraint): RowTest {
  const { constraint } = resolved;
  const applies = resolved.applies.map((test) => rowTest(table, test));
  const said = new Set(
    constraint.rule === 'implication'
      ? constraint.then.filter((condition) => 'missing' in condition).map(({ column }) => column)
      : [],
  );
  const lenient = (test: ColumnTest) => constraint.missing !== 'fail' && !said.has(test.spec.name);
  const holds = resolved.demands.map((test) => rowTest(table, lenient(test) ? { ...test, missing: true } : test));
  return (row) => {
    for (const test of applies) if (!test(row)) return false;
    for (const test of holds) if (!test(row)) return true;
    return false;
  };
}
