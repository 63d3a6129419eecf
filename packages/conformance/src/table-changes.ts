import { type Column, createRandom, shuffle, type Table, type TableSpec, takeRows } from '@verisim/core';
import { ODD_LEVELS, ODD_NAMES } from './awkward-tables.ts';

/** A table with its rows in another order; row i of the new one is row `order[i]` of the old. */
export interface Reordered {
  readonly table: Table;
  readonly order: Int32Array;
}

/** The rows in another order, the same one each time. */
export function reorderRows(table: Table): Reordered {
  const order = shuffle(
    Int32Array.from({ length: table.rows }, (_, row) => row),
    createRandom('conformance order'),
  );
  return { table: takeRows(table, order), order };
}

/** Two thirds of the rows, so that the table may hold what they do not. */
export function someRows(table: Table): Table {
  return takeRows(table, reorderRows(table).order.subarray(0, Math.ceil((2 * table.rows) / 3)));
}

/** The same cells, the lists of levels backwards: codes mean nothing by themselves. */
export function recodeLevels(table: Table): Table {
  const columns = table.columns.map((column): Column => {
    if (column.storage !== 'coded') return column;
    const last = column.levels.length - 1;
    const codes = column.codes.map((code) => (code < 0 ? -1 : last - code));
    return { storage: 'coded', codes, levels: column.levels.toReversed() };
  });
  return withLevels(table, columns);
}

/** New names for columns that trip code which keys plain objects by them. */
export function oddNamesFor(tables: readonly Table[]): ReadonlyMap<string, string> {
  const names = new Set(tables.flatMap((table) => table.spec.columns.map((spec) => spec.name)));
  return new Map([...names].map((name, k) => [name, ODD_NAMES[k] ?? `odd ${k}`]));
}

/** The same table under other column names. */
export function renameColumns(table: Table, names: ReadonlyMap<string, string>): Table {
  const columns = table.spec.columns.map((spec) => ({ ...spec, name: names.get(spec.name) ?? spec.name }));
  return { ...table, spec: mapTexts({ ...table.spec, columns }, names, 'columns') };
}

/** The specification with texts of its other members, such as constraints, put in place of others. */
function mapTexts(spec: TableSpec, texts: ReadonlyMap<string, string>, but: string): TableSpec {
  const mapped = (value: unknown): unknown => {
    if (typeof value === 'string') return texts.get(value) ?? value;
    if (Array.isArray(value)) return value.map(mapped);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inside]) => [key, mapped(inside)]));
  };
  const others = Object.entries(spec).map(([key, value]) => [key, key === but ? value : mapped(value)]);
  return Object.fromEntries(others) as TableSpec;
}

/** New texts for the levels of category columns that trip code which keys plain objects by them. */
export function oddLevelsFor(tables: readonly Table[]): ReadonlyMap<string, string> {
  const levels = new Set<string>();
  for (const table of tables) {
    for (const [i, column] of table.columns.entries()) {
      if (column.storage !== 'coded' || table.spec.columns[i].kind === 'boolean') continue;
      for (const level of column.levels) levels.add(level);
    }
  }
  return new Map([...levels].map((level, k) => [level, ODD_LEVELS[k] ?? level]));
}

/** The same table with other levels in its category columns; a boolean's levels may mean something. */
export function renameLevels(table: Table, levels: ReadonlyMap<string, string>): Table {
  const columns = table.columns.map((column, i): Column => {
    if (column.storage !== 'coded' || table.spec.columns[i].kind === 'boolean') return column;
    return { ...column, levels: column.levels.map((level) => levels.get(level) ?? level) };
  });
  const changed = withLevels(table, columns);
  return { ...changed, spec: mapTexts(changed.spec, levels, 'columns') };
}

function withLevels(table: Table, columns: readonly Column[]): Table {
  const specs = table.spec.columns.map((spec, i) => {
    const column = columns[i];
    return column.storage === 'coded' ? { ...spec, levels: column.levels } : spec;
  });
  return { spec: { ...table.spec, columns: specs }, rows: table.rows, columns };
}
