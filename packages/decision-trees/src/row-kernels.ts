import { noWebAssembly } from './errors.ts';
import { ROW_KERNELS } from './row-kernels-code.ts';

/** What is used of the standard's `WebAssembly`, whose types TypeScript has for browsers only. */
declare const WebAssembly: {
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

/** The compiled loops of `kernels/row-kernels.wat`, which says what each does. Numbers are addresses (`byteOffset`s) or counts. */
export interface RowKernels {
  splitRows(own: number, other: number, column: number, left: number, n: number): number;
  fillBits(s0: number, s1: number, s2: number, s3: number, bits: number, n: number): void;
  drawLeaf(pool: number, size: number, rows: number, bits: number, n: number, drawn: number): void;
  scanDense(
    column: number,
    rows: number,
    classes: number,
    n: number,
    bins: number,
    present: number,
    histogram: number,
    total: number,
    left: number,
    table: number,
    minLeaf: number,
    sum: number,
    node: number,
    best: number,
  ): number;
  moveNumbers(
    codes: number,
    n: number,
    pool: number,
    down: number,
    up: number,
    real: number,
    distinct: number,
    bits: number,
    values: number,
    scale: number,
    step: number,
    origin: number,
  ): void;
}

/** Arrays in the memory that the kernels see, one behind the other; they hold what was left there. */
export interface KernelRoom extends RowKernels {
  bytes(count: number): Uint8Array;
  words(count: number): Uint16Array;
  integers(count: number): Int32Array;
  numbers(count: number): Float64Array;
}

interface Compiled extends RowKernels {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
}

let compiled: Compiled | undefined;

/**
 * The kernels, and room for arrays of so many bytes in all, at most 64 of them. There is one memory per thread, which only grows: the arrays hold until
 * anybody asks for room again, so that a function asks once, and takes its results out before it returns.
 */
export function kernelRoom(bytes: number): KernelRoom {
  compiled ??= compile();
  const { memory } = compiled;
  const missing = bytes + 64 * ALIGNMENT - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
  const { buffer } = memory;
  let end = 0;
  const take = (size: number) => {
    const at = end;
    end += Math.ceil(size / ALIGNMENT) * ALIGNMENT;
    return at;
  };
  return {
    ...compiled,
    bytes: (count) => new Uint8Array(buffer, take(count), count),
    words: (count) => new Uint16Array(buffer, take(2 * count), count),
    integers: (count) => new Int32Array(buffer, take(4 * count), count),
    numbers: (count) => new Float64Array(buffer, take(8 * count), count),
  };
}

const PAGE = 65_536;
const ALIGNMENT = 8;

function compile(): Compiled {
  if (!('WebAssembly' in globalThis)) throw noWebAssembly();
  const code = Uint8Array.from(atob(ROW_KERNELS), (letter) => letter.charCodeAt(0));
  return new WebAssembly.Instance(new WebAssembly.Module(code)).exports as Compiled;
}
