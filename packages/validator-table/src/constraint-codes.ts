import { type Column, isMissing, type Table } from '@verisim/core';

/**
 * One whole number per row of several tables, below 2^53: equal for rows that agree in the columns, in whichever table. A row
 * with a missing cell is -1, or, when `missing` is a value like any other, has a number too.
 */
export function tupleCodes(
  tables: readonly Table[],
  columns: readonly (readonly number[])[],
  missing: 'unknown' | 'value',
): readonly Float64Array[] {
  const codes = tables.map((table) => new Float64Array(table.rows));
  for (let place = 0; place < columns[0].length; place++) {
    const parts = tables.map((table, t) => table.columns[columns[t][place]]);
    const own = cellCodes(parts);
    const seen = new Map<number, number>();
    codes.forEach((code, t) => {
      for (let row = 0; row < code.length; row++) {
        const lacks = missing === 'unknown' && isMissing(parts[t], row);
        if (code[row] < 0 || lacks) code[row] = -1;
        else code[row] = place === 0 ? own.codes[t][row] : renumber(seen, code[row] * own.size + own.codes[t][row]);
      }
    });
  }
  return codes;
}

function renumber(seen: Map<number, number>, key: number): number {
  const known = seen.get(key);
  if (known !== undefined) return known;
  seen.set(key, seen.size);
  return seen.size - 1;
}

/** Every cell of columns of one storage as a number below `size`; 0 = missing. */
function cellCodes(columns: readonly Column[]): { readonly codes: readonly Int32Array[]; readonly size: number } {
  const seen = new Map<number | string | null, number>([[null, 0]]);
  const codeOf = (value: number | string | null): number => {
    const known = seen.get(value);
    if (known !== undefined) return known;
    seen.set(value, seen.size);
    return seen.size - 1;
  };
  const codes = columns.map((column) => {
    if (column.storage === 'coded') {
      const byCode = Int32Array.from(column.levels, codeOf);
      return column.codes.map((code) => (code < 0 ? 0 : byCode[code]));
    }
    const out = new Int32Array(column.values.length);
    for (let row = 0; row < out.length; row++) {
      const value = column.values[row];
      out[row] = codeOf(Number.isNaN(value) ? null : value);
    }
    return out;
  });
  return { codes, size: seen.size };
}
