import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Column, createRandom, createTable, type Table, takeRows } from '@verisim/core';
import { writeTable } from '@verisim/io';
import { expect, test } from 'vitest';
import { holdoutFingerprints, lockHoldout, openWorkspace, recordDatasetFile, verifyWorkspace } from '../src/index.ts';
import { shinglesOf } from '../src/text-shingles.ts';
import { makeTextSketches, readTextSketches } from '../src/text-sketches.ts';
import { coded, numeric, specOf } from './tables.ts';
import { temporaryFolder } from './temporary.ts';

const WORDS =
  'refund parcel courier invoice address charger monday voucher missing account wrong colour kettle jacket locker balance doorbell weekend receipt damaged'.split(
    ' ',
  );
const random = createRandom('texts');
const sentence = (words = 9) => Array.from({ length: words }, () => WORDS[random.int(0, WORDS.length)]).join(' ');
const KEY = Uint8Array.from({ length: 32 }, (_, i) => 7 * i);

function tickets(texts: readonly (string | null)[], labels?: readonly number[]): Table {
  const columns: [string, Column][] = [
    ['text', { storage: 'text', values: texts }],
    ['label', coded(labels ?? texts.map((_, i) => i % 2), ['a', 'b'])],
    ['minutes', numeric(texts.map((_, i) => i))],
  ];
  const specs = [specOf('text', 'text'), specOf('label', 'category'), specOf('minutes', 'number')];
  return createTable(
    // As readers leave a text that nobody asked for.
    specs.map((spec) => (spec.name === 'text' ? { ...spec, role: 'ignore' as const } : spec)),
    columns.map(([, column]) => column),
  );
}

const sketchesOf = (texts: readonly string[], key = KEY) =>
  makeTextSketches(tickets(texts), { train: new Int32Array(0), holdout: Int32Array.from(texts.keys()) }, 'label', key);

const cells = (table: Table) => (table.columns[0] as Extract<Column, { storage: 'text' }>).values as readonly string[];

test('a small holdout: near copies of locked texts are told under any label, other texts are not, and no other cell matters', async () => {
  const workspace = await openWorkspace(await temporaryFolder());
  const table = tickets(Array.from({ length: 60 }, () => sentence()));
  const source = { file: 'tickets.csv', hash: 'f'.repeat(64) };
  const { lock } = await lockHoldout(workspace, { table, rows: 20, seed: 1, target: 'label', source });
  const found = await holdoutFingerprints(workspace, lock);
  expect([found.size, found.texts]).toEqual([0, 20]);
  const locked = cells(takeRows(table, found.collisions(table)));
  expect(locked).toHaveLength(20);
  const made = locked.map((text, i) => [`${text.toUpperCase()}!`, text.replace(/ \w+$/, ' x'), `so ${text}`][i % 3]);
  expect(
    found.collisions(
      tickets(
        made,
        made.map(() => 0),
      ),
    ),
  ).toHaveLength(20);
  expect(found.collisions(tickets(Array.from({ length: 500 }, () => sentence())))).toHaveLength(0);
  expect(found.collisions(tickets([null, '', 'ok']))).toHaveLength(0);
});

test('what is found follows the Jaccard similarity: all from .9 on, none below .5', () => {
  const texts = Array.from({ length: 300 }, () => sentence(14));
  const sketches = readTextSketches(sketchesOf(texts)!, KEY);
  const counts = { high: [0, 0], low: [0, 0] };
  for (const edits of [1, 2, 8, 12]) {
    const made = texts.map((text) => {
      const letters = [...text];
      for (let i = 0; i < edits; i++) letters[random.int(0, letters.length)] = '#';
      return letters.join('');
    });
    const hit = sketches.nearCopies(tickets(made));
    for (const [i, text] of made.entries()) {
      const similarity = jaccard(shinglesOf(text), shinglesOf(texts[i]));
      const bin = similarity >= 0.9 ? counts.high : similarity < 0.5 ? counts.low : null;
      if (bin === null) continue;
      bin[0] += hit[i];
      bin[1]++;
    }
  }
  expect(counts.high[1]).toBeGreaterThan(100);
  expect(counts.low[1]).toBeGreaterThan(200);
  // At .9 a sketch of 128 places falls short of 96 once in 10^6, at .5 it reaches them once in 10^7 (binomial).
  expect(counts).toMatchObject({ high: [counts.high[1], counts.high[1]], low: [0, counts.low[1]] });
});

test('a text that the training part says nearly as well is not guarded, and short texts are not', () => {
  const [common, own] = [sentence(), sentence()];
  const texts = [`${common} again`, common, own, 'Where is my card?'];
  const split = { train: Int32Array.of(0), holdout: Int32Array.of(1, 2, 3) };
  const sketches = readTextSketches(makeTextSketches(tickets(texts), split, 'label', KEY)!, KEY);
  expect(sketches.size).toBe(1);
  expect(Array.from(sketches.nearCopies(tickets(texts)))).toEqual([0, 0, 1, 0]);
});

