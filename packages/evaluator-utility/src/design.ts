import type { Tensor2D } from '@tensorflow/tfjs';
import type { Tensorflow } from './load-tensorflow.ts';
import { readTidily } from './read-tidily.ts';

/**
 * A design matrix on the device, X (`rows * width`) and its transpose. Both serve as right operands only: XNNPACK then packs
 * them once and not in every product.
 */
export interface Design {
  readonly rows: number;
  readonly width: number;
  /** `points` (`count * width`) times X': `count * rows` logits. */
  logits(points: Float32Array, count: number): Float32Array;
  /** `residuals` (`count * rows`) times X: `count * width` gradients. */
  gradients(residuals: Float32Array, count: number): Float32Array;
  dispose(): void;
}

/** Puts a row-major `rows * width` matrix on the device. Call `dispose` when done. */
export function createDesign(tf: Tensorflow, matrix: Float32Array, rows: number, width: number): Design {
  const x = tf.tensor2d(matrix, [rows, width]);
  const transposed = tf.transpose<Tensor2D>(x);
  const product = (left: Float32Array, shape: [number, number], right: Tensor2D) =>
    readTidily(tf, () => tf.matMul(tf.tensor2d(left, shape), right));
  return {
    rows,
    width,
    logits: (points, count) => product(points, [count, width], transposed),
    gradients: (residuals, count) => product(residuals, [count, rows], x),
    dispose: () => tf.dispose([x, transposed]),
  };
}

/** X'X / rows over at most `limit` evenly spread rows of a row-major matrix, `width * width`. */
export function gramMatrix(
  tf: Tensorflow,
  matrix: Float32Array,
  rows: number,
  width: number,
  limit: number,
): Float32Array {
  const taken = Math.min(rows, limit);
  const sample = new Float32Array(taken * width);
  for (let i = 0; i < taken; i++) {
    const from = Math.floor((i * rows) / taken) * width;
    sample.set(matrix.subarray(from, from + width), i * width);
  }
  return readTidily(tf, () => {
    const x = tf.tensor2d(sample, [taken, width]);
    return tf.div(tf.matMul(x, x, true), taken);
  });
}
