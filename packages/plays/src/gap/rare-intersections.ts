import type { Context } from '@verisim/core';
import { holm, poissonAtMost, poissonInterval } from '@verisim/statistics';
import { type CombinationCell, cellConditions, inCell, searchCells } from './combination-cells.ts';
import { type Contrast, contrast, figureInterval, meanFigure } from './figures.ts';
import type { FoundGap, GapFigure } from './gap-proposal.ts';
import type { JudgedRows } from './judged-rows.ts';
import type { PartedColumn } from './parted-columns.ts';
import { judgedFrom, rowsToJudge } from './slice-balance.ts';

/** Rare = surely fewer than half the rows expected; fewer than one in a hundred looks like a rule with exceptions, which is asked about. */
export const RARE_SHARE = 0.5;
export const RULE_SHARE = 0.01;

/** Rows that a loss is judged from. */
const LEAST_LOSSES = 10;

/** Cells that are judged by the model, those first that lack most rows. */
const MOST_JUDGED = 200;

export const LOSS_RANGE: readonly [number, number] = [0, Number.POSITIVE_INFINITY];

/**
 * Levels or quarters of two or three columns, the target among them, that occur together less than half as often as expected (exact Poisson
 * test, Bonferroni-corrected over all that were looked at), and where the model loses more than elsewhere, or that are too few to tell.
 * With a class among its parts, a cell is held against the other rows of that class.
 */
export async function rareIntersections(
  judged: JudgedRows,
  columns: readonly PartedColumn[],
  triples: number,
  ctx: Context,
): Promise<readonly FoundGap[]> {
  const keep = (rows: number, expected: number) =>
    rows > 0 && rows >= RULE_SHARE * expected && rows < RARE_SHARE * expected;
  const { cells, tried } = await searchCells({ columns, triples, leastExpected: 10, keep }, ctx);
  const rare = cells
    .filter(({ rows, expected }) => poissonAtMost(rows, RARE_SHARE * expected) < 0.05 / tried)
    .sort((a, b) => b.expected - b.rows - (a.expected - a.rows))
    .slice(0, MOST_JUDGED)
    .map((cell) => ({ cell, rows: judged.order.filter((row) => inCell(cell, row)), ...judgeCell(judged, cell) }));
  const p = holm(rare.map(({ against }) => against?.p ?? 1));
  const found = rare.flatMap(({ cell, rows, figure }, i): FoundGap[] => {
    const few = rowsToJudge(judged, rows) > 0 && !cell.columns.some(({ name }) => name === judged.target);
    const worse = p[i] < 0.05;
    return worse || few || rows.length < judgedFrom.rows
      ? [intersection(cell, rows, figure, figure ? p[i] : null)]
      : [];
  });
  return found;
}

function judgeCell(
  { order, truth, loss, target, classes }: JudgedRows,
  cell: CombinationCell,
): { readonly figure: GapFigure | null; readonly against: Contrast | null } {
  const at = cell.columns.findIndex(({ name }) => name === target);
  const [condition] = at < 0 ? [] : cell.columns[at].conditions[cell.parts[at]];
  const own = condition && 'in' in condition ? classes.indexOf(String(condition.in[0])) : -1;
  const alike = order.filter((row) => own < 0 || truth[row] === own);
  const inside = alike.filter((row) => inCell(cell, row));
  const outside = alike.filter((row) => !inCell(cell, row));
  if (Math.min(inside.length, outside.length) < LEAST_LOSSES) return { figure: null, against: null };
  const [here, there] = [inside, outside].map((rows) => meanFigure(rows, (row) => loss[row]));
  const figure = { name: 'log-loss', ...figureInterval(here, LOSS_RANGE), elsewhere: there.value };
  return { figure, against: contrast({ better: 'lower' }, here, there, 0) };
}

function intersection(
  cell: CombinationCell,
  rows: Int32Array,
  figure: GapFigure | null,
  pAdjusted: number | null,
): FoundGap {
  const expected = Math.round(cell.expected);
  const worse = pAdjusted !== null && pAdjusted < 0.05;
  const range = poissonInterval(rows.length);
  const count: GapFigure = { name: 'rows', value: rows.length, ...range, elsewhere: cell.expected };
  const fewer = `fewer than half of the ${expected.toLocaleString('en-US')} expected were they independent`;
  const loses =
    worse && figure
      ? `, and the model loses more there (log loss ${figure.value.toFixed(3)} [${figure.low.toFixed(3)}, ${figure.high.toFixed(3)}], ${figure.elsewhere?.toFixed(3)} on rows like them elsewhere)`
      : ', and too few to judge a model there';
  return {
    kind: 'rare-intersection',
    where: cellConditions(cell),
    rows: rows.length,
    balance: [
      {
        rows: expected - rows.length,
        to: `the ${expected.toLocaleString('en-US')} rows expected were they independent`,
      },
      { rows: Math.max(0, judgedFrom.rows - rows.length), to: `${judgedFrom.rows} rows, the least to be judged` },
    ],
    evidence: [count, ...(figure ? [figure] : [])],
    pAdjusted,
    worse,
    why: `${fewer}${loses}`,
    harm: figure ? (figure.value - (figure.elsewhere ?? 0)) * rows.length : 0,
  };
}
