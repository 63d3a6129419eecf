import { type Column, columnIndex, createTable, recode, type Table, type TableSpec } from '@verisim/core';

/** Real and made rows that can stand one below the other. */
export interface Alike {
  readonly real: Table;
  readonly made: Table;
}

/**
 * Real rows in the columns of the made ones, both with the levels of both and declared bounds that hold of both: rules may know values that no real row shows
 * yet, which is no fault of theirs. Columns of the real rows that the made ones lack are left out. Throws `core/unknown-column`.
 */
export function alike(real: Table, made: Table): Alike {
  const at = made.spec.columns.map(({ name }) => columnIndex(real.spec, name));
  const columns = made.columns.map((column, i) => united(real.columns[at[i]], column));
  const specs = made.spec.columns.map((spec, i): TableSpec['columns'][number] => {
    const own = real.spec.columns[at[i]];
    const range = boundsOf(columns[i]);
    const decimals = Math.max(spec.decimals ?? 0, own.decimals ?? 0);
    const known = spec.decimals === undefined || own.decimals === undefined ? undefined : decimals;
    const nullable = spec.nullable || own.nullable;
    return { ...spec, nullable, levels: undefined, decimals: known, ...(range && { bounds: range }) };
  });
  return {
    real: createTable(
      specs,
      columns.map(([own]) => own),
    ),
    made: createTable(
      specs,
      columns.map(([, other]) => other),
    ),
  };
}

function united(real: Column, made: Column): readonly [Column, Column] {
  if (real.storage !== 'coded' || made.storage !== 'coded') return [real, made];
  const levels = [...new Set([...made.levels, ...real.levels])];
  return [recode(real, levels), recode(made, levels)];
}

function boundsOf(columns: readonly [Column, Column]): readonly [number, number] | undefined {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const column of columns) {
    if (column.storage !== 'numeric') return undefined;
    for (const value of column.values) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low > high ? undefined : [low, high];
}
