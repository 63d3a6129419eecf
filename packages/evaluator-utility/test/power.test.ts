import { createContext, createRandom, type Random } from '@verisim/core';
import { expect, test } from 'vitest';
import { bootstrapScores } from '../src/bootstrap.ts';
import { metricOf, minimumDetectableLift } from '../src/index.ts';
import { pairedDifference, smallSample } from '../src/interval.ts';

const ctx = createContext({ seed: 1 });

/** Scores of two models of one truth, the second less noisy, as probabilities. */
function world(rows: number, random: Random): { classes: Int32Array; worse: Float64Array; better: Float64Array } {
  const truth = Float64Array.from({ length: rows }, () => 1.5 * random.normal() - 0.8);
  const classes = Int32Array.from(truth, (x) => Number(random.next() < 1 / (1 + Math.exp(-x))));
  const seen = (noise: number) =>
    Float64Array.from(
      [...truth].flatMap((x) => {
        const p = 1 / (1 + Math.exp(-x - noise * random.normal()));
        return [1 - p, p];
      }),
    );
  return { classes, worse: seen(0.9), better: seen(0.5) };
}

const counts = (classes: Int32Array, share = 1): readonly number[] =>
  [0, 1].map((k) => Math.round(share * classes.filter((one) => one === k).length));

test('by log loss the error is the closed form of a stratified mean', async () => {
  const { classes, worse, better } = world(3000, createRandom('closed'));
  const holdout = [300, 100];
  const metric = metricOf('log-loss');
  const request = { metric, classes, classCount: 2, model: worse, others: [better], holdout, resamples: 4000 };
  const power = await minimumDetectableLift(request, ctx);
  const difference = Float64Array.from(classes, (k, i) => Math.log(worse[2 * i + k] / better[2 * i + k]));
  const variances = [0, 1].map((k) => {
    const own = [...difference].filter((_, i) => classes[i] === k);
    const mean = own.reduce((sum, x) => sum + x, 0) / own.length;
    return own.reduce((sum, x) => sum + (x - mean) ** 2, 0) / own.length;
  });
  const error = Math.sqrt(
    variances.reduce((sum, variance, k) => sum + (holdout[k] / 400) ** 2 * (variance / holdout[k]), 0),
  );
  expect(power.error / error).toBeGreaterThan(0.96);
  expect(power.error / error).toBeLessThan(1.04);
  const { expansion, unseen } = smallSample(metric, holdout, new Float64Array());
  expect(power.half).toBeCloseTo(1.959963984540054 * Math.hypot(expansion * power.error, unseen), 12);
  expect(power.lift).toBeCloseTo(power.half + 0.8416212335729143 * power.error, 12);
});

test('a true lift of that size is found about four times out of five', async () => {
  const metric = metricOf('roc-auc');
  const all = world(40_000, createRandom('truth'));
  const score = (p: Float64Array) => metric.compute(p, all.classes, 2);
  const truth = score(all.better) - score(all.worse);
  const train = world(1500, createRandom('train'));
  const request = { metric, classes: train.classes, classCount: 2, model: train.worse, others: [train.better] };
  const powerOf = (rows: number) =>
    minimumDetectableLift({ ...request, holdout: counts(train.classes, rows / 1500), resamples: 400 }, ctx);
  let rows = 100;
  while ((await powerOf(rows)).lift > truth) rows = Math.ceil(rows * 1.15);
  let found = 0;
  const runs = 100;
  for (let run = 0; run < runs; run++) {
    const drawn = world(rows, createRandom(`holdout:${run}`));
    const [better, worse] = [drawn.better, drawn.worse].map((probabilities) => [
      metric.prepare({ probabilities, classes: drawn.classes, classCount: 2 }),
    ]);
    const plan = { classes: drawn.classes, seeds: 1, resamples: 200 };
    const random = createRandom(run);
    const [a, b] = await bootstrapScores([better, worse], plan, random, ctx);
    const noise = Float64Array.from({ length: 200 }, () => random.normal());
    if (pairedDifference(a, b, metric, smallSample(metric, counts(drawn.classes), noise)).low > 0) found++;
  }
  expect(found / runs).toBeGreaterThan(0.68);
  expect(found / runs).toBeLessThan(0.92);
});

test('four times the rows show half the lift, the small-sample terms aside', async () => {
  const { classes, worse, better } = world(3000, createRandom('size'));
  const request = { metric: metricOf('roc-auc'), classes, classCount: 2, model: worse, others: [better] };
  const [small, large] = await Promise.all(
    [1, 4].map((times) => minimumDetectableLift({ ...request, holdout: [300 * times, 120 * times] }, ctx)),
  );
  expect(small.error / large.error).toBeGreaterThan(1.8);
  expect(small.error / large.error).toBeLessThan(2.2);
});
