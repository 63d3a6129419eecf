import { type Context, quietContext } from '@verisim/core';
import {
  bootstrapScores,
  type MetricName,
  metricOf,
  type Paired,
  pairedDifference,
  smallSample,
} from '@verisim/evaluator-utility';
import { countClasses } from '../class-order.ts';

/** Student and teacher on the same real rows. */
export interface AgainstTeacher {
  readonly metric: MetricName;
  /** Test rows that the teacher answered, and those that there are. */
  readonly rows: number;
  readonly of: number;
  readonly student: number;
  readonly teacher: number;
  /** Share of wrong decided labels. */
  readonly studentError: number;
  readonly teacherError: number;
  /** Student minus teacher, oriented so that positive is better, with its paired 95 % interval. */
  readonly difference: Paired;
}

/** What is compared; probabilities are `rows * classCount`. */
export interface AgainstRequest {
  readonly metric: MetricName;
  readonly truth: Int32Array;
  readonly classCount: number;
  /** One per training seed. */
  readonly student: readonly Float64Array[];
  /** The teacher's answers as shares, and its decided label per row, -1 where it gave none. */
  readonly teacher: { readonly shares: Float64Array; readonly label: Int32Array };
  readonly resamples?: number;
}

/** Test rows of two classes, at least, that the teacher must have answered. */
const LEAST = 30;

/** Scores both on the rows that the teacher answered, in one paired bootstrap of rows and training seeds; `null` with too few such rows. */
export async function studentAgainstTeacher(request: AgainstRequest, ctx: Context): Promise<AgainstTeacher | null> {
  const { truth, classCount, student, teacher, resamples = 1000 } = request;
  const rows = Int32Array.from([...truth.keys()].filter((row) => truth[row] >= 0 && teacher.label[row] >= 0));
  const classes = rows.map((row) => truth[row]);
  const counts = countClasses(classes, classCount);
  if (rows.length < LEAST || counts.filter((count) => count > 1).length < 2) return null;
  const metric = metricOf(request.metric);
  const scorer = (probabilities: Float64Array) =>
    metric.prepare({ probabilities: takeShares(probabilities, rows, classCount), classes, classCount });
  const taught = scorer(teacher.shares);
  const items = [student.map(scorer), student.map(() => taught)];
  const random = ctx.random.fork('bootstrap');
  const plan = { classes, seeds: student.length, resamples };
  const [own, other] = await bootstrapScores(items, plan, random, quietContext(ctx));
  const noise = Float64Array.from({ length: resamples }, () => random.normal());
  const errors = student.map((one) => errorOf(takeShares(one, rows, classCount), classes, classCount));
  return {
    metric: metric.name,
    rows: rows.length,
    of: truth.filter((k) => k >= 0).length,
    student: own.value,
    teacher: other.value,
    studentError: errors.reduce((sum, error) => sum + error, 0) / errors.length,
    teacherError: rows.filter((row) => teacher.label[row] !== truth[row]).length / rows.length,
    difference: pairedDifference(own, other, metric, smallSample(metric, counts, noise)),
  };
}

function takeShares(shares: Float64Array, rows: Int32Array, classCount: number): Float64Array {
  const taken = new Float64Array(rows.length * classCount);
  for (const [i, row] of rows.entries())
    taken.set(shares.subarray(row * classCount, (row + 1) * classCount), i * classCount);
  return taken;
}

function errorOf(shares: Float64Array, classes: Int32Array, classCount: number): number {
  let wrong = 0;
  for (const [i, real] of classes.entries()) {
    const own = shares.subarray(i * classCount, (i + 1) * classCount);
    wrong += Number(own.indexOf(Math.max(...own)) !== real);
  }
  return wrong / classes.length;
}
