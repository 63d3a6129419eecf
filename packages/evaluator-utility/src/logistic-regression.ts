import { type Classifier, type Context, type Learner, type LearnerRequest, type Table, takeRows } from '@verisim/core';
import { chooseRidge, type TrainingSet } from './choose-ridge.ts';
import { softmaxRows } from './cross-entropy.ts';
import { createDesign, gramMatrix } from './design.ts';
import { type Encoder, fitEncoder } from './encoder.ts';
import { badWeights, tooLarge } from './errors.ts';
import { labelledRows } from './labelled-rows.ts';
import { loadTensorflow, type Tensorflow } from './load-tensorflow.ts';
import { originalsOf } from './originals.ts';
import { coefficientRows, fitRegressions } from './penalised-regression.ts';
import { readTidily } from './read-tidily.ts';

const GRAM_ROWS = 2000;
const PREDICT_ROWS = 16_384;
/** Four copies of so many floats, plain, transposed and packed twice, are 3 GB. */
const MOST_CELLS = 180_000_000;

/**
 * Multinomial (for two classes: binary) logistic regression with an L2 penalty, on TensorFlow.js. The table is encoded as
 * {@link fitEncoder} describes; the penalty's strength is chosen by the log loss of seeded, stratified validation rows (see
 * {@link chooseRidge}: the only place where chance enters); then all rows are fitted, by L-BFGS to a gradient of 1e-5 or for
 * 100 iterations. Rows without a target value are left out. Throws `evaluator-utility/target-missing`,
 * `/target-not-classes`, `/one-class`, `/no-features`, `/bad-weights` and `/too-large`.
 */
export const logisticRegression: Learner = {
  name: 'logistic-regression',
  version: '1',
  async fit(train, request) {
    const { classes, labels, rows } = labelledRows(train, request.target, 'training');
    const weights = rowWeights(train, request, rows);
    const table = rows.length === train.rows ? train : takeRows(train, rows);
    const encoder = fitEncoder(table, request.target);
    const most = Math.floor(MOST_CELLS / encoder.width);
    if (table.rows > most) throw tooLarge(table.rows, encoder.width, most);
    const { tf } = await loadTensorflow();
    const matrix = encoder.encode(table);
    const gram = gramMatrix(tf, matrix, table.rows, encoder.width, GRAM_ROWS);
    const design = createDesign(tf, matrix, table.rows, encoder.width);
    try {
      const set = { design, gram, originals: originalsOf(table), labels, weights, classCount: classes.length };
      return classifier(tf, encoder, classes, await coefficients(set, request));
    } finally {
      design.dispose();
    }
  },
};

/** The backend that a learner computes on, noted in the provenance; `undefined` for other learners than this one. */
export async function backendOf(learner: Learner, ctx: Context): Promise<string | undefined> {
  if (learner !== logisticRegression) return undefined;
  const { backend } = await loadTensorflow();
  ctx.note('tensorflow-backend', backend);
  return backend;
}

async function coefficients(set: TrainingSet, { random, signal }: LearnerRequest): Promise<Float64Array> {
  const chosen = await chooseRidge(set, random, signal);
  const [best] = await fitRegressions(set.design, set.gram, [{ ...set, ...chosen }], {
    tolerance: 1e-5,
    maxIterations: 100,
    signal,
  });
  return best.point;
}

function rowWeights(train: Table, request: LearnerRequest, rows: Int32Array): Float64Array {
  const { weights } = request;
  if (!weights) return new Float64Array(rows.length).fill(1);
  if (weights.length !== train.rows) throw badWeights(`there are ${weights.length} for ${train.rows} rows`);
  const bad = weights.findIndex((weight) => !(weight >= 0 && Number.isFinite(weight)));
  if (bad >= 0) throw badWeights(`row ${bad} has the weight ${weights[bad]}`);
  const kept = Float64Array.from(rows, (row) => weights[row]);
  if (!kept.some((weight) => weight > 0)) throw badWeights('all of them are 0');
  return kept;
}

function classifier(
  tf: Tensorflow,
  encoder: Encoder,
  classes: readonly string[],
  coefficients: Float64Array,
): Classifier {
  const points = Float32Array.from(coefficients);
  const lines = coefficientRows(classes.length);
  return {
    classes,
    predict(table) {
      const probabilities = new Float64Array(table.rows * classes.length);
      for (let from = 0; from < table.rows; from += PREDICT_ROWS) {
        const to = Math.min(table.rows, from + PREDICT_ROWS);
        const logits = predictedLogits(tf, encoder, table, from, to, points, lines);
        probabilities.set(softmaxRows(logits, to - from, classes.length), from * classes.length);
      }
      return probabilities;
    },
    dispose() {},
  };
}

function predictedLogits(
  tf: Tensorflow,
  encoder: Encoder,
  table: Table,
  from: number,
  to: number,
  points: Float32Array,
  lines: number,
): Float32Array {
  return readTidily(tf, () => {
    const x = tf.tensor2d(encoder.encode(table, from, to), [to - from, encoder.width]);
    return tf.matMul(tf.tensor2d(points, [lines, encoder.width]), x, false, true);
  });
}
