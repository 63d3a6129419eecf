import {
  type CodedColumn,
  type Column,
  type ColumnSpec,
  columnKinds,
  columnLength,
  type NumericColumn,
  recode,
  type TextColumn,
  takeFromColumn,
} from './column.ts';
import { type Constraint, constraintColumns } from './constraint.ts';
import { badSchema, tableMismatch, unknownColumn } from './errors.ts';
import { canonicalJson, type Json } from './json.ts';
import { isZone } from './zone.ts';

const ZONES = 'Use Z, an offset such as +02:00 or a name such as Europe/Berlin, on datetimes alone.';

/** The declaration of a table's columns, in order, and of the rules its rows meet. */
export interface TableSpec {
  readonly columns: readonly ColumnSpec[];
  /** Rules over several columns or rows. Carried by every verb as long as the columns they name are. */
  readonly constraints?: readonly Constraint[];
}

/** Rows in columns, immutable, its own schema inside. `columns[i]` belongs to `spec.columns[i]`. */
export interface Table {
  readonly spec: TableSpec;
  readonly rows: number;
  readonly columns: readonly Column[];
}

/**
 * Makes a table and checks it: unique names, equal lengths, each column in the storage of its kind, zones that exist,
 * constraints on columns that do. Throws `core/table-mismatch`, `core/bad-schema`, `core/unknown-column`.
 */
export function createTable(
  specs: readonly ColumnSpec[],
  columns: readonly Column[],
  constraints: readonly Constraint[] = [],
): Table {
  if (specs.length !== columns.length)
    throw tableMismatch(`${specs.length} column specs for ${columns.length} columns`);
  const rows = columns.length === 0 ? 0 : columnLength(columns[0]);
  const seen = new Set<string>();
  const declared = specs.map((spec, i) => {
    if (seen.has(spec.name)) throw tableMismatch(`two columns are named "${spec.name}"`);
    seen.add(spec.name);
    return fitSpec(spec, columns[i], rows);
  });
  for (const name of constraints.flatMap(constraintColumns)) if (!seen.has(name)) throw unknownColumn(name, [...seen]);
  return { spec: constrained(declared, constraints), rows, columns };
}

/** The declaration as it holds of a column: its levels are the column's own. */
function fitSpec(spec: ColumnSpec, column: Column, rows: number): ColumnSpec {
  const { name, kind, zone } = spec;
  const { storage } = columnKinds[kind];
  if (column.storage !== storage)
    throw tableMismatch(`column "${name}" is ${kind}, which is stored ${storage}, not ${column.storage}`);
  if (columnLength(column) !== rows)
    throw tableMismatch(`column "${name}" has ${columnLength(column)} rows, the first column ${rows}`);
  if (zone !== undefined && !(kind === 'datetime' && isZone(zone)))
    throw badSchema(`Column "${name}" is ${kind} and cannot have the zone "${zone}".`, ZONES);
  return column.storage === 'coded' && spec.levels !== column.levels ? { ...spec, levels: column.levels } : spec;
}

function constrained(columns: readonly ColumnSpec[], constraints: readonly Constraint[] = []): TableSpec {
  return constraints.length === 0 ? { columns } : { columns, constraints };
}

/** The same table with these constraints instead of its own. Throws `core/unknown-column`. */
export function withConstraints(table: Table, constraints: readonly Constraint[]): Table {
  return createTable(table.spec.columns, table.columns, constraints);
}

/** The position of a column. Throws `core/unknown-column`, naming the closest name. */
export function columnIndex(spec: TableSpec, name: string): number {
  const index = spec.columns.findIndex((column) => column.name === name);
  if (index < 0) {
    throw unknownColumn(
      name,
      spec.columns.map((column) => column.name),
    );
  }
  return index;
}

/** A column by name. Throws `core/unknown-column`. */
export function columnOf(table: Table, name: string): Column {
  return table.columns[columnIndex(table.spec, name)];
}

/** The given rows in the given order, repeats allowed. Throws a `RangeError` for a row that the table does not have. */
export function takeRows(table: Table, rows: ArrayLike<number>): Table {
  for (let i = 0; i < rows.length; i++) {
    if (!(rows[i] >= 0 && rows[i] < table.rows)) throw new RangeError(`takeRows: no row ${rows[i]} of ${table.rows}`);
  }
  const columns = table.columns.map((column) => takeFromColumn(column, rows));
  return { spec: table.spec, rows: rows.length, columns };
}

/** Rows `from` (inclusive) to `to` (exclusive). Shares memory with the table. */
export function sliceRows(table: Table, from: number, to: number): Table {
  const columns = table.columns.map((column): Column => {
    if (column.storage === 'numeric') return { storage: 'numeric', values: column.values.subarray(from, to) };
    if (column.storage === 'coded') {
      return { storage: 'coded', codes: column.codes.subarray(from, to), levels: column.levels };
    }
    return { storage: 'text', values: column.values.slice(from, to) };
  });
  return { spec: table.spec, rows: Math.max(0, Math.min(to, table.rows) - from), columns };
}

