import {
  type CodedColumn,
  type Context,
  columnOf,
  concatTables,
  type Learner,
  type Table,
  takeRows,
} from '@verisim/core';
import { normalTail } from '@verisim/statistics';
import { asClassTarget } from './class-target.ts';
import { type ConfidentJoint, confidentJoint, selfConfidence } from './label-noise-joint.ts';
import { originalsOf } from './originals.ts';
import { placeProbabilities } from './place-probabilities.ts';
import { predictHoldout } from './predict-holdout.ts';
import { stratifiedFolds } from './stratified-folds.ts';
import { classesOf, conformToTask, createTask, type Task } from './task.ts';

/** Labels to be doubted, and real rows to learn doubt from. */
export interface LabelNoiseInput {
  readonly real: Table;
  readonly synthetic: Table;
  readonly target: string;
  readonly learner: Learner;
  /** Rows of `real` that synthetic rows are compared with, such as those of the gap; all when left out. All rows train. */
  readonly compared?: Int32Array;
  /** 5 when left out. */
  readonly folds?: number;
}

/** The labels of one table. A row that no model is confident about is neither doubted nor confirmed. */
export interface DoubtedLabels {
  /** Rows of the table that was given. */
  readonly rows: Int32Array;
  /** Per row: 1 = confident of another class than the given one, 0 = of the given one, -1 = of none. */
  readonly doubted: Int8Array;
  readonly joint: ConfidentJoint;
}

/** How often models of real rows doubt synthetic labels, beside how often they doubt real ones. */
export interface LabelNoise {
  readonly classes: readonly string[];
  readonly synthetic: DoubtedLabels;
  readonly real: DoubtedLabels;
  /** Off-diagonal share of the calibrated joint of synthetic labels (there, section 3.1), in [0, 1]. */
  readonly rate: number;
  /** The same of real labels, classes weighted as in the synthetic rows. */
  readonly control: number;
  /** `rate - control` with its 95 % interval. */
  readonly excess: number;
  readonly low: number;
  readonly high: number;
  /** One-sided p of an excess of at most `margin`. */
  pAbove(margin: number): number;
}

/**
 * Confident learning against real rows: models trained on folds of the real rows alone judge the real rows that they did not see and,
 * each fold, an equal part of the synthetic rows, so that both are judged by models of the same kind. Thresholds are those of the real
 * rows. Rates are compared class by class and weighted with the synthetic class counts, so that a shift of the class shares is no noise.
 * `null` when no class has confident rows on both sides. Throws what {@link createTask} and {@link conformToTask} throw.
 */
export async function labelNoise(input: LabelNoiseInput, ctx: Context): Promise<LabelNoise | null> {
  const { target } = input;
  const task = createTask(input.real, input.real, target, [input.synthetic]);
  const given = asClassTarget(input.synthetic, target, 'synthetic');
  const rows = labelled(given, target);
  const synthetic = conformToTask(takeRows(given, rows), task, 'synthetic');
  const judged = await judgeByFolds(input, task, synthetic, ctx);
  const classCount = task.classes.length;
  const realLabels = task.realTruth.map((k, row) => (judged.fold[row] < 0 ? -1 : k));
  const thresholds = selfConfidence(judged.real, realLabels, classCount);
  const compared = comparedOnly(realLabels, task, input.compared);
  const real = doubt(confidentJoint(judged.real, compared, thresholds), compared, task.holdoutRows);
  const labels = classesOf(synthetic, target, task.classes).map((k) => (Number.isNaN(thresholds[k]) ? -1 : k));
  const made = doubt(confidentJoint(judged.synthetic, labels, thresholds), labels, rows);
  const rates = compareRates(made.joint.counts, real.joint.counts, labels, classCount);
  return rates && { classes: task.classes, synthetic: made, real, ...rates };
}

function labelled(table: Table, target: string): Int32Array {
  const { codes } = columnOf(table, target) as CodedColumn;
  return Int32Array.from([...codes.keys()].filter((row) => codes[row] >= 0));
}

interface JudgedRows {
  readonly real: Float64Array;
  readonly synthetic: Float64Array;
  /** -1 for real rows of classes too rare to be judged. */
  readonly fold: Int8Array;
}

