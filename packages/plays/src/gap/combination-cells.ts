import { type Context, checkpoint } from '@verisim/core';
import { type PartedColumn, pairCounts } from './parted-columns.ts';

/** Parts of two or three columns together. */
export interface CombinationCell {
  readonly columns: readonly PartedColumn[];
  readonly parts: readonly number[];
  readonly rows: number;
  /**
   * Rows expected: of a pair were the columns independent; of a triple were one column independent of the other two, the choice that
   * expects fewest. So a triple is not rare because a pair in it is.
   */
  readonly expected: number;
}

/** What is wanted of all cells that could be looked at. */
export interface CellSearch {
  readonly columns: readonly PartedColumn[];
  /** How many of the columns, the target first, go into triples. */
  readonly triples: number;
  /** Cells that expect less are not counted as looked at. */
  readonly leastExpected: number;
  /** The cells to keep. */
  keep(rows: number, expected: number): boolean;
}

/** Looks at every pair and triple of parts and keeps some. `tried` counts the cells that expect enough. */
export async function searchCells(
  { columns, triples, leastExpected, keep }: CellSearch,
  ctx: Context,
): Promise<{ readonly cells: readonly CombinationCell[]; readonly tried: number }> {
  const cells: CombinationCell[] = [];
  let tried = 0;
  const look = (cell: CombinationCell) => {
    if (cell.expected < leastExpected) return;
    tried++;
    if (keep(cell.rows, cell.expected)) cells.push(cell);
  };
  const joint = new Map<PartedColumn, Map<PartedColumn, Int32Array>>();
  for (const [i, a] of columns.entries()) {
    await checkpoint(ctx.signal);
    const row = new Map(columns.slice(i + 1).map((b) => [b, pairCounts(a, b)]));
    joint.set(a, row);
    for (const [b, counts] of row) pairCells(a, b, counts, look);
  }
  const few = columns.slice(0, triples);
  for (const [i, a] of few.entries()) {
    for (const [k, b] of few.entries()) {
      if (k <= i) continue;
      await checkpoint(ctx.signal);
      for (const c of few.slice(k + 1)) {
        const pairs = { ab: joint.get(a)!.get(b)!, ac: joint.get(a)!.get(c)!, bc: joint.get(b)!.get(c)! };
        tripleCells([a, b, c], pairs, look);
      }
    }
  }
  return { cells, tried };
}

function pairCells(a: PartedColumn, b: PartedColumn, counts: Int32Array, look: (cell: CombinationCell) => void): void {
  const total = a.codes.length;
  for (let i = 0; i < a.counts.length; i++)
    for (let k = 0; k < b.counts.length; k++)
      look({
        columns: [a, b],
        parts: [i, k],
        rows: counts[i * b.counts.length + k],
        expected: (a.counts[i] * b.counts[k]) / total,
      });
}

function tripleCells(
  [a, b, c]: readonly [PartedColumn, PartedColumn, PartedColumn],
  pairs: { readonly ab: Int32Array; readonly ac: Int32Array; readonly bc: Int32Array },
  look: (cell: CombinationCell) => void,
): void {
  const [wide, deep] = [b.counts.length, c.counts.length];
  const counts = new Int32Array(a.counts.length * wide * deep);
  for (let row = 0; row < a.codes.length; row++) {
    const [i, k, l] = [a.codes[row], b.codes[row], c.codes[row]];
    if (i >= 0 && k >= 0 && l >= 0) counts[(i * wide + k) * deep + l]++;
  }
  for (let i = 0; i < a.counts.length; i++)
    for (let k = 0; k < wide; k++)
      for (let l = 0; l < deep; l++) {
        const [ab, ac, bc] = [pairs.ab[i * wide + k], pairs.ac[i * deep + l], pairs.bc[k * deep + l]];
        const expected = Math.min(ab * c.counts[l], ac * b.counts[k], bc * a.counts[i]) / a.codes.length;
        look({ columns: [a, b, c], parts: [i, k, l], rows: counts[(i * wide + k) * deep + l], expected });
      }
}

/** The conditions of a cell. */
export function cellConditions({ columns, parts }: CombinationCell): CombinationCell['columns'][0]['conditions'][0] {
  return columns.flatMap((column, i) => column.conditions[parts[i]]);
}

/** Whether a row lies in a cell. */
export function inCell({ columns, parts }: CombinationCell, row: number): boolean {
  return columns.every(({ codes }, i) => codes[row] === parts[i]);
}
