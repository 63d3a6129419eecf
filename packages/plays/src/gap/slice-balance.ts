import type { GapBalance } from './gap-proposal.ts';
import type { JudgedRows } from './judged-rows.ts';
import type { SliceAtom } from './slice-atoms.ts';

/** A slice of a holdout is judged from so many rows on, with so many of each of two classes (`slicesOf` of `@verisim/evaluator-utility`). */
export const judgedFrom = { rows: 50, ofClass: 10 } as const;

/**
 * Rows that a slice lacks: one column's to be as many as all others together, an intersection's to the count expected were its
 * conditions independent; and both to what a slice needs to be judged.
 */
export function sliceBalance(judged: JudgedRows, atoms: readonly SliceAtom[], rows: Int32Array): readonly GapBalance[] {
  const total = judged.truth.length;
  const expected = Math.round(atoms.reduce((share, atom) => share * (atom.rows / total), total));
  return [
    ...(atoms.length > 1
      ? [
          {
            rows: Math.max(0, expected - rows.length),
            to: `the ${expected.toLocaleString('en-US')} rows expected were the columns independent`,
          },
        ]
      : []),
    ...(atoms.length === 1
      ? [{ rows: Math.max(0, total - 2 * rows.length), to: `as many rows as all others together` }]
      : []),
    {
      rows: rowsToJudge(judged, rows),
      to: `${judgedFrom.rows} rows with ${judgedFrom.ofClass} of each of two classes, the least to be judged`,
    },
  ];
}

/** Rows that are missing until a slice can be judged. */
export function rowsToJudge({ truth, classes }: JudgedRows, rows: Int32Array): number {
  const counts = new Int32Array(Math.max(2, classes.length));
  for (const row of rows) counts[truth[row]]++;
  const [first, second] = [...counts].sort((a, b) => b - a);
  const lacking = [first, second].reduce((sum, count) => sum + Math.max(0, judgedFrom.ofClass - count), 0);
  return Math.max(lacking, judgedFrom.rows - rows.length, 0);
}