async function judgeByFolds(
  { learner, folds = 5 }: LabelNoiseInput,
  task: Task,
  synthetic: Table,
  ctx: Context,
): Promise<JudgedRows> {
  const classCount = task.classes.length;
  const fold = stratifiedFolds(task.realTruth, originalsOf(task.real), folds, ctx.random.fork('folds'));
  const result = {
    real: new Float64Array(task.real.rows * classCount),
    synthetic: new Float64Array(synthetic.rows * classCount),
    fold,
  };
  for (let f = 0; f < folds; f++) {
    const train = placesWhere(fold, (own) => own !== f);
    const parts = [placesWhere(fold, (own) => own === f), everyNth(synthetic.rows, f, folds)] as const;
    const holdout = concatTables([takeRows(task.real, parts[0]), takeRows(synthetic, parts[1])]);
    const random = ctx.random.fork(`learner:${f}`);
    const request = { learner, random, signal: ctx.signal };
    const found = await predictHoldout(takeRows(task.real, train), { ...task, holdout }, request);
    placeProbabilities(found, parts[0], result.real, classCount);
    placeProbabilities(found.subarray(parts[0].length * classCount), parts[1], result.synthetic, classCount);
    ctx.progress({ done: f + 1, total: folds, note: 'models that doubt labels' });
  }
  return result;
}

function placesWhere(values: Int8Array, test: (value: number) => boolean): Int32Array {
  return Int32Array.from([...values.keys()].filter((at) => test(values[at])));
}

function everyNth(rows: number, from: number, step: number): Int32Array {
  return Int32Array.from({ length: Math.max(0, Math.ceil((rows - from) / step)) }, (_, i) => from + i * step);
}

function comparedOnly(labels: Int32Array, task: Task, compared: Int32Array | undefined): Int32Array {
  if (!compared) return labels;
  const wanted = new Set(compared);
  return labels.map((k, row) => (wanted.has(task.holdoutRows[row]) ? k : -1));
}

function doubt(joint: ConfidentJoint, labels: Int32Array, rows: Int32Array): DoubtedLabels {
  const doubted = Int8Array.from(labels, (label, i) => {
    const found = joint.confident[i];
    return found < 0 ? -1 : Number(found !== label);
  });
  return { rows, doubted, joint };
}

type Rates = Pick<LabelNoise, 'rate' | 'control' | 'excess' | 'low' | 'high' | 'pAbove'>;

const Z_975 = 1.959963984540054;

/** Each class's share of doubted among confident rows, weighted with the synthetic rows of the class (there, equation 3). */
function compareRates(made: Int32Array, real: Int32Array, labels: Int32Array, classCount: number): Rates | null {
  let [rate, control, variance, total] = [0, 0, 0, 0];
  for (let k = 0; k < classCount; k++) {
    const [own, other] = [made, real].map((counts) => confidentOf(counts, k, classCount));
    if (own.of === 0 || other.of === 0) continue;
    const weight = labels.reduce((sum, label) => sum + Number(label === k), 0);
    total += weight;
    rate += weight * (own.hits / own.of);
    control += weight * (other.hits / other.of);
    variance += weight * weight * (varianceOf(own) + varianceOf(other));
  }
  if (total === 0) return null;
  const excess = (rate - control) / total;
  const error = Math.sqrt(variance) / total;
  return {
    rate: rate / total,
    control: control / total,
    excess,
    low: excess - Z_975 * error,
    high: excess + Z_975 * error,
    pAbove: (margin) => normalTail((excess - margin) / error),
  };
}

function confidentOf(counts: Int32Array, given: number, classCount: number): { hits: number; of: number } {
  const row = counts.subarray(given * classCount, (given + 1) * classCount);
  const of = row.reduce((sum, count) => sum + count, 0);
  return { hits: of - row[given], of };
}

/** Of a share, one hit and one miss added so that none is certain (Agresti & Coull 1998). */
function varianceOf({ hits, of }: { hits: number; of: number }): number {
  const share = (hits + 1) / (of + 2);
  return (share * (1 - share)) / of;
}
