import { cellOf, columnOf, type Table } from '@verisim/core';
import type { Dirt } from './dirt.ts';

/** A rule that holds for so many real rows has exceptions, and is no accident. */
const RARE = [0.001, 0.05] as const;
/** Guessing the commonest value must fail so many times as often as the rule does. */
const TIMES = 5;
/** Rows per value of the determining column, at least on average. */
const LEAST_SUPPORT = 10;
const MOST_COLUMNS = 30;

/** Contradictions between two columns, one of which nearly determines the other (a city in two countries): rows that break what 95 % to 99.9 % of real rows keep. */
export function contradictionDirt(real: Table): readonly Dirt[] {
  const names = real.spec.columns
    .filter(({ kind, role }) => role !== 'ignore' && kind !== 'text' && kind !== 'id')
    .map(({ name }) => name)
    .slice(0, MOST_COLUMNS);
  const values = new Map(names.map((name) => [name, textsOf(real, name)]));
  return names.flatMap((from) => {
    const causes = values.get(from)!;
    const distinct = new Set(causes).size;
    if (distinct < 2 || distinct > real.rows / LEAST_SUPPORT) return [];
    return names.flatMap((to): Dirt[] => {
      if (from === to) return [];
      const effects = values.get(to)!;
      const image = commonest(causes, effects);
      const broken = brokenIn(causes, effects, image);
      const share = broken.hits / broken.of;
      const guess = 1 - Math.max(...countsOf(effects).values()) / effects.length;
      if (!(share >= RARE[0] && share <= RARE[1]) || guess < TIMES * share) return [];
      const count = (table: Table) => brokenIn(textsOf(table, from), textsOf(table, to), image);
      return [{ what: `contradictions of "${from}" and "${to}"`, count }];
    });
  });
}

function textsOf(table: Table, name: string): readonly string[] {
  const column = columnOf(table, name);
  return Array.from({ length: table.rows }, (_, row) => String(cellOf(column, row)));
}

function countsOf(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** Per value the commonest value beside it. */
function commonest(causes: readonly string[], effects: readonly string[]): ReadonlyMap<string, string> {
  const beside = new Map<string, Map<string, number>>();
  for (const [row, cause] of causes.entries()) {
    const counts = beside.get(cause) ?? new Map<string, number>();
    counts.set(effects[row], (counts.get(effects[row]) ?? 0) + 1);
    beside.set(cause, counts);
  }
  return new Map([...beside].map(([cause, counts]) => [cause, [...counts].reduce((a, b) => (b[1] > a[1] ? b : a))[0]]));
}

function brokenIn(causes: readonly string[], effects: readonly string[], image: ReadonlyMap<string, string>) {
  let [hits, of] = [0, 0];
  for (const [row, cause] of causes.entries()) {
    const expected = image.get(cause);
    if (expected === undefined) continue;
    of++;
    if (effects[row] !== expected) hits++;
  }
  return { hits, of };
}
