import { type Column, cellOf, columnOf, type Lineage, type Table } from '@verisim/core';

/** Which rows belong together: `of[row]` is the number of its group, counted from 0 in order of first appearance. */
export interface RowGroups {
  readonly of: Int32Array;
  readonly count: number;
}

/**
 * What rows hang on: each array gives every row the number of one thing, -1 for none; the arrays of one link speak of the same things.
 * Rows that share a thing, also by way of other rows, are one group.
 */
export type RowLink = readonly Int32Array[];

/** Puts rows that hang together into groups. */
export function rowGroups(rows: number, links: readonly RowLink[]): RowGroups {
  const root = Int32Array.from({ length: rows }, (_, row) => row);
  const find = (row: number): number => {
    let at = row;
    while (root[at] !== at) {
      root[at] = root[root[at]];
      at = root[at];
    }
    return at;
  };
  for (const link of links) {
    const first = new Map<number, number>();
    for (const things of link) {
      for (let row = 0; row < rows; row++) {
        if (things[row] < 0) continue;
        const other = first.get(things[row]);
        if (other === undefined) first.set(things[row], row);
        else root[find(row)] = find(other);
      }
    }
  }
  return numbered(Int32Array.from(root, (_, row) => find(row)));
}

function numbered(roots: Int32Array): RowGroups {
  const number = new Map<number, number>();
  const of = roots.map((root) => {
    if (!number.has(root)) number.set(root, number.size);
    return number.get(root)!;
  });
  return { of, count: number.size };
}

/** Rows of each group, for groups that are counted from 0. */
export function groupSizes({ of, count }: RowGroups): Int32Array {
  const sizes = new Int32Array(count);
  for (const group of of) sizes[group]++;
  return sizes;
}

/** Equal numbers for equal cells of a column; -1 for a missing one, which is nobody's. */
export function cellNumbers(column: Column): Int32Array {
  if (column.storage === 'coded') return column.codes;
  const place = new Map<number | string, number>();
  const numberOf = (value: number | string | null): number => {
    if (value === null || Number.isNaN(value)) return -1;
    const at = place.get(value);
    if (at !== undefined) return at;
    place.set(value, place.size);
    return place.size - 1;
  };
  const numbers = new Int32Array(column.values.length);
  for (let row = 0; row < numbers.length; row++) numbers[row] = numberOf(column.values[row]);
  return numbers;
}

/** One link per column: rows with the same cell hang together. Throws `core/unknown-column`. */
export function columnLinks(table: Table, columns: readonly string[]): readonly RowLink[] {
  return columns.map((name) => [cellNumbers(columnOf(table, name))]);
}

/** The link of descent: a row hangs on itself and on every row it was made from, whether that is here or not; `null` when no row has parents. */
export function ancestorLink(lineage: Lineage): RowLink | null {
  const [ids, parents] = [columnOf(lineage, 'id'), columnOf(lineage, 'parents')];
  const node = new Map<string, number>();
  const nodeOf = (id: string): number => {
    const at = node.get(id) ?? node.size;
    if (at === node.size) node.set(id, at);
    return at;
  };
  const things = [Int32Array.from({ length: lineage.rows }, (_, row) => nodeOf(String(cellOf(ids, row))))];
  const own = new Set(node.keys());
  for (let row = 0; row < lineage.rows; row++) {
    parentsOf(cellOf(parents, row), own).forEach((parent, i) => {
      things[i + 1] ??= new Int32Array(lineage.rows).fill(-1);
      things[i + 1][row] = nodeOf(parent);
    });
  }
  return things.length === 1 ? null : things;
}

/** Ids in a lineage's `parents`: a JSON list, one id, or ids between commas, semicolons, bars or spaces. */
function parentsOf(cell: number | string | null, known: ReadonlySet<string>): readonly string[] {
  const text = cell === null ? '' : String(cell).trim();
  if (text === '') return [];
  if (text.startsWith('[')) {
    try {
      return (JSON.parse(text) as unknown[]).map(String);
    } catch {
      return [text];
    }
  }
  return known.has(text) ? [text] : text.split(/[\s,;|]+/).filter((id) => id !== '');
}
