import type { Tensor } from '@tensorflow/tfjs';
import type { Tensorflow } from './load-tensorflow.ts';

/**
 * The values of the float tensor that `compute` returns, every tensor made on the way disposed. Reading inside `tf.tidy` and
 * returning the array instead makes tidy look at each number for tensors, which takes longer than the computation.
 */
export function readTidily(tf: Tensorflow, compute: () => Tensor): Float32Array {
  const result = tf.tidy(compute);
  const values = result.dataSync<'float32'>();
  result.dispose();
  return values;
}
