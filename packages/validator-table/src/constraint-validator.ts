import {
  type Constraint,
  canonicalJson,
  constraintColumns,
  createTable,
  type Json,
  type RowFinding,
  recode,
  type Table,
  type Validator,
} from '@verisim/core';
import { z } from 'zod';
import { resolveConstraints } from './constraint-resolve.ts';
import { rowsBreaking } from './constraint-rows.ts';
import { findColumn } from './find-column.ts';
import { remarkOn, remarkOnBatch, verdictOf } from './row-finding.ts';

/** How constraints are checked. */
export interface ConstraintOptions {
  /** Drop rows that break a constraint; otherwise they are reported and kept. */
  readonly drop: boolean;
}

/**
 * Holds rows against the constraints that the training table and the batch declare, one finding per constraint, named
 * `constraint-<rule>`. Throws what {@link resolveConstraints} throws: constraints that cannot be held against these columns are
 * a mistake of whoever declared them, not of the rows.
 */
export const constraintValidator: Validator<ConstraintOptions> = {
  kind: 'validator',
  api: 1,
  name: 'constraint',
  version: '0.1.0',
  summary: 'Rows meet the constraints that the schema declares',
  options: z.strictObject({ drop: z.boolean().default(true).describe('drop rows that break a constraint') }),
  check(batch, { drop }, { train, accepted }, ctx) {
    ctx.signal.throwIfAborted();
    const declared = declaredConstraints(train, batch);
    const checkable = declared.filter((constraint) => checkableIn(constraint, batch, train));
    const table = withKnownLevels(batch, checkable, train);
    const findings = resolveConstraints(table.spec).flatMap((resolved): RowFinding[] => {
      const { constraint, label } = resolved;
      const rows = rowsBreaking(table, resolved, { train, accepted });
      if (rows === null) return [remarkOnBatch('constraint-unchecked', 'info', `Nothing lists what ${label} allows.`)];
      const rule = `constraint-${constraint.rule}`;
      return remarkOn(batch.rows, { rule, level: 'warning', says: `break ${label}`, rows, drops: drop });
    });
    return verdictOf(batch.rows, [...findings, ...unchecked(declared, checkable)]);
  },
};

function declaredConstraints(...tables: readonly (Table | undefined)[]): readonly Constraint[] {
  const all = tables.flatMap((table) => table?.spec.constraints ?? []);
  return [...new Map(all.map((constraint) => [canonicalJson(constraint as Json), constraint])).values()];
}

/** Whether every column that training has is in the batch as well, and stored alike. */
function checkableIn(constraint: Constraint, batch: Table, train: Table | undefined): boolean {
  return constraintColumns(constraint).every((name) => {
    const [known, own] = [findColumn(train, name), findColumn(batch, name)];
    return known === null || (own !== null && own.column.storage === known.column.storage);
  });
}

function unchecked(declared: readonly Constraint[], checkable: readonly Constraint[]): readonly RowFinding[] {
  return declared
    .filter((constraint) => !checkable.includes(constraint))
    .map((constraint) => {
      const names = [...new Set(constraintColumns(constraint))].map((name) => `"${name}"`).join(', ');
      const message = `The constraint ${constraint.name ?? constraint.rule} cannot be checked: the batch lacks one of ${names}, or holds it otherwise.`;
      return remarkOnBatch('constraint-unchecked', 'error', message);
    });
}

/** The batch under these constraints, its levels completed by those of training: a level may be named that no row has. */
function withKnownLevels(batch: Table, constraints: readonly Constraint[], train: Table | undefined): Table {
  const named = new Set(constraints.flatMap(constraintColumns));
  const columns = batch.columns.map((column, i) => {
    const known = findColumn(train, batch.spec.columns[i].name)?.column;
    if (column.storage !== 'coded' || known?.storage !== 'coded' || !named.has(batch.spec.columns[i].name))
      return column;
    return recode(column, [...new Set([...known.levels, ...column.levels])]);
  });
  return createTable(batch.spec.columns, columns, constraints);
}
