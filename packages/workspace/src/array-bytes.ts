import { canonicalJson, type Json, type StateArray } from '@verisim/core';

const TYPES = {
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  int32: Int32Array,
  float32: Float32Array,
  float64: Float64Array,
} as const;
type TypeName = keyof typeof TYPES;

const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

interface StoredArray {
  readonly name: string;
  readonly dtype: TypeName;
  /** Elements. */
  readonly length: number;
  /** Bytes from the start of the array part, a multiple of 8. */
  readonly offset: number;
}

/** JSON and named arrays as bytes: a JSON header of `headerBytes` bytes, then the arrays, little endian, each at a multiple of 8. */
export interface PackedArrays {
  readonly bytes: Buffer;
  readonly headerBytes: number;
}

/** Packs arrays behind a canonical JSON header that is `json` and their names, types, lengths and offsets. Equal input, equal bytes. */
export function packArrays(
  json: { readonly [key: string]: Json },
  given: Readonly<Record<string, StateArray>>,
): PackedArrays {
  const { header, parts } = arrayParts(json, given);
  return { bytes: Buffer.concat([header, ...parts]), headerBytes: header.length };
}

/** What {@link packArrays} puts together, piece by piece and sharing the memory of the arrays. */
export function arrayParts(
  json: { readonly [key: string]: Json },
  given: Readonly<Record<string, StateArray>>,
): { readonly header: Buffer; readonly parts: readonly Uint8Array[] } {
  const arrays: StoredArray[] = [];
  const parts: Uint8Array[] = [];
  let size = 0;
  for (const name of Object.keys(given).sort()) {
    const array = given[name];
    arrays.push({ name, dtype: dtypeOf(array), length: array.length, offset: size });
    const gap = (8 - (array.byteLength % 8)) % 8;
    parts.push(littleEndianBytes(array));
    if (gap > 0) parts.push(new Uint8Array(gap));
    size += array.byteLength + gap;
  }
  return { header: Buffer.from(canonicalJson({ ...json, arrays } as unknown as Json)), parts };
}

/** What {@link packArrays} packed; each array has memory of its own. */
export function unpackArrays<T>({ bytes, headerBytes }: PackedArrays): {
  readonly json: T;
  readonly arrays: Readonly<Record<string, StateArray>>;
} {
  const { arrays: stored, ...json } = JSON.parse(bytes.toString('utf8', 0, headerBytes));
  const part = bytes.subarray(headerBytes);
  const arrays = (stored as StoredArray[]).map((array) => [array.name, arrayFrom(part, array)]);
  return { json: json as T, arrays: Object.fromEntries(arrays) };
}

function dtypeOf(array: StateArray): TypeName {
  // A Buffer is a Uint8Array by another name.
  if (array instanceof Uint8Array) return 'uint8';
  return array.constructor.name.toLowerCase().replace('array', '') as TypeName;
}

function littleEndianBytes(array: StateArray): Uint8Array {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  return LITTLE_ENDIAN ? bytes : swapped(bytes, array.BYTES_PER_ELEMENT);
}

/** A copy, so that it begins where its type wants it to, whatever the place in the file. */
function arrayFrom(part: Uint8Array, { dtype, length, offset }: StoredArray): StateArray {
  const type = TYPES[dtype];
  const copy = new Uint8Array(length * type.BYTES_PER_ELEMENT);
  const bytes = part.subarray(offset, offset + copy.length);
  copy.set(LITTLE_ENDIAN ? bytes : swapped(bytes, type.BYTES_PER_ELEMENT));
  return new type(copy.buffer, 0, length);
}

function swapped(bytes: Uint8Array, width: number): Uint8Array {
  const out = Uint8Array.from(bytes);
  for (let i = 0; i < out.length; i += width) out.subarray(i, i + width).reverse();
  return out;
}
