import type { Column, Table } from '@verisim/core';

/** The names of a table's columns in an order that depends on their cells alone, not on where they stand, what they or their levels are called, or how rows stand. */
export function contentOrder({ spec, columns }: Table): readonly string[] {
  const keys = columns.map(contentKey);
  const order = [...keys.keys()].sort((a, b) => {
    const first = keys[a].findIndex((value, i) => value !== keys[b][i]);
    return first < 0 ? a - b : keys[a][first] - keys[b][first];
  });
  return order.map((i) => spec.columns[i].name);
}

const STORAGES: readonly Column['storage'][] = ['numeric', 'coded', 'text'];

/** The storage, then sums over sorted values or over counts of levels. */
function contentKey(column: Column): readonly number[] {
  const { storage } = column;
  const values = storage === 'numeric' ? column.values.filter((value) => !Number.isNaN(value)) : levelCounts(column);
  const sorted = Float64Array.from(values).sort();
  const largest = Math.max(1, Math.abs(sorted[0] ?? 0), Math.abs(sorted[sorted.length - 1] ?? 0));
  let [sum, cubes] = [0, 0];
  for (const value of sorted) {
    sum += value / largest;
    cubes += (value / largest) ** 3;
  }
  return [STORAGES.indexOf(storage), sorted.length, sum, cubes, largest];
}

function levelCounts(column: Exclude<Column, { storage: 'numeric' }>): readonly number[] {
  const counts = new Map<number | string | null, number>();
  const cells = column.storage === 'coded' ? column.codes : column.values;
  for (const cell of cells) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  return [...counts.values()];
}
