import {
  type Comparison,
  type Context,
  type Evaluation,
  type Evaluator,
  type Finding,
  type Learner,
  type Measurement,
  measurement,
} from '@verisim/core';
import { z } from 'zod';
import { bootstrapScores, type Resampled } from './bootstrap.ts';
import { intervalOf, smallSample } from './interval.ts';
import { type ChartedInterval, intervalChart } from './interval-chart.ts';
import { backendOf, logisticRegression } from './logistic-regression.ts';
import { type Metric, metricNames, metricOf } from './metrics.ts';
import { predictHoldout } from './predict-holdout.ts';
import { type Slice, slicesOf } from './slices.ts';
import { classCounts, classesOf, conformToTask, createTask, type Task } from './task.ts';
import { learnerFor } from './text/learner-for.ts';

/** Options of {@link utility}. */
export interface UtilityOptions {
  /** Training seeds. */
  readonly seeds: number;
  /** Bootstrap resamples of the holdout. */
  readonly resamples: number;
}

const options: z.ZodType<UtilityOptions> = z.object({
  seeds: z.int().min(1).max(50).default(3).describe('How often each model is trained, with another seed each time.'),
  resamples: z.int().min(100).max(100_000).default(1000).describe('Bootstrap resamples of the holdout.'),
});

/**
 * Train on synthetic, test on real (Esteban, Hyland & Rätsch 2017), beside training on real: `tstr-*` and `real-*` of ROC AUC,
 * average precision, macro-F1 and log loss, and ROC AUC per slice. Values are means over seeds; intervals come from a joint
 * bootstrap of holdout rows and seeds. For two classes the positive one is the rarer in the real table.
 * Learns by logistic regression, texts by {@link textLearner}.
 */
export const utility: Evaluator<UtilityOptions> = utilityWith();

/** {@link utility} with another learner, which must not be the generator that made the data. */
export function utilityWith(asked?: Learner): Evaluator<UtilityOptions> {
  return {
    kind: 'evaluator',
    api: 1,
    name: 'utility',
    version: '0.1.0',
    summary: 'Trains on synthetic rows, tests on real ones, beside a model trained on real rows',
    options,
    async measure(data, chosen, ctx) {
      const { holdout, target } = data;
      if (!holdout || target === undefined) return nothing(holdout ? 'target' : 'holdout');
      const task = createTask(data.real, holdout, target, [data.synthetic]);
      const learner = asked ?? learnerFor(task.real, target, logisticRegression);
      const synthetic = conformToTask(data.synthetic, task, 'synthetic');
      const findings = classFindings(
        task,
        classCounts(classesOf(synthetic, target, task.classes), task.classes.length),
      );
      if (findings.some(({ rule }) => rule === 'synthetic-one-class')) return { ...nothing(), findings };
      const sources = { tstr: synthetic, real: task.real };
      await backendOf(learner, ctx);
      const predictions = await trainSources(sources, task, learner, chosen.seeds, ctx);
      return report(predictions, task, learner, chosen, findings, ctx);
    },
  };
}

type Source = 'tstr' | 'real';
type Predictions = Readonly<Record<Source, readonly Float64Array[]>>;

function nothing(missing?: string): Evaluation {
  const message = `Utility was not measured: it needs a ${missing} to test on real rows.`;
  const findings: Finding[] = missing ? [{ rule: `no-${missing}`, level: 'info', message }] : [];
  return { measurements: [], findings, charts: [] };
}

function classFindings({ target, classes, realTruth }: Task, synthetic: Int32Array): readonly Finding[] {
  const present = classes.filter((_, k) => synthetic[k] > 0);
  if (present.length < 2) {
    const which = present.length === 1 ? `the class "${present[0]}" only` : 'no known class';
    const message = `The synthetic rows have ${which} in "${target}": nothing can be trained on them.`;
    return [{ rule: 'synthetic-one-class', level: 'error', message }];
  }
  const real = classCounts(realTruth, classes.length);
  const lost = classes.filter((_, k) => synthetic[k] === 0 && real[k] > 0);
  if (lost.length === 0) return [];
  const message = `No synthetic row has "${target}" = ${lost.map((level) => `"${level}"`).join(', ')}: a model trained on them gives it the probability 0.`;
  return [{ rule: 'synthetic-class-missing', level: 'warning', message }];
}

