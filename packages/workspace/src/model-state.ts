import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Json, ModelState } from '@verisim/core';
import { packArrays, unpackArrays } from './array-bytes.ts';
import { hashOf, writeFileAtomic } from './atomic-write.ts';
import { badModelFile } from './errors.ts';

const MAGIC = 'verisim-model 1';

/**
 * Writes a fitted model to one file: a line `verisim-model 1 <header bytes> <array bytes> <SHA-256 of both>`, a JSON header with name, dtype,
 * length and offset of each array, then the arrays, little endian. Equal states give equal bytes. Throws `workspace/cannot-write`.
 */
export async function saveModelState(path: string, state: ModelState): Promise<void> {
  await writeFileAtomic(path, encodeModelState(state));
}

/** Reads what {@link saveModelState} wrote. Throws `workspace/bad-model-file` when it is missing, cut, changed or another thing. */
export async function loadModelState(path: string): Promise<ModelState> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw badModelFile(basename(path), error.code === 'ENOENT' ? 'there is no such file' : error.message);
  });
  return decodeModelState(bytes, basename(path));
}

/** The bytes of a model file. */
export function encodeModelState({ generator, version, json, arrays }: ModelState): Uint8Array {
  const { bytes, headerBytes } = packArrays({ generator, version, json }, arrays);
  const line = `${MAGIC} ${headerBytes} ${bytes.length - headerBytes} ${hashOf(bytes)}\n`;
  return Buffer.concat([Buffer.from(line), bytes]);
}

/** The model in the bytes of a model file; `name` is what an error calls it. Throws `workspace/bad-model-file`. */
export function decodeModelState(given: Uint8Array, name: string): ModelState {
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
  const bad = (why: string) => badModelFile(name, why);
  const first = bytes.subarray(0, 200).indexOf(10);
  const match = /^verisim-model (\d+) (\d+) (\d+) ([0-9a-f]{64})$/.exec(
    bytes.toString('latin1', 0, Math.max(0, first)),
  );
  if (!match) throw bad(bytes.length === 0 ? 'it is empty' : 'it does not begin as a model file does');
  if (match[1] !== '1') throw bad(`it has format ${match[1]} and this version reads format 1`);
  const body = bytes.subarray(first + 1);
  const [headerBytes, arraySize] = [Number(match[2]), Number(match[3])];
  if (body.length !== headerBytes + arraySize) {
    throw bad(`it has ${bytes.length} bytes where ${first + 1 + headerBytes + arraySize} were written`);
  }
  if (hashOf(body) !== match[4]) throw bad('its bytes were changed, the SHA-256 differs');
  const { json, arrays } = unpackArrays<{ generator: string; version: string; json: Json }>({
    bytes: body,
    headerBytes,
  });
  return { ...json, arrays };
}
