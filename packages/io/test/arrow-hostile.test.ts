import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createRandom, isVerisimError } from '@verisim/core';
import { describe, expect, it } from 'vitest';
import { arrow } from '../src/arrow/arrow.ts';
import { unpackLz4 } from '../src/arrow/arrow-lz4.ts';
import { file } from './folder.ts';
import { readSource } from './source-rows.ts';

const fixture = (name: string) => readFile(fileURLToPath(new URL(`fixtures/${name}`, import.meta.url)));

/** `read`, or the code of the error; anything else that is thrown fails the test. */
async function outcome(bytes: Uint8Array): Promise<string> {
  const path = await file('hostile.arrow', bytes);
  try {
    const { source, rows } = await readSource(arrow, path);
    return source.changes().some(({ column }) => column === '*') ? 'listed' : `read ${rows.length}`;
  } catch (error) {
    if (!isVerisimError(error)) throw error;
    expect(error.message).toMatch(/^"[^"]+"[^\n]*\.$/);
    return error.code;
  }
}

const files = [
  'polars-views.arrow',
  'polars-categorical-zstd.arrow',
  'pyarrow-types-stream.arrow',
  'pyarrow-types-lz4.feather',
];

describe.each(files)('%s', (name) => {
  it('cut at any byte is refused, or the missing mark of its end is listed', async () => {
    const whole = await fixture(name);
    // Every byte of the smallest file, some of the others.
    const step = whole.length > 1300 ? Math.ceil(whole.length / 100) : 1;
    const seen = new Set<string>();
    for (let length = 1; length < whole.length; length += step) seen.add(await outcome(whole.subarray(0, length)));
    expect(
      [...seen].filter((code) => code !== 'io/unreadable-arrow' && code !== 'listed' && code !== 'io/no-rows'),
    ).toEqual([]);
    if (!name.includes('stream')) expect([...seen]).toEqual(['io/unreadable-arrow']);
  });

  it('with changed bytes never crashes or hangs', async () => {
    const whole = await fixture(name);
    const random = createRandom(`flip ${name}`);
    const started = process.cpuUsage();
    const outcomes = new Map<string, number>();
    for (let trial = 0; trial < 150; trial++) {
      const bytes = Buffer.from(whole);
      const at = random.int(0, bytes.length);
      // Half of them single bits, half whole words of ones, zeros or large numbers.
      if (trial % 2 === 0) bytes[at] ^= 1 << random.int(0, 8);
      else bytes.fill([0xff, 0x00, 0x7f][random.int(0, 3)], at, Math.min(bytes.length, at + random.int(1, 9)));
      const code = (await outcome(bytes)).split(' ')[0];
      outcomes.set(code, (outcomes.get(code) ?? 0) + 1);
    }
    const { user, system } = process.cpuUsage(started);
    expect((user + system) / 1e6).toBeLessThan(30);
    expect(outcomes.get('io/unreadable-arrow') ?? 0).toBeGreaterThan(10);
    expect([...outcomes.values()].reduce((a, b) => a + b)).toBe(150);
  });
});

describe('declared sizes', () => {
  it('beyond the file are refused before memory is asked for', async () => {
    const stream = await fixture('pyarrow-types-stream.arrow');
    const huge = Buffer.from(stream);
    huge.writeInt32LE(0x7ffffff0, 4);
    expect(await outcome(huge)).toBe('io/unreadable-arrow');
    const footer = Buffer.from(await fixture('polars-views.arrow'));
    footer.writeInt32LE(0x7fffffff, footer.length - 10);
    expect(await outcome(footer)).toBe('io/unreadable-arrow');
    expect(process.memoryUsage().arrayBuffers).toBeLessThan(500e6);
  });

  it('of every 8-byte number in a file, made as large as can be, do no harm', async () => {
    const whole = await fixture('polars-views.arrow');
    for (let at = 0; at + 8 <= whole.length; at += 8) {
      for (const value of [2n ** 62n, -1n, 2n ** 31n]) {
        const bytes = Buffer.from(whole);
        bytes.writeBigInt64LE(value, at);
        expect(await outcome(bytes)).toMatch(/^(read|io\/|listed)/);
      }
    }
  });
});

describe('LZ4 frames', () => {
  const frame = (...blocks: number[][]) => {
    const sized = blocks.flatMap((block) => [block.length, 0, 0, 0, ...block]);
    return Uint8Array.of(0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82, ...sized, 0, 0, 0, 0);
  };

  it('are unpacked: literals, overlapping matches, lengths beyond 15', () => {
    expect(Buffer.from(unpackLz4(frame([0x30, 97, 98, 99]), 3)).toString()).toBe('abc');
    // One literal, then a match of 4 + 15 + 5 at a distance of 1, then one literal.
    expect(Buffer.from(unpackLz4(frame([0x1f, 97, 1, 0, 5, 0x10, 98]), 26)).toString()).toBe(`${'a'.repeat(25)}b`);
    expect(Buffer.from(unpackLz4(frame([0x20, 97, 98], [0x00, 2, 0, 0x10, 99]), 7)).toString()).toBe('abababc');
  });

  it.each([
    ['no frame', Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), 3],
    ['another length', frame([0x30, 97, 98, 99]), 4],
    ['more than declared', frame([0x30, 97, 98, 99]), 2],
    ['a match before the beginning', frame([0x10, 97, 9, 0, 0x10, 98]), 6],
    ['a match at no distance', frame([0x10, 97, 0, 0, 0x10, 98]), 6],
    ['literals beyond the block', frame([0xf0, 200, 97]), 215],
  ])('%s is refused', (_, bytes, length) => {
    expect(() => unpackLz4(bytes, length)).toThrow(RangeError);
  });
});
