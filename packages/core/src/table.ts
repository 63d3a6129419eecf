import { type Column, type ColumnSpec, columnKinds, columnLength, recode, takeFromColumn } from './column.ts';
import { tableMismatch, unknownColumn } from './errors.ts';

/** The declaration of a table's columns, in order. */
export interface TableSpec {
  readonly columns: readonly ColumnSpec[];
}

/** Rows in columns, immutable, its own schema inside. `columns[i]` belongs to `spec.columns[i]`. */
export interface Table {
  readonly spec: TableSpec;
  readonly rows: number;
  readonly columns: readonly Column[];
}

/**
 * Makes a table and checks it: unique names, equal lengths, each column in the storage of its kind.
 * Throws `core/table-mismatch`.
 */
export function createTable(specs: readonly ColumnSpec[], columns: readonly Column[]): Table {
  if (specs.length !== columns.length)
    throw tableMismatch(`${specs.length} column specs for ${columns.length} columns`);
  const rows = columns.length === 0 ? 0 : columnLength(columns[0]);
  const seen = new Set<string>();
  const spec = specs.map((declared, i) => {
    const column = columns[i];
    if (seen.has(declared.name)) throw tableMismatch(`two columns are named "${declared.name}"`);
    seen.add(declared.name);
    const { storage } = columnKinds[declared.kind];
    if (column.storage !== storage) {
      throw tableMismatch(
        `column "${declared.name}" is ${declared.kind}, which is stored ${storage}, not ${column.storage}`,
      );
    }
    if (columnLength(column) !== rows) {
      throw tableMismatch(`column "${declared.name}" has ${columnLength(column)} rows, the first column ${rows}`);
    }
    return column.storage === 'coded' && declared.levels !== column.levels
      ? { ...declared, levels: column.levels }
      : declared;
  });
  return { spec: { columns: spec }, rows, columns };
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

/** The named columns, in the given order. */
export function takeColumns(table: Table, names: readonly string[]): Table {
  const at = names.map((name) => columnIndex(table.spec, name));
  return {
    spec: { columns: at.map((i) => table.spec.columns[i]) },
    rows: table.rows,
    columns: at.map((i) => table.columns[i]),
  };
}

/** All but the named columns. Names the table does not have are an error. */
export function dropColumns(table: Table, names: readonly string[]): Table {
  for (const name of names) columnIndex(table.spec, name);
  return takeColumns(
    table,
    table.spec.columns.map((column) => column.name).filter((name) => !names.includes(name)),
  );
}

/** The same table with one column declared a target (and no other). */
export function withTarget(table: Table, target: string): Table {
  const at = columnIndex(table.spec, target);
  const columns = table.spec.columns.map((column, i): ColumnSpec => {
    if (i === at) return { ...column, role: 'target' };
    return column.role === 'target' ? { ...column, role: 'feature' } : column;
  });
  return { ...table, spec: { columns } };
}

/**
 * Tables one below the other. Columns are matched by name in the order of the first table; levels are united in order of
 * first appearance. Throws `core/table-mismatch` when names or kinds differ.
 */
export function concatTables(tables: readonly Table[]): Table {
  if (tables.length === 0) throw tableMismatch('there is no table to concatenate');
  if (tables.length === 1) return tables[0];
  const [first] = tables;
  for (const table of tables) {
    if (table.columns.length !== first.columns.length) {
      throw tableMismatch(`${first.columns.length} columns above ${table.columns.length} columns`);
    }
  }
  const parts = first.spec.columns.map((spec) => tables.map((table) => partOf(table, spec)));
  return createTable(
    parts.map((column) => concatSpecs(column.map((part) => part.spec))),
    parts.map((column) => concatColumns(column.map((part) => part.column))),
  );
}

function partOf(table: Table, spec: ColumnSpec): { spec: ColumnSpec; column: Column } {
  const at = table.spec.columns.findIndex((column) => column.name === spec.name);
  const found = table.spec.columns[at];
  if (found === undefined) throw tableMismatch(`column "${spec.name}" is in one table and not in another`);
  if (found.kind !== spec.kind) {
    throw tableMismatch(`column "${spec.name}" is ${spec.kind} in one table and ${found.kind} in another`);
  }
  return { spec: found, column: table.columns[at] };
}

/** What holds of all parts: bounds and decimals are widened, or dropped where a part declares none. */
function concatSpecs(specs: readonly ColumnSpec[]): ColumnSpec {
  const bounds = specs.map((spec) => spec.bounds);
  const decimals = specs.map((spec) => spec.decimals);
  return {
    ...specs[0],
    levels: undefined,
    nullable: specs.some((spec) => spec.nullable),
    bounds: bounds.reduce((a, b) => a && b && [Math.min(a[0], b[0]), Math.max(a[1], b[1])]),
    decimals: decimals.reduce((a, b) => (a === undefined || b === undefined ? undefined : Math.max(a, b))),
  };
}

function concatColumns(parts: readonly Column[]): Column {
  const [first] = parts;
  const rows = parts.reduce((sum, part) => sum + columnLength(part), 0);
  if (first.storage === 'numeric') {
    return {
      storage: 'numeric',
      values: fill(
        new Float64Array(rows),
        parts.map((part) => (part as typeof first).values),
      ),
    };
  }
  if (first.storage === 'text') {
    return { storage: 'text', values: parts.flatMap((part) => (part as typeof first).values) };
  }
  const coded = parts as readonly (typeof first)[];
  const levels = coded.every((part) => part.levels === first.levels)
    ? first.levels
    : [...new Set(coded.flatMap((part) => part.levels))];
  return {
    storage: 'coded',
    levels,
    codes: fill(
      new Int32Array(rows),
      coded.map((part) => recode(part, levels).codes),
    ),
  };
}

function fill<T extends Float64Array | Int32Array>(target: T, parts: readonly T[]): T {
  let at = 0;
  for (const part of parts) {
    target.set(part, at);
    at += part.length;
  }
  return target;
}