async function trainSources(
  sources: Readonly<Record<Source, Comparison['real']>>,
  task: Task,
  learner: Learner,
  seeds: number,
  ctx: Context,
): Promise<Predictions> {
  const predictions = { tstr: [] as Float64Array[], real: [] as Float64Array[] };
  for (let seed = 0; seed < seeds; seed++) {
    for (const source of ['tstr', 'real'] as const) {
      const random = ctx.random.fork(`seed:${seed}`);
      predictions[source].push(await predictHoldout(sources[source], task, { learner, random, signal: ctx.signal }));
      const done = 2 * seed + (source === 'tstr' ? 1 : 2);
      ctx.progress({ done, total: 2 * seeds, note: `trained on ${source === 'tstr' ? 'synthetic' : 'real'} rows` });
    }
  }
  return predictions;
}

interface Item {
  readonly source: Source;
  readonly metric: Metric;
  readonly slice?: Slice;
}

async function report(
  predictions: Predictions,
  task: Task,
  learner: Learner,
  chosen: UtilityOptions,
  findings: readonly Finding[],
  ctx: Context,
): Promise<Evaluation> {
  const items = itemsOf(slicesOf(task.holdout, task.target));
  const scorers = items.map(({ source, metric, slice }) =>
    predictions[source].map((probabilities) =>
      metric.prepare({ probabilities, classes: task.truth, classCount: task.classes.length, subset: slice?.rows }),
    ),
  );
  const random = ctx.random.fork('bootstrap');
  const scores = await bootstrapScores(scorers, { classes: task.truth, ...chosen }, random, afterTraining(chosen, ctx));
  const noise = Float64Array.from({ length: chosen.resamples }, () => random.normal());
  const measurements = items.map((item, i) => measured(item, scores[i], task, learner.name, noise));
  return { measurements, findings, charts: [utilityChart(items, measurements, task)] };
}

/** Progress that goes on from the models trained before. */
function afterTraining({ seeds }: UtilityOptions, ctx: Context): Context {
  const trained = 2 * seeds;
  const progress: Context['progress'] = ({ done, total = 0, ...rest }) =>
    ctx.progress({ ...rest, done: trained + done, total: trained + total });
  return { random: ctx.random, signal: ctx.signal, progress, note: (key, value) => ctx.note(key, value) };
}

function itemsOf(slices: readonly Slice[]): readonly Item[] {
  const sources = ['tstr', 'real'] as const;
  return [
    ...sources.flatMap((source) => metricNames.map((name) => ({ source, metric: metricOf(name) }))),
    ...slices.flatMap((slice) => sources.map((source) => ({ source, metric: metricOf('roc-auc'), slice }))),
  ];
}

function measured(item: Item, score: Resampled, task: Task, model: string, noise: Float64Array): Measurement {
  const { source, metric, slice } = item;
  const truth = slice ? Int32Array.from(slice.rows, (row) => task.truth[row]) : task.truth;
  const sample = smallSample(metric, classCounts(truth, task.classes.length), noise);
  const { value, low, high } = intervalOf(score, metric, sample);
  const { better, range } = metric;
  const bounded = Number.isFinite(low + high) ? { low, high } : {};
  return measurement(`${source}-${metric.name}`, value, {
    model,
    better,
    range,
    ...bounded,
    where: slice ? { slice: slice.name } : {},
  });
}

function utilityChart(
  items: readonly Item[],
  measurements: readonly Measurement[],
  task: Task,
): Evaluation['charts'][0] {
  const rows = measurements.flatMap(({ value, low, high }, i): ChartedInterval[] => {
    const { source, metric, slice } = items[i];
    if (metric.name !== 'roc-auc' || value === null || low === null || high === null) return [];
    const series = source === 'tstr' ? 'trained on synthetic' : 'trained on real';
    return [{ name: slice?.name ?? 'all rows', series, value, low, high }];
  });
  return {
    name: 'utility-roc-auc',
    title: `ROC AUC on ${task.holdout.rows} held-out real rows of models trained on synthetic and on real rows, with 95 % intervals.`,
    spec: intervalChart(rows, 'ROC AUC'),
  };
}
