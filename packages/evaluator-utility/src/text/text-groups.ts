import { cellOf, isMissing, type Table } from '@verisim/core';
import { normalForm } from '@verisim/text-measures';
import { originalsOf } from '../originals.ts';
import { textFeatures } from './text-features.ts';

/** For each row the first row that must share its fold: one with the same texts but for case and spaces, or of the same group (role `group`). */
export function textGroups(table: Table, target: string): Int32Array {
  const texts = textFeatures(table.spec, target);
  const rows = originalsOf(table);
  const first = new Map<string, number>();
  const root = (row: number): number => {
    let at = row;
    while (rows[at] !== at) at = rows[at];
    return at;
  };
  const unite = (key: string, row: number) => {
    const known = first.get(key);
    if (known === undefined) first.set(key, row);
    else {
      const [a, b] = [root(known), root(row)];
      rows[Math.max(a, b)] = Math.min(a, b);
    }
  };
  table.spec.columns.forEach(({ name, role }, c) => {
    if (role !== 'group' && !texts.includes(name)) return;
    const column = table.columns[c];
    for (let row = 0; row < table.rows; row++) {
      if (!isMissing(column, row)) unite(`${name}\u0000${normalForm(String(cellOf(column, row)))}`, row);
    }
  });
  return rows.map((_, row) => root(row));
}
