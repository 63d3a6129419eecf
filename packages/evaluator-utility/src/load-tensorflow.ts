import type * as Tfjs from '@tensorflow/tfjs';
import { wasmFolder, watchProcessHandlers } from './node-platform.ts';
import { patchGradients } from './patch-gradients.ts';
import { patchMatMul } from './patch-matmul.ts';
import { patchSegmentSum } from './patch-segment-sum.ts';

/** The TensorFlow.js module. */
export type Tensorflow = typeof Tfjs;

/** TensorFlow.js, ready, and the backend that it computes on. */
export interface LoadedTensorflow {
  readonly tf: Tensorflow;
  readonly backend: 'wasm' | 'cpu';
}

let loading: Promise<LoadedTensorflow> | undefined;

/**
 * TensorFlow.js on its wasm backend, mended (see the `patch-*` files), or on its plain cpu backend where wasm does not start
 * (about 50 times slower). Loads on the first call, prints nothing, and leaves nothing behind outside TensorFlow.js's own
 * registries. Later calls return the same.
 */
export function loadTensorflow(): Promise<LoadedTensorflow> {
  loading ??= start();
  return loading;
}

async function start(): Promise<LoadedTensorflow> {
  const tf = await import('@tensorflow/tfjs');
  return quietly(tf, async () => {
    patchGradients(tf);
    if (await startWasm(tf)) {
      patchMatMul(tf);
      patchSegmentSum(tf);
      return { tf, backend: 'wasm' };
    }
    await tf.setBackend('cpu');
    tf.scalar(0).dispose();
    return { tf, backend: 'cpu' };
  });
}

async function startWasm(tf: Tensorflow): Promise<boolean> {
  if (!('WebAssembly' in globalThis)) return false;
  const removeHandlers = watchProcessHandlers();
  try {
    const wasm = await import('@tensorflow/tfjs-backend-wasm');
    wasm.setWasmPaths(wasmFolder());
    return await tf.setBackend('wasm');
  } catch {
    return false;
  } finally {
    removeHandlers();
  }
}

/** `IS_TEST` is TensorFlow.js's own switch for its warnings; the cpu backend's banner comes with its first tensor. */
async function quietly<T>(tf: Tensorflow, work: () => Promise<T>): Promise<T> {
  const before = tf.env().getBool('IS_TEST');
  tf.env().set('IS_TEST', true);
  try {
    return await work();
  } finally {
    tf.env().set('IS_TEST', before);
  }
}