test('without the key the bytes tell nothing: another key finds nothing, bytes are uniform whatever the length, 128 a text', () => {
  // No two alike: texts that share runs of characters share bytes, which is what sketches are for.
  const letters = (length: number) => Array.from({ length }, () => String.fromCharCode(random.int(97, 123))).join('');
  const texts = Array.from({ length: 400 }, (_, i) => letters(i < 200 ? 32 : 600));
  const bytes = sketchesOf(texts)!;
  expect(readTextSketches(bytes, KEY.toReversed()).nearCopies(tickets(texts)).includes(1)).toBe(false);
  expect(readTextSketches(bytes, KEY).nearCopies(tickets(texts)).includes(0)).toBe(false);
  const body = bytes.subarray(bytes.length - 128 * texts.length);
  expect(bytes.length - body.length).toBeLessThan(200);
  const counts = new Float64Array(256);
  for (const byte of body) counts[byte]++;
  const expected = body.length / 256;
  const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  // 255 degrees of freedom: 400 is passed once in 10^8.
  expect(chiSquare).toBeLessThan(400);
  expect(chiSquare).toBeGreaterThan(140);
  expect(bytes.includes(Buffer.from(texts[0].slice(0, 5)))).toBe(false);
});

test('a changed, missing or added file of sketches is named by the one who reads it and by verify', async () => {
  const workspace = await openWorkspace(await temporaryFolder());
  const source = { file: 'tickets.csv', hash: 'f'.repeat(64) };
  const request = { rows: 10, seed: 1, target: 'label', source };
  const { lock } = await lockHoldout(workspace, {
    ...request,
    table: tickets(Array.from({ length: 40 }, () => sentence())),
  });
  const path = workspace.path('holdouts', lock.id, 'texts.sketch');
  const bytes = await readFile(path);
  const problems = async () =>
    (await verifyWorkspace(workspace)).parts
      .flatMap((part) => part.problems.map(({ code, message }) => `${code} ${message}`))
      .join();
  expect(await problems()).toBe('');
  await writeFile(path, bytes.with(bytes.length - 5, bytes[bytes.length - 5] ^ 1));
  await expect(holdoutFingerprints(workspace, lock)).rejects.toMatchObject({ code: 'workspace/fingerprints-changed' });
  expect(await problems()).toContain('"texts.sketch" was changed');
  await rm(path);
  expect(await problems()).toContain('"texts.sketch" is missing');
  const plain = await lockHoldout(workspace, {
    ...request,
    table: tickets(Array.from({ length: 40 }, (_, i) => `no ${i}`)),
  });
  expect(await readdir(workspace.path('holdouts', plain.lock.id))).not.toContain('texts.sketch');
  await writeFile(workspace.path('holdouts', plain.lock.id, 'texts.sketch'), bytes);
  expect(await problems()).toContain('texts.sketch was added');
});

test('verify holds files of synthetic rows against the locked texts and names the first row', async () => {
  const folder = await temporaryFolder();
  const workspace = await openWorkspace(folder);
  const table = tickets(Array.from({ length: 40 }, () => sentence()));
  const source = { file: join(folder, 'tickets.csv'), hash: 'f'.repeat(64) };
  const { lock } = await lockHoldout(workspace, { table, rows: 10, seed: 1, target: 'label', source });
  const found = await holdoutFingerprints(workspace, lock);
  const [held] = cells(takeRows(table, found.collisions(table)));
  const record = async (name: string, texts: readonly string[]) => {
    const file = join(folder, name);
    await writeTable(tickets(texts), file);
    await recordDatasetFile(workspace, { file, role: 'synthetic', parents: [] });
  };
  const own = Array.from({ length: 30 }, () => sentence());
  await record('clean.csv', own);
  const before = await verifyWorkspace(workspace);
  expect([before.whole, before.parts.filter(({ part }) => part === 'synthetic rows')]).toEqual([
    true,
    [expect.objectContaining({ name: 'clean.csv', state: 'whole' })],
  ]);
  await record('copied.csv', [...own.slice(0, 20), `${held} again`, ...own.slice(20)]);
  const after = await verifyWorkspace(workspace);
  const [problem] = after.parts.flatMap(({ problems }) => problems);
  expect(problem).toEqual({
    code: 'workspace/locked-texts-made',
    message: expect.stringMatching(/^copied\.csv: a row says nearly .* \(first: row 21\)/),
  });
  expect(after.whole).toBe(false);
});

function jaccard(a: Uint32Array, b: Uint32Array): number {
  const other = new Set(b);
  const shared = a.filter((hash) => other.has(hash)).length;
  return shared / (a.length + b.length - shared);
}
