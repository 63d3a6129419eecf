import {
  type Column,
  type ConditionValue,
  type Constraint,
  columnKinds,
  createTable,
  parseInstant,
  type Table,
} from '@verisim/core';
import { tupleCodes } from './constraint-codes.ts';
import type { ResolvedConstraint } from './constraint-resolve.ts';
import { rowConstraintTest } from './constraint-tests.ts';
import { findColumn } from './find-column.ts';
import { rowsThat } from './row-finding.ts';

/** What rows are held against when a rule looks beyond its row. */
export interface ConstraintEvidence {
  /** The same columns as the batch, in any order. */
  readonly train?: Table;
  readonly accepted?: Table;
}

/**
 * The rows that break a constraint, ascending. Of rows that agree where they may not, the first is left alone. `null` when it
 * cannot be told: combinations without a list and without a training table.
 */
export function rowsBreaking(
  table: Table,
  resolved: ResolvedConstraint,
  evidence: ConstraintEvidence,
): Int32Array | null {
  const { constraint, columns } = resolved;
  const breaks = rowConstraintTest(table, resolved);
  if (breaks) return rowsThat(table.rows, breaks);
  if (constraint.rule === 'unique') return repeatedTuples(table, columns, constraint.missing, evidence.accepted);
  if (constraint.rule !== 'combinations') throw new RangeError(`rowsBreaking: no test for ${constraint.rule}`);
  const known = constraint.allowed
    ? allowedTuples(table, columns, constraint.allowed)
    : withColumns(evidence.train, constraint.columns);
  return known ? unknownTuples(table, columns, constraint.missing, known) : null;
}

/** With `fail`, a missing cell is a fault of its own. */
function repeatedTuples(
  table: Table,
  columns: readonly number[],
  missing: Constraint['missing'],
  accepted: Table | undefined,
): Int32Array {
  const known = withColumns(
    accepted,
    columns.map((at) => table.spec.columns[at].name),
  );
  const tables = known ? [known, table] : [table];
  const codes = tupleCodes(tables, placesIn(tables, table, columns), 'unknown');
  const own = codes[codes.length - 1];
  const seen = new Set<number>(known ? codes[0] : []);
  return rowsThat(table.rows, (row) => {
    if (own[row] < 0) return missing === 'fail';
    return seen.has(own[row]) || !seen.add(own[row]);
  });
}

/** With `fail`, missing is a value like any other, so a combination with one must be known as well. */
function unknownTuples(
  table: Table,
  columns: readonly number[],
  missing: Constraint['missing'],
  known: Table,
): Int32Array {
  const tables = [known, table];
  const treated = missing === 'fail' ? 'value' : 'unknown';
  const [theirs, own] = tupleCodes(tables, placesIn(tables, table, columns), treated);
  const allowed = new Set(theirs);
  return rowsThat(table.rows, (row) => own[row] >= 0 && !allowed.has(own[row]));
}

/** A table that has all these columns, else nothing. */
function withColumns(table: Table | undefined, names: readonly string[]): Table | undefined {
  return names.every((name) => findColumn(table, name)) ? table : undefined;
}

function placesIn(tables: readonly Table[], table: Table, columns: readonly number[]): readonly (readonly number[])[] {
  const names = columns.map((at) => table.spec.columns[at].name);
  return tables.map(({ spec }) => names.map((name) => spec.columns.findIndex((column) => column.name === name)));
}

/** The listed combinations as a table. */
function allowedTuples(
  table: Table,
  columns: readonly number[],
  allowed: readonly (readonly (ConditionValue | null)[])[],
): Table {
  const specs = columns.map((at) => table.spec.columns[at]);
  const cells = specs.map((spec, place): Column => {
    const { storage } = columnKinds[spec.kind];
    const values = allowed.map((tuple) => tuple[place]);
    if (storage === 'numeric') {
      const numberOf = (value: ConditionValue) =>
        spec.kind === 'datetime' ? parseInstant(String(value)) : Number(value);
      return { storage, values: Float64Array.from(values, (value) => (value === null ? Number.NaN : numberOf(value))) };
    }
    const texts = values.map((value) => (value === null ? null : String(value)));
    if (storage === 'text') return { storage, values: texts };
    const levels = spec.levels ?? [];
    return { storage, levels, codes: Int32Array.from(texts, (text) => (text === null ? -1 : levels.indexOf(text))) };
  });
  return createTable(specs, cells);
}
