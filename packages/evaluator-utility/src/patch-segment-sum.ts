import type { TensorInfo } from '@tensorflow/tfjs';
import type { Tensorflow } from './load-tensorflow.ts';
import type { WasmBackend } from './wasm-backend.ts';

/**
 * Adds `UnsortedSegmentSum` to the wasm backend, which lacks it (4.22.0): it is the gradient of `gather`, so without it no
 * embedding can be trained. Ids outside [0, numSegments) are passed over, as on the other backends.
 */
export function patchSegmentSum(tf: Tensorflow): void {
  if (tf.getKernel('UnsortedSegmentSum', 'wasm')) return;
  tf.registerKernel({
    kernelName: 'UnsortedSegmentSum',
    backendName: 'wasm',
    kernelFunc: ({ inputs, backend, attrs }) => {
      const wasm = backend as WasmBackend;
      const x = inputs.x as TensorInfo;
      const segmentIds = inputs.segmentIds as TensorInfo;
      const { numSegments } = attrs as { numSegments: number };
      const inner = x.shape.slice(segmentIds.shape.length);
      const out = wasm.makeOutput([numSegments, ...inner], x.dtype);
      const width = inner.reduce((product, size) => product * size, 1);
      addRows(wasm.typedArrayFromHeap(out), wasm.typedArrayFromHeap(x), wasm.typedArrayFromHeap(segmentIds), width);
      return out;
    },
  });
}

type Heap = Float32Array | Int32Array | Uint8Array;

function addRows(sums: Heap, rows: Heap, segments: Heap, width: number): void {
  sums.fill(0);
  const count = sums.length / width;
  for (let i = 0; i < segments.length; i++) {
    const segment = segments[i];
    if (segment < 0 || segment >= count) continue;
    for (let j = 0; j < width; j++) sums[segment * width + j] += rows[i * width + j];
  }
}
