import type { DataType, TensorInfo } from '@tensorflow/tfjs';

/** The part of the wasm backend that kernels use; the package exports no type for it. Shapes are row-major. */
export interface WasmBackend {
  makeOutput(shape: number[], dtype: DataType): TensorInfo;
  typedArrayFromHeap(tensor: TensorInfo): Float32Array | Int32Array | Uint8Array;
  disposeData(dataId: object): boolean;
}
