import type { Tensor2D, Variable } from '@tensorflow/tfjs';
import { checkpoint, type Random, shuffle } from '@verisim/core';
import type { SparseRows } from '@verisim/text-measures';
import type { Labelled } from '../cross-entropy.ts';
import type { Tensorflow } from '../load-tensorflow.ts';
import { readTidily } from '../read-tidily.ts';

/** Layers of a network: with one, logistic regression; with two, a ReLU between them. */
export type Network = readonly { readonly weights: Variable; readonly offsets: Variable }[];

const RATE = 0.01;
const DECAY = 1e-4;
const BATCH = 128;
const PREDICT_ROWS = 4096;

/** A network with weights by Glorot & Bengio (2010) and offsets of 0. Dispose it. */
export function createNetwork(tf: Tensorflow, sizes: readonly number[], random: Random): Network {
  return tf.tidy(() =>
    sizes.slice(1).map((to, layer) => {
      const from = sizes[layer];
      const limit = Math.sqrt(6 / (from + to));
      const drawn = Float32Array.from({ length: from * to }, () => limit * (2 * random.next() - 1));
      return { weights: tf.variable(tf.tensor2d(drawn, [from, to])), offsets: tf.variable(tf.zeros([to])) };
    }),
  );
}

/** Frees a network. */
export function disposeNetwork(network: Network): void {
  for (const { weights, offsets } of network) {
    weights.dispose();
    offsets.dispose();
  }
}

/**
 * Trains by Adam in shuffled batches of 128 on the weighted cross-entropy and a penalty on the squared weights; `afterPass` says after each pass whether to
 * go on.
 */
export async function trainNetwork(
  tf: Tensorflow,
  network: Network,
  data: Labelled & { readonly matrix: SparseRows; readonly rows: Int32Array },
  run: {
    readonly passes: number;
    readonly random: Random;
    readonly signal: AbortSignal;
    afterPass?(pass: number): boolean;
  },
): Promise<void> {
  const optimizer = tf.train.adam(RATE);
  const variables = network.flatMap(({ weights, offsets }) => [weights, offsets]);
  try {
    for (let pass = 0; pass < run.passes; pass++) {
      const order = shuffle(data.rows.slice(), run.random);
      for (let from = 0; from < order.length; from += BATCH) {
        const rows = order.subarray(from, from + BATCH);
        optimizer.minimize(() => batchLoss(tf, network, data, rows), false, variables);
      }
      await checkpoint(run.signal);
      if (run.afterPass?.(pass) === false) return;
    }
  } finally {
    optimizer.dispose();
  }
}

function batchLoss(
  tf: Tensorflow,
  network: Network,
  { matrix, labels, weights, classCount }: Labelled & { readonly matrix: SparseRows },
  rows: Int32Array,
) {
  return tf.tidy(() => {
    const truth = new Float32Array(rows.length * classCount);
    rows.forEach((row, i) => {
      truth[i * classCount + labels[row]] = weights[row];
    });
    const logits = forward(tf, network, denseRows(tf, matrix, rows));
    const loss = tf.neg(tf.sum(tf.mul(tf.tensor2d(truth, [rows.length, classCount]), tf.logSoftmax(logits))));
    const squares = network.map((layer) => tf.sum(tf.square(layer.weights)));
    return tf.add(tf.div(loss, rows.length), tf.mul(DECAY, tf.addN(squares))).asScalar();
  });
}

/** Logits of rows, `rows * classes`. */
export function networkLogits(tf: Tensorflow, network: Network, matrix: SparseRows, rows: Int32Array): Float64Array {
  const classes = network[network.length - 1].offsets.shape[0] as number;
  const logits = new Float64Array(rows.length * classes);
  for (let from = 0; from < rows.length; from += PREDICT_ROWS) {
    const part = rows.subarray(from, from + PREDICT_ROWS);
    logits.set(
      readTidily(tf, () => forward(tf, network, denseRows(tf, matrix, part))),
      from * classes,
    );
  }
  return logits;
}

function forward(tf: Tensorflow, network: Network, input: Tensor2D): Tensor2D {
  return network.reduce<Tensor2D>((values, { weights, offsets }, layer) => {
    const sums = tf.add<Tensor2D>(tf.matMul(values, weights as unknown as Tensor2D), offsets);
    return layer < network.length - 1 ? tf.relu(sums) : sums;
  }, input);
}

function denseRows(tf: Tensorflow, { starts, columns, values, width }: SparseRows, rows: Int32Array): Tensor2D {
  const dense = new Float32Array(rows.length * width);
  rows.forEach((row, i) => {
    for (let at = starts[row]; at < starts[row + 1]; at++) dense[i * width + columns[at]] = values[at];
  });
  return tf.tensor2d(dense, [rows.length, width]);
}
