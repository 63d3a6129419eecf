import { type Random, shuffle } from '@verisim/core';
import type { Cells } from './cells.ts';
import { rowFinder } from './find-rows.ts';
import { type Condition, columnsOf, isCoded, isPresent, type Predicate } from './predicate.ts';

/** Per column the predicates with one condition that hold for one synthetic row by their nature. */
export function univariatePredicates(synthetic: Cells): readonly (readonly Predicate[])[] {
  return columnsOf(synthetic).map((values, column) => {
    const coded = isCoded(synthetic, column);
    const counts = new Map<number, number>();
    for (const value of values) if (isPresent(value, coded)) counts.set(value, (counts.get(value) ?? 0) + 1);
    const once = [...counts].flatMap(([value, count]): Predicate[] => {
      return count === 1 ? [[{ column, is: 'equal', value }]] : [];
    });
    if (coded || counts.size === 0) return once;
    const sorted = Float64Array.from(counts.keys()).sort();
    const least: Predicate = [{ column, is: 'at-most', value: sorted[0] }];
    return [...once, least, [{ column, is: 'at-least', value: sorted[sorted.length - 1] }]];
  });
}

/**
 * Cells of a synthetic row in columns drawn one after another, numbers as bounds towards their tail, until they hold for that row
 * alone; rows that others equal throughout give none.
 */
export function multivariatePredicates(synthetic: Cells, attacks: number, random: Random): readonly Predicate[] {
  const columns = columnsOf(synthetic);
  const medians = columns.map((values) => Float64Array.from(values).sort()[values.length >> 1]);
  const { meeting, keep } = rowFinder(synthetic);
  const found: Predicate[] = [];
  const grow = (row: number): void => {
    const predicate: Condition[] = [];
    let rows: Int32Array | null = null;
    for (const column of shuffle([...columns.keys()], random)) {
      const condition = tailCondition(synthetic, column, columns[column][row], medians[column]);
      if (condition === null) continue;
      const kept: Int32Array = rows === null ? meeting(condition) : keep(rows, condition);
      if (rows !== null && kept.length === rows.length) continue;
      predicate.push(condition);
      rows = kept;
      if (rows.length > 1) continue;
      found.push(predicate);
      return;
    }
  };
  for (let turn = 0; turn < 4 * attacks && found.length < attacks; turn++) grow(random.int(0, synthetic.rows));
  return found;
}

function tailCondition(cells: Cells, column: number, value: number, median: number): Condition | null {
  const coded = isCoded(cells, column);
  if (!isPresent(value, coded)) return null;
  if (coded) return { column, is: 'equal', value };
  return { column, is: value >= median ? 'at-least' : 'at-most', value };
}

/** Columns of a random predicate (anonymeter's default). */
const COLUMNS = 3;

/** What somebody without the synthetic rows' dependence would try: values and signs at random. */
export function randomPredicates(synthetic: Cells, attacks: number, random: Random): readonly Predicate[] {
  const columns = columnsOf(synthetic);
  return Array.from({ length: attacks }, () =>
    shuffle([...columns.keys()], random)
      .slice(0, COLUMNS)
      .map((column): Condition => {
        const value = columns[column][random.int(0, synthetic.rows)];
        if (isCoded(synthetic, column)) return { column, is: 'equal', value };
        return { column, is: random.next() < 0.5 ? 'at-most' : 'at-least', value };
      }),
  );
}