/** The named columns, in the given order, and the constraints that name no other. */
export function takeColumns(table: Table, names: readonly string[]): Table {
  const at = names.map((name) => columnIndex(table.spec, name));
  const kept = table.spec.constraints?.filter((one) => constraintColumns(one).every((name) => names.includes(name)));
  const spec = constrained(
    at.map((i) => table.spec.columns[i]),
    kept,
  );
  return { spec, rows: table.rows, columns: at.map((i) => table.columns[i]) };
}

/** All but the named columns. Names the table does not have are an error. */
export function dropColumns(table: Table, names: readonly string[]): Table {
  for (const name of names) columnIndex(table.spec, name);
  return takeColumns(
    table,
    table.spec.columns.map((column) => column.name).filter((name) => !names.includes(name)),
  );
}

/**
 * Tables one below the other. Columns are matched by name in the order of the first table; levels are united in order of
 * first appearance, and so are constraints. Instants written in different zones are to be written in `Z`. Throws
 * `core/table-mismatch` when names or kinds differ, or when instants would stand above times without a zone.
 */
export function concatTables(tables: readonly Table[]): Table {
  if (tables.length === 0) throw tableMismatch('there is no table to concatenate');
  if (tables.length === 1) return tables[0];
  const [first] = tables;
  for (const table of tables) {
    if (table.columns.length !== first.columns.length)
      throw tableMismatch(`${first.columns.length} columns above ${table.columns.length} columns`);
  }
  const parts = first.spec.columns.map((spec, i) => tables.map((table) => partOf(table, spec, i)));
  const constraints = new Map<string, Constraint>();
  for (const { spec } of tables)
    for (const one of spec.constraints ?? []) constraints.set(canonicalJson(one as Json), one);
  return createTable(
    parts.map((column) => concatSpecs(column.map((part) => part.spec))),
    parts.map((column) => concatColumns(column.map((part) => part.column))),
    [...constraints.values()],
  );
}

function partOf(
  { spec, columns }: Table,
  { name, kind }: ColumnSpec,
  likely: number,
): { spec: ColumnSpec; column: Column } {
  const at = spec.columns[likely].name === name ? likely : spec.columns.findIndex((column) => column.name === name);
  if (at < 0) throw tableMismatch(`column "${name}" is in one table and not in another`);
  const found = spec.columns[at];
  if (found.kind !== kind) throw tableMismatch(`column "${name}" is ${kind} in one table and ${found.kind} in another`);
  return { spec: found, column: columns[at] };
}

/** What holds of all parts: bounds and decimals are widened, or dropped where a part declares none. */
function concatSpecs(specs: readonly ColumnSpec[]): ColumnSpec {
  const [first] = specs;
  const bounds = specs.map((spec) => spec.bounds);
  const decimals = specs.map((spec) => spec.decimals);
  if (specs.some(({ zone }) => (zone === undefined) !== (first.zone === undefined)))
    throw tableMismatch(`column "${first.name}" has a zone in one table and none in another`);
  return {
    ...first,
    levels: undefined,
    nullable: specs.some((spec) => spec.nullable),
    bounds: bounds.reduce((a, b) => a && b && [Math.min(a[0], b[0]), Math.max(a[1], b[1])]),
    decimals: decimals.reduce((a, b) => (a === undefined || b === undefined ? undefined : Math.max(a, b))),
    ...(first.zone === undefined ? {} : { zone: specs.every(({ zone }) => zone === first.zone) ? first.zone : 'Z' }),
  };
}

function concatColumns(parts: readonly Column[]): Column {
  const { storage } = parts[0];
  if (storage === 'text') return { storage, values: (parts as readonly TextColumn[]).flatMap((part) => part.values) };
  const rows = parts.reduce((sum, part) => sum + columnLength(part), 0);
  if (storage === 'numeric') {
    const values = (parts as readonly NumericColumn[]).map((part) => part.values);
    return { storage, values: fill(new Float64Array(rows), values) };
  }
  const coded = parts as readonly CodedColumn[];
  const shared = coded.every((part) => part.levels === coded[0].levels);
  const levels = shared ? coded[0].levels : [...new Set(coded.flatMap((part) => part.levels))];
  const codes = coded.map((part) => recode(part, levels).codes);
  return { storage, levels, codes: fill(new Int32Array(rows), codes) };
}

function fill<T extends Float64Array | Int32Array>(target: T, parts: readonly T[]): T {
  let at = 0;
  for (const part of parts) {
    target.set(part, at);
    at += part.length;
  }
  return target;
}
