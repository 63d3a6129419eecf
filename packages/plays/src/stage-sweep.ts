import {
  type Chart,
  type Context,
  concatTables,
  forkContext,
  quietContext,
  rowsWhere,
  type Stage,
  sliceRows,
  syntheticRowsFor,
} from '@verisim/core';
import { addSection, type CoverageGapState, type FoldWork, type RatioScores } from './coverage-gap-state.ts';
import { drawChecked } from './draw-checked.ts';
import { gain, meanAndError, trainAndScore } from './score.ts';

/** Sweeps the ratio by cross-validation on the training part; the generator of each fold never saw its validation rows. */
export const stageSweep: Stage<CoverageGapState> = {
  name: 'sweep',
  title: 'Sweep the ratio by cross-validation',
  async run(state, ctx) {
    const { plan } = state;
    const folds = state.folds!;
    const work = folds.flatMap((fold, index) =>
      Array.from({ length: plan.seeds }, (_, seed) => ({ fold, index, seed })),
    );
    const rows: number[][] = [];
    for (const [done, { fold, index, seed }] of work.entries()) {
      rows.push(await scoreRatios(state, fold, quietContext(forkContext(ctx, `fold:${index}/seed:${seed}`))));
      ctx.progress({ done: done + 1, total: work.length, note: 'folds and seeds' });
    }
    const sweep = plan.ratios.map(
      (ratio, r): RatioScores => ({
        ratio,
        scores: rows.map((row) => row[r]),
        lifts: rows.map((row, i) => gain(plan.metric, row[r], work[i].fold.realScore)),
      }),
    );
    const ranked = sweep
      .filter((entry) => entry.ratio > 0)
      .sort((a, b) => meanAndError(b.lifts).mean - meanAndError(a.lifts).mean);
    const best = ranked[0];
    const { mean } = meanAndError(best.lifts);
    const text = [
      `Ratio = synthetic / (synthetic + real) within the gap; all real rows always stay. ${folds.length} folds, ${plan.seeds} seeds. ` +
        `The best ratio above 0 is ${best.ratio}, with a cross-validated lift of ${signed(mean)}` +
        (mean > 0
          ? '.'
          : ': by cross-validation no ratio beats real rows alone. It goes before the holdout all the same.'),
    ];
    const section = {
      title: 'The ratio, by cross-validation',
      text,
      tables: [sweepTable(sweep, plan.metric)],
      charts: [sweepChart(sweep, plan.metric)],
    };
    for (const fold of folds) fold.realOnly.dispose();
    return { sweep, ratio: best.ratio, sections: addSection(state, section) };
  },
};

async function scoreRatios(state: CoverageGapState, fold: FoldWork, ctx: Context): Promise<number[]> {
  const { plan, learner } = state;
  const inGap = rowsWhere(fold.train.table, plan.where).length;
  const most = Math.max(...plan.ratios.map((ratio) => syntheticRowsFor(ratio, inGap)));
  const source = { ...state, model: fold.model, train: fold.train.table };
  const drawn = await drawChecked(source, { rows: Math.max(1, most), where: plan.where }, forkContext(ctx, 'draw'));
  const scores: number[] = [];
  for (const ratio of plan.ratios) {
    const take = Math.min(drawn.tracked.table.rows, syntheticRowsFor(ratio, inGap));
    const train =
      take === 0 ? fold.train.table : concatTables([fold.train.table, sliceRows(drawn.tracked.table, 0, take)]);
    scores.push(
      take === 0
        ? fold.realScore
        : await trainAndScore(learner, { ...plan, train, validation: fold.validation }, 'learner', ctx),
    );
  }
  return scores;
}

function sweepTable(sweep: readonly RatioScores[], metric: string) {
  const rows = sweep.map(({ ratio, scores, lifts }) => {
    const lift = meanAndError(lifts);
    return [
      `${Math.round(100 * ratio)} %`,
      meanAndError(scores).mean.toFixed(4),
      ratio === 0 ? '' : signed(lift.mean),
      ratio === 0 ? '' : lift.error.toFixed(4),
    ];
  });
  return { caption: 'Cross-validated scores by ratio', columns: ['ratio', metric, 'lift', 'standard error'], rows };
}

function sweepChart(sweep: readonly RatioScores[], metric: string): Chart {
  const values = sweep.map(({ ratio, lifts }) => {
    const { mean, error } = meanAndError(lifts);
    const half = Number.isNaN(error) ? 0 : 1.96 * error;
    return { ratio: Math.round(1000 * ratio) / 10, lift: mean, low: mean - half, high: mean + half };
  });
  const x = { field: 'ratio', type: 'quantitative', title: 'synthetic rows within the gap, %' } as const;
  return {
    name: 'ratio-sweep',
    title: `Cross-validated lift in ${metric} by ratio, with a band of 1.96 standard errors over folds and seeds`,
    spec: {
      data: { values },
      layer: [
        {
          mark: { type: 'area', opacity: 0.25 },
          encoding: { x, y: { field: 'low', type: 'quantitative', title: `lift in ${metric}` }, y2: { field: 'high' } },
        },
        { mark: { type: 'line', point: true }, encoding: { x, y: { field: 'lift', type: 'quantitative' } } },
        { mark: { type: 'rule', strokeDash: [4, 4] }, encoding: { y: { datum: 0 } } },
      ],
    },
  };
}

function signed(value: number): string {
  return (value >= 0 ? '+' : '') + value.toFixed(4);
}
