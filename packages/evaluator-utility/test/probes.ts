import type * as Tfjs from '@tensorflow/tfjs';

type Tf = typeof Tfjs;

/** One fault of the stock backend: how far its answer is from the right one, and what is still right. */
export interface Probe {
  readonly tolerance: number;
  error(tf: Tf): number;
}

const values = (count: number, seed: number) =>
  Float32Array.from({ length: count }, (_, i) => Math.sin(seed + 12.9898 * (i + 1) * (1 + (i % 7))));

/** |second derivative - central difference of the first| at 0.7. */
function secondOrder(f: (tf: Tf, x: Tfjs.Tensor) => Tfjs.Tensor): Probe {
  return {
    tolerance: 0.01,
    error(tf) {
      const first = tf.grad((x) => f(tf, x).sum());
      const second = tf.grad((x) => first(x).sum());
      const at = (g: (x: Tfjs.Tensor) => Tfjs.Tensor, x: number) => g(tf.tensor1d([x])).dataSync()[0];
      const difference = (at(first, 0.71) - at(first, 0.69)) / 0.02;
      return Math.abs(at(second, 0.7) - difference);
    },
  };
}

function productError(tf: Tf, a: Tfjs.Tensor2D, b: Tfjs.Tensor2D): number {
  const found = tf.matMul(a, b).dataSync();
  const [x, y] = [a.dataSync(), b.dataSync()];
  const [rows, inner] = a.shape;
  const columns = b.shape[1];
  let worst = 0;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let sum = 0;
      for (let k = 0; k < inner; k++) sum += x[i * inner + k] * y[k * columns + j];
      worst = Math.max(worst, Math.abs(sum - found[i * columns + j]));
    }
  }
  return worst;
}

function cpuTime(work: () => void): number {
  work();
  const before = process.cpuUsage();
  for (let i = 0; i < 3; i++) work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/** Every fault that the patches mend. */
export const probes: Readonly<Record<string, Probe>> = {
  'a reshaped right operand': {
    tolerance: 1e-4,
    error(tf) {
      const w = tf.tensor2d(values(64, 1), [16, 4]);
      tf.matMul(tf.tensor2d(values(48, 2), [3, 16]), w).dataSync();
      return productError(tf, tf.tensor2d(values(12, 3), [3, 4]), w.reshape([4, 16]));
    },
  },
  'a reshaped right operand of batches': {
    tolerance: 1e-4,
    error(tf) {
      const w = tf.tensor2d(values(64, 4), [8, 8]);
      tf.matMul(tf.tensor2d(values(24, 5), [3, 8]), w).dataSync();
      return productError(tf, tf.tensor2d(values(12, 6), [3, 4]), w.reshape([4, 16]));
    },
  },
  'time of a transposed product over time of a plain one': {
    tolerance: 2,
    error(tf) {
      const a = tf.tensor2d(values(384 * 384, 7), [384, 384]);
      const b = tf.tensor2d(values(384 * 384, 8), [384, 384]);
      const plain = cpuTime(() => tf.matMul(a, b).dataSync());
      return cpuTime(() => tf.matMul(a, b, true, true).dataSync()) / plain;
    },
  },
  'the gradient of gather': {
    tolerance: 1e-6,
    error(tf) {
      const rows = tf.tensor2d(values(8, 9), [4, 2]);
      const gradient = tf
        .grad((x) => tf.gather(x, tf.tensor1d([0, 3, 3], 'int32')).sum())(rows)
        .dataSync();
      return Math.max(...[1, 1, 0, 0, 0, 0, 2, 2].map((want, i) => Math.abs(want - gradient[i])));
    },
  },
  'second order through leakyRelu': secondOrder((tf, x) => tf.leakyRelu(x.square(), 0.2)),
  'second order through where': secondOrder((tf, x) => tf.where(x.greater(0), x.square(), x.mul(0.2))),
  'second order through tanh': secondOrder((tf, x) => tf.tanh(x)),
  'second order through sigmoid': secondOrder((tf, x) => tf.sigmoid(x)),
  'second order through exp': secondOrder((tf, x) => tf.exp(x)),
  'second order through x sigmoid(x)': secondOrder((tf, x) => x.mul(tf.sigmoid(x))),
};

/** What a backend makes of each probe: an error, or the text it threw. */
export function runProbes(tf: Tf): Readonly<Record<string, number | string>> {
  return Object.fromEntries(
    Object.entries(probes).map(([name, probe]) => {
      try {
        return [name, probe.error(tf)];
      } catch (error) {
        return [name, String((error as Error).message)];
      }
    }),
  );
}
