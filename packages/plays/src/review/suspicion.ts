import { type CodedColumn, type Context, columnOf, forkContext, type Table } from '@verisim/core';
import { boostedTrees, learnerFor } from '@verisim/evaluator-utility';
import { crossPredictions } from '../baseline/baseline-folds.ts';
import { labelledUnion } from './labelled-union.ts';

const FOLDS = 5;

/** Fewer rows of a table than this teach a detector nothing. */
export const leastDetectorRows = 40;

/**
 * How surely each synthetic row is told from real ones, in [0, 1]: the probability of a classifier two-sample test (Lopez-Paz & Oquab 2017)
 * by boosted trees that did not see the row. `null` with fewer than {@link leastDetectorRows} rows on a side.
 */
export async function suspicion(real: Table, synthetic: Table, ctx: Context): Promise<Float64Array | null> {
  if (Math.min(real.rows, synthetic.rows) < leastDetectorRows) return null;
  const { table: train, target } = labelledUnion(real, synthetic);
  let done = 0;
  const onFold = () => ctx.progress({ done: ++done, total: FOLDS, note: 'looking for the worst rows' });
  const learner = boostedTrees({ rounds: Math.max(20, Math.min(100, train.rows >> 5)), minRows: 20 });
  const parts = { train, target, learner, folds: FOLDS, weighted: true, onFold };
  const probabilities = await crossPredictions(parts, ctx);
  return Float64Array.from({ length: synthetic.rows }, (_, i) => probabilities[2 * (real.rows + i) + 1]);
}

/**
 * The probability that a model of the real rows gives to each synthetic row's label, in [0, 1]; 1 where the row has none, 0 where no real
 * row has that label.
 */
export async function labelLikelihood(
  real: Table,
  synthetic: Table,
  target: string,
  ctx: Context,
): Promise<Float64Array> {
  const learner = learnerFor(real, target, boostedTrees({ rounds: 60 }));
  const { random, signal } = forkContext(ctx, 'label');
  const model = await learner.fit(real, { target, random, signal });
  const { codes, levels } = columnOf(synthetic, target) as CodedColumn;
  const places = levels.map((level) => model.classes.indexOf(level));
  const probabilities = model.predict(synthetic);
  model.dispose();
  return Float64Array.from(codes, (code, row) => {
    if (code < 0) return 1;
    return places[code] < 0 ? 0 : probabilities[row * model.classes.length + places[code]];
  });
}
