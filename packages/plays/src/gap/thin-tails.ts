import type { NumericColumn } from '@verisim/core';
import { isFeature } from '@verisim/evaluator-utility';
import { holm } from '@verisim/statistics';
import { type Contrast, contrast, figureInterval, leastJudged, meanFigure } from './figures.ts';
import type { FoundGap } from './gap-proposal.ts';
import type { JudgedRows } from './judged-rows.ts';
import { LOSS_RANGE } from './rare-intersections.ts';
import { rangeConditions } from './slice-atoms.ts';
import { judgedFrom, rowsToJudge } from './slice-balance.ts';

/** A tail is thin when so few of the rows are spread over so much of the column's range. */
const FEW = [0.01, 0.025, 0.05] as const;
const WIDE = 0.25;

interface Tail {
  readonly where: FoundGap['where'];
  readonly rows: Int32Array;
  readonly spread: number;
}

/**
 * Ends of ordered columns where at most 5 % of the rows spread over a quarter of the range or more, and the model loses more than on the
 * other rows (Welch's test of log losses, Holm-corrected over the tails), or the rows are too few to tell.
 */
export function thinTails(judged: JudgedRows): readonly FoundGap[] {
  const { table, target, order, loss, truth } = judged;
  const tails = table.spec.columns.flatMap((spec, i): readonly Tail[] => {
    const column = table.columns[i];
    return isFeature(spec, target) && column.storage === 'numeric' ? tailsOf(spec, column, order) : [];
  });
  const judgedTails = tails.map((tail) => {
    if (tail.rows.length < leastJudged.rows) return { tail, figure: null, against: null };
    const inside = new Set(tail.rows);
    const there = meanFigure(
      order.filter((row) => !inside.has(row)),
      (row) => loss[row],
    );
    const here = meanFigure(tail.rows, (row) => loss[row]);
    const against: Contrast = contrast({ better: 'lower' }, here, there, 0);
    const figure = { name: 'log-loss', ...figureInterval(here, LOSS_RANGE), elsewhere: there.value };
    return { tail, figure, against };
  });
  const p = holm(judgedTails.map(({ against }) => against?.p ?? 1));
  return judgedTails.flatMap(({ tail, figure }, i): FoundGap[] => {
    const worse = figure !== null && p[i] < 0.05;
    if (!worse && figure !== null) return [];
    const spread = `${((100 * tail.rows.length) / truth.length).toFixed(2)} % of the rows over ${Math.round(100 * tail.spread)} % of the range`;
    const loses = figure
      ? `the model loses more there (log loss ${figure.value.toFixed(3)} [${figure.low.toFixed(3)}, ${figure.high.toFixed(3)}], ${figure.elsewhere.toFixed(3)} elsewhere)`
      : 'too few to judge a model there';
    return [
      {
        kind: 'thin-tail',
        where: tail.where,
        rows: tail.rows.length,
        balance: [
          {
            rows: rowsToJudge(judged, tail.rows),
            to: `${judgedFrom.rows} rows with ${judgedFrom.ofClass} of each of two classes, the least to be judged`,
          },
        ],
        evidence: figure ? [figure] : [],
        pAdjusted: figure ? p[i] : null,
        worse,
        why: `a thin tail, ${spread}, and ${loses}`,
        harm: figure ? (figure.value - figure.elsewhere) * tail.rows.length : 0,
      },
    ];
  });
}

/** Either end, cut where it is thin with most rows. */
function tailsOf(
  spec: Parameters<typeof rangeConditions>[0],
  { values }: NumericColumn,
  order: Int32Array,
): readonly Tail[] {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const range = sorted[sorted.length - 1] - sorted[0];
  if (!(range > 0)) return [];
  const upper = FEW.toReversed()
    .map((share) => sorted[Math.ceil((1 - share) * (sorted.length - 1))])
    .find((cut) => sorted[sorted.length - 1] - cut >= WIDE * range);
  const lower = FEW.toReversed()
    .map((share) => sorted[Math.floor(share * (sorted.length - 1))])
    .find((cut) => cut - sorted[0] >= WIDE * range);
  const tail = (low: number, high: number, spread: number): Tail => ({
    where: rangeConditions(spec, low, high),
    rows: order.filter((row) => values[row] > low && values[row] <= high),
    spread,
  });
  return [
    ...(upper === undefined
      ? []
      : [tail(upper, Number.POSITIVE_INFINITY, (sorted[sorted.length - 1] - upper) / range)]),
    ...(lower === undefined ? [] : [tail(Number.NEGATIVE_INFINITY, below(sorted, lower), (lower - sorted[0]) / range)]),
  ].filter(({ rows }) => rows.length > 0);
}

/** The largest value below a cut, so that a tail of "at most" holds no more than its share. */
function below(sorted: Float64Array, cut: number): number {
  const at = sorted.findLastIndex((value) => value < cut);
  return at < 0 ? Number.NEGATIVE_INFINITY : sorted[at];
}
