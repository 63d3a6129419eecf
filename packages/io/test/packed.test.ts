import { readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { tableHash } from '@verisim/core';
import { expect, it } from 'vitest';
import { readTable, writeTable } from '../src/index.ts';
import { at, cells, errorOf, file } from './folder.ts';

const content = 'a,b\n1,x\n2,"y\nz"\n';
const unpackedFolders = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('verisim-unpacked-'));

it.each([
  ['gz', gzipSync, gunzipSync, 'gzip'],
  ['zst', zstdCompressSync, zstdDecompressSync, 'zstd'],
] as const)('.csv.%s is read and written', async (extension, pack, unpack, name) => {
  const before = await unpackedFolders();
  const path = await file(`packed.csv.${extension}`, pack(Buffer.from(content)));
  const { table, report } = await readTable(path);
  expect(cells(table)).toEqual([
    [1, 'x'],
    [2, 'y\nz'],
  ]);
  expect(report).toMatchObject({ format: 'csv', notes: [`unpacked from ${name}`], file: `packed.csv.${extension}` });
  await writeTable(table, at(`again.csv.${extension}`));
  expect(unpack(await readFile(at(`again.csv.${extension}`))).toString()).toBe(content);
  await writeTable(table, at(`same.csv.${extension}`));
  expect((await readFile(at(`same.csv.${extension}`))).equals(await readFile(at(`again.csv.${extension}`)))).toBe(true);
  expect(await unpackedFolders()).toEqual(before);
});

it('Parquet and JSON Lines are packed too', async () => {
  const { table } = await readTable(await file('plain.csv', content));
  for (const name of ['p.parquet.gz', 'p.jsonl.zst']) {
    await writeTable(table, at(name));
    expect(tableHash((await readTable(at(name), { like: table.spec })).table), name).toBe(tableHash(table));
  }
});

it('a damaged or cut-off file is refused', async () => {
  const packed = gzipSync(Buffer.from(content.repeat(1000)));
  await writeFile(at('cut.csv.gz'), packed.subarray(0, packed.length - 9));
  expect(await errorOf(readTable(at('cut.csv.gz')))).toMatchObject({ code: 'io/bad-compression' });
  const flipped = Buffer.from(packed);
  flipped[flipped.length - 6] ^= 1;
  await writeFile(at('flipped.csv.gz'), flipped);
  expect(await errorOf(readTable(at('flipped.csv.gz')))).toMatchObject({ code: 'io/bad-compression' });
});

it('a decompression bomb is refused before it fills the disk', async () => {
  const before = await unpackedFolders();
  const bomb = gzipSync(Buffer.alloc(320 << 20, 'a\n'), { level: 1 });
  expect(bomb.length).toBeLessThan(2 << 20);
  const error = await errorOf(readTable(await file('bomb.csv.gz', bomb)));
  expect(error).toMatchObject({ code: 'io/unpacks-too-large', message: expect.stringMatching(/bomb\.csv\.gz/) });
  expect(await unpackedFolders()).toEqual(before);
});
