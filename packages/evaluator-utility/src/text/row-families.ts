import { type Column, cellOf, isMissing, LINEAGE_PREFIX, type Table } from '@verisim/core';
import { normalForm } from '@verisim/text-measures';
import { originalsOf } from '../originals.ts';
import { textFeatures } from './text-features.ts';

/**
 * For each row the first row of its family, which must stand on one side of every split: rows with the same text but for case and spaces, of one group
 * (role `group`), or descended from one seed (`lineage:parents`, and that seed where `lineage:id` names it). `null` where nothing in the table says so.
 */
export function rowFamilies(table: Table, target: string): Int32Array | null {
  const keys = familyKeys(table, target);
  if (keys.length === 0) return null;
  const families = originalsOf(table);
  const first = new Map<string, number>();
  for (const { column, keysOf } of keys) {
    for (let row = 0; row < table.rows; row++) {
      if (isMissing(column, row)) continue;
      for (const key of keysOf(String(cellOf(column, row)))) {
        const known = first.get(key);
        if (known === undefined) first.set(key, row);
        else unite(families, known, row);
      }
    }
  }
  return families.map((_, row) => rootOf(families, row));
}

/** Columns that tell families, and what in a cell two rows of one family share. */
function familyKeys(table: Table, target: string) {
  const texts = textFeatures(table.spec, target);
  return table.spec.columns.flatMap(
    ({ name, role }, c): { column: Column; keysOf(cell: string): readonly string[] }[] => {
      const column = table.columns[c];
      if (role === 'group') return [{ column, keysOf: (cell) => [`${name}\u0000${cell}`] }];
      if (texts.includes(name)) return [{ column, keysOf: (cell) => [`${name}\u0000${normalForm(cell)}`] }];
      if (role !== 'lineage') return [];
      if (name === `${LINEAGE_PREFIX}parents`) return [{ column, keysOf: (cell) => cell.split('; ').map(seed) }];
      return name === `${LINEAGE_PREFIX}id` ? [{ column, keysOf: (cell) => [seed(cell)] }] : [];
    },
  );
}

const seed = (id: string) => `\u0000${id}`;

function unite(families: Int32Array, a: number, b: number): void {
  const [first, second] = [rootOf(families, a), rootOf(families, b)];
  families[Math.max(first, second)] = Math.min(first, second);
}

function rootOf(families: Int32Array, row: number): number {
  let at = row;
  while (families[at] !== at) {
    families[at] = families[families[at]];
    at = families[at];
  }
  return at;
}
