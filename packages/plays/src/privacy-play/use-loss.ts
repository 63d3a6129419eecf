import {
  type CodedColumn,
  type Context,
  columnOf,
  forkContext,
  isVerisimError,
  type Learner,
  type Table,
  takeRows,
} from '@verisim/core';
import { type MetricName, metricOf, type Scorer } from '@verisim/evaluator-utility';
import { resampledBounds } from '../choose/resampled-bounds.ts';

/** What is lost by training on synthetic rows in place of real ones, on the same holdout rows. */
export interface UseLoss {
  readonly real: number;
  readonly synthetic: number;
  /** Oriented: above 0 = the synthetic rows are worse. Paired 95 % interval over holdout rows. */
  readonly worse: number;
  readonly low: number;
  readonly high: number;
}

/** What to train on and to test on; the target is a coded column of each. */
export interface UseRequest {
  readonly real: Table;
  readonly synthetic: Table;
  readonly holdout: Table;
  readonly target: string;
  readonly metric: MetricName;
  readonly learner: Learner;
}

const SEEDS = 3;
const RESAMPLES = 1000;

/** Trains on real and on synthetic rows with the same seeds and tests both on the holdout. `null` when the synthetic rows hold one class alone. */
export async function useLoss(request: UseRequest, ctx: Context): Promise<UseLoss | null> {
  const { target, metric: name, real, synthetic } = request;
  const metric = metricOf(name);
  const { levels } = columnOf(real, target) as CodedColumn;
  const holdout = known(request.holdout, target, levels);
  const classes = classesOf(holdout, target, levels);
  const score = async (train: Table): Promise<Scorer> => {
    const scorers: Scorer[] = [];
    for (let seed = 0; seed < SEEDS; seed++) {
      const probabilities = await predict({ ...request, holdout }, train, levels, forkContext(ctx, `seed:${seed}`));
      scorers.push(metric.prepare({ probabilities, classes, classCount: levels.length }));
    }
    return (weights) => scorers.reduce((sum, scorer) => sum + scorer(weights), 0) / SEEDS;
  };
  try {
    const [one, two] = [await score(real), await score(synthetic)];
    const sign = metric.better === 'higher' ? 1 : -1;
    const worse: Scorer = (weights) => sign * (one(weights) - two(weights));
    const width = metric.range[1] - metric.range[0];
    const bounds = { strata: classes, scorer: worse, resamples: RESAMPLES, range: [-width, width] as const };
    const [low, high] = await resampledBounds(bounds, ctx);
    return { real: one(), synthetic: two(), worse: worse(), low, high };
  } catch (error) {
    if (isVerisimError(error) && error.code === 'evaluator-utility/one-class') return null;
    throw error;
  }
}

async function predict(
  { learner, target, holdout }: UseRequest,
  train: Table,
  levels: readonly string[],
  { random, signal }: Context,
): Promise<Float64Array> {
  const model = await learner.fit(train, { target, random, signal });
  const found = model.predict(holdout);
  model.dispose();
  const places = model.classes.map((level) => levels.indexOf(level));
  const probabilities = new Float64Array(holdout.rows * levels.length);
  for (const [k, place] of places.entries())
    for (let row = 0; place >= 0 && row < holdout.rows; row++)
      probabilities[row * levels.length + place] = found[row * places.length + k];
  return probabilities;
}

/** The rows whose class some training row has. */
function known(table: Table, target: string, levels: readonly string[]): Table {
  const classes = classesOf(table, target, levels);
  return takeRows(
    table,
    [...classes.keys()].filter((row) => classes[row] >= 0),
  );
}

function classesOf(table: Table, target: string, levels: readonly string[]): Int32Array {
  const { codes, levels: own } = columnOf(table, target) as CodedColumn;
  const place = own.map((level) => levels.indexOf(level));
  return codes.map((code) => (code < 0 ? -1 : place[code]));
}
