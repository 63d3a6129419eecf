import type { CodedColumn, Column, Table, TextColumn } from '@verisim/core';
import type { Points } from '@verisim/nearest-neighbours';

/** A table's cells so that equal cells of all tables are equal numbers. */
export interface Cells extends Points {
  readonly numeric: readonly Float64Array[];
  /** Text as codes, beside the coded columns: compared for equality, not measured. */
  readonly text: readonly Int32Array[];
  /** Names of the numeric, the coded and the text columns. */
  readonly names: { readonly [storage in Column['storage']]: readonly string[] };
}

/** The cells of tables with the same columns in the same order; -1 = missing, or NaN. */
export function cellsOf(tables: readonly Table[]): readonly Cells[] {
  const [{ spec, columns }] = tables;
  const of = (storage: Column['storage']) => columns.flatMap((column, i) => (column.storage === storage ? [i] : []));
  const nameOf = (i: number) => spec.columns[i].name;
  const [numeric, coded, text] = [of('numeric'), of('coded'), of('text')];
  const united = new Map([...coded, ...text].map((i) => [i, unite(tables.map((table) => table.columns[i]))]));
  return tables.map((table, which) => ({
    rows: table.rows,
    numeric: numeric.map((i) => (table.columns[i] as { values: Float64Array }).values),
    coded: coded.map((i) => (united.get(i) as Int32Array[])[which]),
    text: text.map((i) => (united.get(i) as Int32Array[])[which]),
    names: { numeric: numeric.map(nameOf), coded: coded.map(nameOf), text: text.map(nameOf) },
  }));
}

/** The rows of two tables of `cellsOf`, one table above the other. */
export function concatCells(above: Cells, below: Cells): Cells {
  const rows = above.rows + below.rows;
  const codes = (first: readonly Int32Array[], second: readonly Int32Array[]) =>
    first.map((values, j) => joined(new Int32Array(rows), values, second[j]));
  return {
    rows,
    numeric: above.numeric.map((values, j) => joined(new Float64Array(rows), values, below.numeric[j])),
    coded: codes(above.coded, below.coded),
    text: codes(above.text, below.text),
    names: above.names,
  };
}

function joined<A extends Int32Array | Float64Array>(into: A, first: A, second: A): A {
  into.set(first);
  into.set(second, first.length);
  return into;
}

/** The cells of one column in several tables, numbered in the order of their text: whatever the codes and rows were. */
function unite(columns: readonly Column[]): Int32Array[] {
  const levels = new Set<string>();
  for (const column of columns) {
    const found = column.storage === 'coded' ? column.levels : (column as TextColumn).values;
    for (const level of found) if (level !== null) levels.add(level);
  }
  const numbers = new Map([...levels].sort().map((level, number) => [level, number]));
  const numberOf = (level: string | null) => (level === null ? -1 : (numbers.get(level) ?? -1));
  return columns.map((column) => {
    if (column.storage === 'coded') {
      const map = (column as CodedColumn).levels.map(numberOf);
      return column.codes.map((code) => (code < 0 ? -1 : map[code]));
    }
    return Int32Array.from((column as TextColumn).values, numberOf);
  });
}
