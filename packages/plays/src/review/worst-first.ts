import { type Context, shuffle, type Table, takeRows } from '@verisim/core';
import { distanceToClosestRecord } from '@verisim/evaluator-privacy';
import { labelLikelihood, suspicion } from './suspicion.ts';

/** Rows to look at first, and why. */
export interface WorstRow {
  readonly row: number;
  /** Half a sentence. */
  readonly why: string;
}

/** What worst rows are looked for in. */
export interface WorstRequest {
  readonly real: Table;
  readonly synthetic: Table;
  /** A coded column of both tables. */
  readonly target?: string;
  /** What a check said of a row, `null` where none did. */
  readonly tags?: readonly (string | null)[];
}

/** Of larger tables a random part of this many rows is looked through. */
const MOST_ROWS = 20_000;

/**
 * All synthetic rows that any of four criteria points to, worst first, criteria taking turns: rows that a check tagged; rows that are the
 * farthest from any real row; rows that a detector tells from real ones; rows whose label is the least likely. Equal scores stay in the
 * order of the rows. Of tables of more than 20,000 rows a random part is looked through, tags apart.
 */
export async function worstFirst(request: WorstRequest, ctx: Context): Promise<readonly WorstRow[]> {
  const { target, tags } = request;
  const places = someRows(request.synthetic, ctx, 'synthetic');
  const synthetic = takeRows(request.synthetic, places);
  const real = takeRows(request.real, someRows(request.real, ctx, 'real'));
  const told = await suspicion(real, synthetic, ctx);
  const likely = target === undefined ? null : await labelLikelihood(real, synthetic, target, ctx);
  const { dcr } = distanceToClosestRecord(synthetic, real);
  const listed = (scores: Float64Array | null, sign: 1 | -1, why: (score: number) => string): readonly WorstRow[] =>
    scores === null ? [] : ranked(scores, sign).map((row) => ({ row: places[row], why: why(scores[row]) }));
  return takingTurns([
    (tags ?? []).flatMap((tag, row): WorstRow[] => (tag === null ? [] : [{ row, why: `check: ${tag}` }])),
    listed(dcr, -1, (distance) => `far from every real row (Gower distance ${distance.toFixed(3)})`),
    listed(told, -1, (score) => `a detector gives it ${score.toFixed(2)} of being synthetic`),
    listed(likely, 1, (score) => `a model of the real rows gives its ${target} ${score.toFixed(3)}`),
  ]);
}

function someRows({ rows }: Table, ctx: Context, label: string): Int32Array {
  const order = Int32Array.from({ length: rows }, (_, i) => i);
  return rows <= MOST_ROWS
    ? order
    : shuffle(order, ctx.random.fork(`some:${label}`))
        .slice(0, MOST_ROWS)
        .sort();
}

function ranked(scores: Float64Array, sign: 1 | -1): readonly number[] {
  return [...scores.keys()].sort((a, b) => sign * (scores[a] - scores[b]) || a - b);
}

function takingTurns(lists: readonly (readonly WorstRow[])[]): readonly WorstRow[] {
  const seen = new Set<number>();
  const order: WorstRow[] = [];
  const longest = lists.reduce((most, list) => Math.max(most, list.length), 0);
  for (let turn = 0; turn < longest; turn++)
    for (const list of lists) {
      const next = list[turn];
      if (next === undefined || seen.has(next.row)) continue;
      seen.add(next.row);
      order.push(next);
    }
  return order;
}
