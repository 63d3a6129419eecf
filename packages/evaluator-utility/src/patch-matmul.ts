import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs';
import type { Tensorflow } from './load-tensorflow.ts';
import type { WasmBackend } from './wasm-backend.ts';

const PATCHED = new WeakSet<object>();

/**
 * Replaces the wasm backend's `BatchMatMul` (4.22.0), which has two faults:
 * 1. with a transposed operand it leaves XNNPACK for a scalar loop, which makes every backward pass slow; here the operand is
 *    transposed first;
 * 2. XNNPACK operators are cached by the right operand's data id alone, so a reshaped alias of a tensor that was a right
 *    operand before gives silently wrong numbers; here such an alias is copied.
 */
export function patchMatMul(tf: Tensorflow): void {
  const stock = tf.getKernel('BatchMatMul', 'wasm');
  const transpose = tf.getKernel('Transpose', 'wasm');
  if (!stock || !transpose || PATCHED.has(stock)) return;
  const shapes = new WeakMap<object, string>();
  const config: KernelConfig = {
    ...stock,
    kernelFunc: ({ inputs, backend, attrs }) => {
      const wasm = backend as WasmBackend;
      const { transposeA, transposeB } = attrs as { transposeA: boolean; transposeB: boolean };
      const made: TensorInfo[] = [];
      const turn = (x: TensorInfo) => {
        const turned = transpose.kernelFunc({ inputs: { x }, backend, attrs: { perm: lastTwoSwapped(x.shape) } });
        made.push(turned as TensorInfo);
        return turned as TensorInfo;
      };
      const a = transposeA ? turn(inputs.a as TensorInfo) : inputs.a;
      const b = transposeB ? turn(inputs.b as TensorInfo) : unaliased(inputs.b as TensorInfo, wasm, shapes, made);
      const out = stock.kernelFunc({ inputs: { a, b }, backend, attrs: { transposeA: false, transposeB: false } });
      for (const tensor of made) wasm.disposeData(tensor.dataId);
      return out;
    },
  };
  PATCHED.add(config);
  tf.unregisterKernel('BatchMatMul', 'wasm');
  tf.registerKernel(config);
}

function lastTwoSwapped(shape: readonly number[]): number[] {
  const order = shape.map((_, axis) => axis);
  return [...order.slice(0, -2), order[order.length - 1], order[order.length - 2]];
}

function unaliased(b: TensorInfo, wasm: WasmBackend, shapes: WeakMap<object, string>, made: TensorInfo[]): TensorInfo {
  const shape = b.shape.join();
  const known = shapes.get(b.dataId);
  if (known === undefined) shapes.set(b.dataId, shape);
  if (known === undefined || known === shape) return b;
  const copy = wasm.makeOutput(b.shape, b.dtype);
  wasm.typedArrayFromHeap(copy).set(wasm.typedArrayFromHeap(b));
  made.push(copy);
  return copy;
}
