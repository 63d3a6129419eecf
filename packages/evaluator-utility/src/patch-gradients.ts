import type { Tensor } from '@tensorflow/tfjs';
import type { Tensorflow } from './load-tensorflow.ts';

const COMPARISONS = [
  'Greater',
  'GreaterEqual',
  'Less',
  'LessEqual',
  'Equal',
  'NotEqual',
  'LogicalAnd',
  'LogicalOr',
] as const;

/**
 * Makes second-order gradients right on every backend (4.22.0, tensorflow/tfjs issue 3252). Stock `Tanh`, `Sigmoid` and `Exp`
 * save their output, through which no gradient flows, so a gradient penalty is silently wrong; here their derivative is
 * computed from the input again. Comparisons get the zero gradient that `leakyRelu`, `maximum` and `where` need in a second
 * pass. Still failing in second order: `elu`, `softmax`.
 */
export function patchGradients(tf: Tensorflow): void {
  for (const kernelName of COMPARISONS) {
    replaceGradient(tf, kernelName, ['a', 'b'], (_, [a, b]) => ({
      a: () => tf.zeros(a.shape),
      b: () => tf.zeros(b.shape),
    }));
  }
  replaceGradient(tf, 'LogicalNot', ['x'], (_, [x]) => ({ x: () => tf.zeros(x.shape) }));
  const derivatives: Readonly<Record<string, (x: Tensor) => Tensor>> = {
    Tanh: (x) => tf.sub(1, tf.square(tf.tanh(x))),
    Sigmoid: (x) => tf.mul(tf.sigmoid(x), tf.sub(1, tf.sigmoid(x))),
    Exp: (x) => tf.exp(x),
  };
  for (const [kernelName, derivative] of Object.entries(derivatives)) {
    replaceGradient(tf, kernelName, ['x'], (dy, [x]) => ({ x: () => tf.mul(dy, derivative(x)) }));
  }
}

type GradientOf = (dy: Tensor, saved: Tensor[]) => Record<string, () => Tensor>;

function replaceGradient(tf: Tensorflow, kernelName: string, inputsToSave: string[], gradient: GradientOf): void {
  if (tf.getGradient(kernelName)) tf.unregisterGradient(kernelName);
  tf.registerGradient({ kernelName, inputsToSave, gradFunc: (dy, saved) => gradient(dy as Tensor, saved) });
}
