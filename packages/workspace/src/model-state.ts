import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { canonicalJson, type Json, type ModelState, type StateArray } from '@verisim/core';
import { hashOf, writeFileAtomic } from './atomic-write.ts';
import { badModelFile } from './errors.ts';

const TYPES = {
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  int32: Int32Array,
  float32: Float32Array,
  float64: Float64Array,
} as const;
type TypeName = keyof typeof TYPES;

const MAGIC = 'verisim-model 1';
const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

interface StoredArray {
  readonly name: string;
  readonly dtype: TypeName;
  /** Elements. */
  readonly length: number;
  /** Bytes from the start of the array part, a multiple of 8. */
  readonly offset: number;
}

interface Header {
  readonly generator: string;
  readonly version: string;
  readonly json: Json;
  readonly arrays: readonly StoredArray[];
}

/**
 * Writes a fitted model to one file: a line `verisim-model 1 <header bytes> <array bytes> <SHA-256 of both>`, a JSON header with name, dtype,
 * length and offset of each array, then the arrays, little endian. Equal states give equal bytes. Throws `workspace/cannot-write`.
 */
export async function saveModelState(path: string, state: ModelState): Promise<void> {
  const arrays: StoredArray[] = [];
  let size = 0;
  for (const name of Object.keys(state.arrays).sort()) {
    const array = state.arrays[name];
    arrays.push({ name, dtype: dtypeOf(array), length: array.length, offset: size });
    size += Math.ceil(array.byteLength / 8) * 8;
  }
  const header: Header = { generator: state.generator, version: state.version, json: state.json, arrays };
  const text = Buffer.from(canonicalJson(header as unknown as Json));
  const body = Buffer.alloc(text.length + size);
  text.copy(body);
  for (const { name, offset } of arrays) body.set(littleEndianBytes(state.arrays[name]), text.length + offset);
  const line = Buffer.from(`${MAGIC} ${text.length} ${size} ${hashOf(body)}\n`);
  await writeFileAtomic(path, Buffer.concat([line, body]), 0o644);
}

/** Reads what {@link saveModelState} wrote. Throws `workspace/bad-model-file` when it is missing, cut, changed or another thing. */
export async function loadModelState(path: string): Promise<ModelState> {
  const bad = (why: string) => badModelFile(basename(path), why);
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw bad(error.code === 'ENOENT' ? 'there is no such file' : error.message);
  });
  const first = bytes.subarray(0, 200).indexOf(10);
  const match = /^verisim-model (\d+) (\d+) (\d+) ([0-9a-f]{64})$/.exec(
    bytes.toString('latin1', 0, Math.max(0, first)),
  );
  if (!match) throw bad(bytes.length === 0 ? 'it is empty' : 'it does not begin as a model file does');
  if (match[1] !== '1') throw bad(`it has format ${match[1]} and this version reads format 1`);
  const body = bytes.subarray(first + 1);
  const [headerSize, arraySize] = [Number(match[2]), Number(match[3])];
  if (body.length !== headerSize + arraySize) {
    throw bad(`it has ${bytes.length} bytes where ${first + 1 + headerSize + arraySize} were written`);
  }
  if (hashOf(body) !== match[4]) throw bad('its bytes were changed, the SHA-256 differs');
  const header = JSON.parse(body.toString('utf8', 0, headerSize)) as Header;
  const part = body.subarray(headerSize);
  const arrays = Object.fromEntries(header.arrays.map((stored) => [stored.name, arrayFrom(part, stored)]));
  return { generator: header.generator, version: header.version, json: header.json, arrays };
}

function dtypeOf(array: StateArray): TypeName {
  return array.constructor.name.toLowerCase().replace('array', '') as TypeName;
}

function littleEndianBytes(array: StateArray): Uint8Array {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  return LITTLE_ENDIAN ? bytes : swapped(bytes, array.BYTES_PER_ELEMENT);
}

/** A copy, so that it begins where its type wants it to, whatever the place in the file. */
function arrayFrom(part: Uint8Array, { dtype, length, offset }: StoredArray): StateArray {
  const type = TYPES[dtype];
  const bytes = part.slice(offset, offset + length * type.BYTES_PER_ELEMENT);
  const ordered = LITTLE_ENDIAN ? bytes : swapped(bytes, type.BYTES_PER_ELEMENT);
  return new type(Uint8Array.from(ordered).buffer, 0, length);
}

function swapped(bytes: Uint8Array, width: number): Uint8Array {
  const out = bytes.slice();
  for (let i = 0; i < out.length; i += width) out.subarray(i, i + width).reverse();
  return out;
}
