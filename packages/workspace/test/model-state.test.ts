import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelState } from '@verisim/core';
import { beforeEach, describe, expect, test } from 'vitest';
import { loadModelState, saveModelState } from '../src/index.ts';
import { temporaryFolder } from './temporary.ts';

const state: ModelState = {
  generator: 'trees',
  version: '1.2.3',
  json: { depth: 3, names: ['ä', 'b\n'], nothing: null },
  arrays: {
    weights: Float64Array.of(0.1, -0, Number.NaN, Number.POSITIVE_INFINITY, 5e-324),
    floats: Float32Array.of(1.5, -2.25, 3),
    codes: Int32Array.of(-1, 2 ** 31 - 1, -(2 ** 31)),
    counts: Uint32Array.of(2 ** 32 - 1),
    shorts: Uint16Array.of(1, 65535, 3),
    bytes: Uint8Array.of(0, 255, 7),
    empty: new Float64Array(0),
    view: new Float64Array([9, 8, 7, 6]).subarray(1, 3),
  },
};
let path: string;
let whole: Buffer;

beforeEach(async () => {
  path = join(await temporaryFolder(), 'model.bin');
  await saveModelState(path, state);
  whole = await readFile(path);
});

describe('a model file', () => {
  test('gives back the model, each array of its own type and memory', async () => {
    const loaded = await loadModelState(path);
    expect(loaded).toEqual(state);
    expect(Object.is(loaded.arrays.weights[1], -0)).toBe(true);
    expect(loaded.arrays.view.buffer.byteLength).toBe(16);
  });

  test('is the same for equal models, whatever the order of members', async () => {
    const arrays = Object.fromEntries(Object.entries(state.arrays).reverse());
    await saveModelState(path, { arrays, json: state.json, version: '1.2.3', generator: 'trees' });
    expect(await readFile(path)).toEqual(whole);
  });

  test('is laid out as described: a line, JSON, little-endian arrays at multiples of 8', () => {
    const end = whole.indexOf(10);
    const [, , headerSize, arraySize] = whole.toString('latin1', 0, end).split(' ');
    const header = JSON.parse(whole.toString('utf8', end + 1, end + 1 + Number(headerSize)));
    const arrays = whole.subarray(end + 1 + Number(headerSize));
    expect(arrays).toHaveLength(Number(arraySize));
    const codes = header.arrays.find(({ name }: { name: string }) => name === 'codes');
    expect(codes).toMatchObject({ dtype: 'int32', length: 3 });
    expect(codes.offset % 8).toBe(0);
    expect(arrays.readInt32LE(codes.offset + 8)).toBe(-(2 ** 31));
  });

  test('that was cut anywhere is refused', async () => {
    for (let size = 0; size < whole.length; size += 13) {
      await writeFile(path, whole.subarray(0, size));
      await expect(loadModelState(path), `${size} bytes`).rejects.toMatchObject({ code: 'workspace/bad-model-file' });
    }
  });

  test('in which any byte was changed is refused', async () => {
    for (let at = 0; at < whole.length; at += 7) {
      const changed = Buffer.from(whole);
      changed[at] ^= 1;
      await writeFile(path, changed);
      await expect(loadModelState(path), `byte ${at}`).rejects.toMatchObject({ code: 'workspace/bad-model-file' });
    }
  });

  test.each([
    ['longer than written', (b: Buffer) => Buffer.concat([b, Buffer.of(0)]), 'bytes where'],
    ['empty', () => Buffer.alloc(0), 'it is empty'],
    ['another thing', () => Buffer.from('a,b\n1,2\n'), 'does not begin as a model file does'],
    [
      'of a later format',
      (b: Buffer) => Buffer.from(b.toString('latin1').replace('model 1', 'model 2'), 'latin1'),
      'format 2',
    ],
  ])('%s: says so', async (_, change, words) => {
    await writeFile(path, change(whole));
    await expect(loadModelState(path)).rejects.toThrow(words);
  });

  test('that is absent: says so, with its name', async () => {
    await expect(loadModelState(`${path}.absent`)).rejects.toThrow(
      'model.bin.absent does not hold a whole model: there is no such file',
    );
  });
});
