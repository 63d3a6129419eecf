import { type Column, columnKinds, isMissing, type RowFinding, type Table, type Validator } from '@verisim/core';
import { z } from 'zod';
import { type DeclaredColumn, findColumn } from './find-column.ts';
import { remarkOn, remarkOnBatch, rowsThat, verdictOf } from './row-finding.ts';

/** How the schema is checked. */
export interface SchemaOptions {
  /** Drop rows with a cell that the schema does not allow; otherwise they are reported and kept. */
  readonly drop: boolean;
}

/**
 * Holds a batch against the schema of the training table (its own, without one): columns and storages (an `error`), known
 * levels, missing cells where none are declared, finite numbers, whole numbers (`warning`, and the row is dropped).
 */
export const schemaValidator: Validator<SchemaOptions> = {
  kind: 'validator',
  api: 1,
  name: 'schema',
  version: '0.1.0',
  summary: 'Columns, kinds, levels and missing cells as the training table declares them',
  options: z.strictObject({ drop: z.boolean().default(true).describe('drop rows that break the schema') }),
  check(batch, { drop }, { train }, ctx) {
    ctx.signal.throwIfAborted();
    const findings = batch.spec.columns.flatMap((spec, i) => {
      const declared = train ? findColumn(train, spec.name) : { spec, column: batch.columns[i] };
      return declared ? columnFindings(batch, i, declared, drop) : [];
    });
    return verdictOf(batch.rows, [...(train ? tableFindings(batch, train) : []), ...findings]);
  },
};

function tableFindings(batch: Table, train: Table): RowFinding[] {
  const lacking = train.spec.columns.filter((spec) => !findColumn(batch, spec.name)).map((spec) => spec.name);
  const extra = batch.spec.columns.filter((spec) => !findColumn(train, spec.name)).map((spec) => spec.name);
  const names = (list: readonly string[]) => list.map((name) => `"${name}"`).join(', ');
  return [
    ...(lacking.length > 0
      ? [remarkOnBatch('column-lacking', 'error', `The batch lacks columns of the training table: ${names(lacking)}.`)]
      : []),
    ...(extra.length > 0
      ? [remarkOnBatch('column-extra', 'warning', `The batch has columns that training has not: ${names(extra)}.`)]
      : []),
  ];
}

function columnFindings(batch: Table, at: number, declared: DeclaredColumn, drops: boolean): RowFinding[] {
  const { name, kind } = batch.spec.columns[at];
  const column = batch.columns[at];
  if (column.storage !== declared.column.storage) {
    const message = `Column "${name}" is ${kind} in the batch and ${declared.spec.kind} in the training table.`;
    return [remarkOnBatch('kind-differs', 'error', message)];
  }
  if (column.storage === 'numeric' && allPlain(column.values, columnKinds[declared.spec.kind].whole)) return [];
  const findings = declared.spec.nullable ? [] : missingCells(batch, at, drops);
  if (column.storage === 'coded') findings.push(...unknownLevels(batch, at, declared, drops));
  if (column.storage === 'numeric') findings.push(...badNumbers(batch, at, declared, drops));
  return findings;
}

/** Whether all numbers are there, finite and, if they must be, whole. Every number of every draw passes here, and in most columns this is all. */
function allPlain(values: Float64Array, whole: boolean): boolean {
  return whole ? allWhole(values) : allFinite(values);
}

function allWhole(values: Float64Array): boolean {
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (!(Math.floor(value) === value && Math.abs(value) <= Number.MAX_VALUE)) return false;
  }
  return true;
}

function allFinite(values: Float64Array): boolean {
  for (let row = 0; row < values.length; row++) if (!(Math.abs(values[row]) <= Number.MAX_VALUE)) return false;
  return true;
}

function missingCells(batch: Table, at: number, drops: boolean): RowFinding[] {
  const says = `have no value in "${batch.spec.columns[at].name}", where none may be missing`;
  const rows = missingRows(batch.columns[at]);
  return remarkOn(batch.rows, { rule: 'missing-cell', level: 'warning', says, rows, drops });
}

/** The rows without a cell. Every cell of every draw passes here, and most columns have all. */
function missingRows(column: Column): Int32Array {
  if (column.storage === 'coded') {
    const { codes } = column;
    return noneBelowZero(codes) ? new Int32Array(0) : rowsThat(codes.length, (row) => codes[row] < 0);
  }
  const whole = column.storage === 'numeric' ? !column.values.includes(Number.NaN) : !column.values.includes(null);
  if (whole) return new Int32Array(0);
  return rowsThat(column.values.length, (row) => isMissing(column, row));
}

function noneBelowZero(codes: Int32Array): boolean {
  let signs = 0;
  for (let row = 0; row < codes.length; row++) signs |= codes[row];
  return signs >= 0;
}

function unknownLevels(
  batch: Table,
  at: number,
  { spec, column: known }: DeclaredColumn,
  drops: boolean,
): RowFinding[] {
  const column = batch.columns[at];
  if (column.storage !== 'coded' || known.storage !== 'coded') return [];
  const levels = new Set([...known.levels, ...(spec.levels ?? [])]);
  const unknown = Uint8Array.from(column.levels, (level) => (levels.has(level) ? 0 : 1));
  if (!unknown.includes(1)) return [];
  const rows = rowsThat(batch.rows, (row) => unknown[column.codes[row]] === 1);
  const says = `have a level in "${spec.name}" that training does not know`;
  return remarkOn(batch.rows, { rule: 'unknown-level', level: 'warning', says, rows, drops });
}

function badNumbers(batch: Table, at: number, { spec }: DeclaredColumn, drops: boolean): RowFinding[] {
  const column = batch.columns[at];
  if (column.storage !== 'numeric') return [];
  const { values } = column;
  const infinite: number[] = [];
  const broken: number[] = [];
  const { whole } = columnKinds[spec.kind];
  for (let row = 0; row < values.length; row++) {
    const size = Math.abs(values[row]);
    if (size === Number.POSITIVE_INFINITY) infinite.push(row);
    else if (whole && size !== Math.floor(size) && !Number.isNaN(size)) broken.push(row);
  }
  const remark = (rule: string, what: string, found: readonly number[]) => {
    const [says, rows] = [`have ${what} in "${spec.name}"`, Int32Array.from(found)];
    return remarkOn(batch.rows, { rule, level: 'warning', says, rows, drops });
  };
  return [
    ...remark('infinite-number', 'an infinite number', infinite),
    ...remark('broken-number', 'a broken number', broken),
  ];
}
