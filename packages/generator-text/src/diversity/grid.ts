import type { Random } from '@verisim/core';
import { gridTooLarge } from '../errors.ts';
import type { Wish } from '../tasks/text-task.ts';

/** A cell of the grid of topics and attributes. */
export type Cell = Omit<Wish, 'persona'>;

const MOST_CELLS = 10_000;

/** Every topic with every combination of the attributes' values, in order. Throws `generator-text/grid-too-large`. */
export function gridCells(
  topics: readonly (readonly string[])[],
  attributes: Readonly<Record<string, readonly string[]>>,
): readonly Cell[] {
  const dimensions = Object.entries(attributes).filter(([, values]) => values.length > 0);
  const size = dimensions.reduce((count, [, values]) => count * values.length, Math.max(1, topics.length));
  if (size > MOST_CELLS) throw gridTooLarge(size, MOST_CELLS);
  let cells: Cell[] = (topics.length > 0 ? topics : [[]]).map((topic) => ({ topic, attributes: [] }));
  for (const [name, values] of dimensions) {
    cells = cells.flatMap(({ topic, attributes: known }) =>
      values.map((value) => ({ topic, attributes: [...known, [name, value] as const] })),
    );
  }
  return cells;
}

/**
 * Which cell each of `rows` rows is for: the quotas of any two cells differ by at most one row, and few rows still spread over the whole grid, for the
 * order of the cells is shuffled anew in each round through them.
 */
export function cellQuotas(cells: number, rows: number, random: Random): Int32Array {
  const places = new Int32Array(rows);
  let order: Int32Array = new Int32Array(0);
  for (let row = 0; row < rows; row++) {
    if (row % cells === 0) order = shuffled(cells, random.fork(`round:${row / cells}`));
    places[row] = order[row % cells];
  }
  return places;
}

/** The numbers from 0 to before `count` in an order by chance (Fisher & Yates). */
export function shuffled(count: number, random: Random): Int32Array {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = random.int(0, i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
