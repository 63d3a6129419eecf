import { columnKinds, type Random, shuffle, type Table } from '@verisim/core';

/** The columns that can be compared (no ids, free text or ignored ones), in order; at most `most` of them, drawn by chance but for the target. */
export function comparedColumns(
  table: Table,
  target: string | undefined,
  most: number,
  random: Random,
): readonly string[] {
  const usable = table.spec.columns.filter(({ kind, role }) => {
    return columnKinds[kind].storage !== 'text' && role !== 'ignore';
  });
  const names = usable.map(({ name }) => name);
  if (names.length <= most) return names;
  const order = shuffle(
    Int32Array.from({ length: names.length }, (_, i) => i),
    random,
  );
  const drawn = new Set([...order].map((i) => names[i]).slice(0, most));
  if (target !== undefined && names.includes(target) && !drawn.has(target)) {
    drawn.delete(names[order[most - 1]]);
    drawn.add(target);
  }
  return names.filter((name) => drawn.has(name));
}
