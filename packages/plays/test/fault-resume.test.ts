import { mkdtempSync, rmSync } from 'node:fs';
import { open, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '@verisim/core';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { countOf, type Ended, runChild } from '../../workspace/test/run-child.ts';

const CHILD = new URL('./draw-child.ts', import.meta.url);
const ROWS = 230;
/** `VERISIM_FAULTS=all` is the whole matrix, which the bench `faults` runs; otherwise every fault is injected a few times. */
const ALL = process.env.VERISIM_FAULTS === 'all';
const JOURNAL = '.out.csv.verisim-journal';

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'verisim-plays-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const outputs = async (folder: string) =>
  Promise.all(['out.csv', 'lineage.csv'].map((name) => readFile(join(folder, name), 'utf8')));
const drew = ({ stdout }: Ended) => [...stdout.matchAll(/resumed (\d+), drew (\d+)/g)][0].slice(1).map(Number);

let whole: readonly string[];
let blocks: number;
let duration: number;

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'verisim-plays-'));
  const started = performance.now();
  const ended = await runChild(CHILD, [folder, String(ROWS)]);
  duration = performance.now() - started;
  expect(ended.stderr).toBe('');
  whole = await outputs(folder);
  blocks = drew(ended)[1];
  rmSync(folder, { recursive: true });
});

test('the uninterrupted draw refills what checks dropped, in unique ids, and leaves nothing behind', () => {
  const ids = whole[0]
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',')[0]);
  expect(ids).toHaveLength(ROWS);
  expect(new Set(ids).size).toBe(ROWS);
  expect(blocks).toBeGreaterThan(5);
  expect(whole[1].trim().split('\n')).toHaveLength(ROWS + 1);
});

describe('fault 1: kill -9 while drawing', () => {
  test('[P D B] at every write and sync of the journal: the same bytes, and no finished block is drawn again', async () => {
    const fault = { file: `${JOURNAL}$`, calls: ['write', 'sync'] as const, nth: 0 };
    const counting = await runChild(CHILD, [emptyFolder(), String(ROWS)], { fault: { ...fault, does: 'count' } });
    const points = countOf(counting);
    expect(points).toBeGreaterThanOrEqual(3 * blocks);
    // One chain of kills: each start goes on from the one before it and is then killed in its turn.
    const folder = emptyFolder();
    let killed = 0;
    for (let start = 0; ; start++) {
      const does = (['tear', 'kill-before', 'kill-after'] as const)[start % 3];
      const ended = await runChild(CHILD, [folder, String(ROWS)], {
        fault: { ...fault, nth: (ALL ? 3 : 6) + (start % 3), does },
      });
      if (ended.code !== 137) {
        expect(ended.stderr).toBe('');
        const [resumed, drawn] = drew(ended);
        expect(resumed + drawn).toBe(blocks);
        expect(resumed).toBeGreaterThan(0);
        break;
      }
      killed++;
      expect(killed).toBeLessThan(40);
    }
    expect(killed).toBeGreaterThanOrEqual(3);
    expect(await outputs(folder)).toEqual(whole);
    expect((await readdir(folder)).sort()).toEqual(['lineage.csv', 'out.csv']);
  });

  test('[P D B] at 20 random moments', async () => {
    const random = createRandom('moments');
    const folder = emptyFolder();
    const moments = ALL ? 20 : 2;
    for (let i = 0; i < moments; i++) {
      const ended = await runChild(CHILD, [folder, String(ROWS)], {
        killAfter: duration * (0.3 + 0.7 * random.next()),
      });
      if (ended.code !== 137) expect(await outputs(folder)).toEqual(whole);
    }
    const ended = await runChild(CHILD, [folder, String(ROWS)]);
    expect(ended.code).toBe(0);
    expect(await outputs(folder)).toEqual(whole);
    expect((await readdir(folder)).filter((name) => name.endsWith('.verisim-journal'))).toEqual([]);
  });
});

describe('fault 2: kill -9 around the renames that publish', () => {
  test.each(['kill-before', 'kill-after'] as const)(
    '[D B] %s: the old file whole or the new one, then the same bytes',
    async (does) => {
      const folder = emptyFolder();
      await writeFile(join(folder, 'out.csv'), 'old\n');
      const fault = { file: 'out\\.csv$', calls: ['rename'] as const, nth: 1, does };
      expect((await runChild(CHILD, [folder, String(ROWS)], { fault })).code).toBe(137);
      expect(await readFile(join(folder, 'out.csv'), 'utf8')).toBe(does === 'kill-before' ? 'old\n' : whole[0]);
      const ended = await runChild(CHILD, [folder, String(ROWS)]);
      expect(drew(ended)).toEqual([blocks, 0]);
      expect(await outputs(folder)).toEqual(whole);
    },
  );
});

async function interrupted(): Promise<string> {
  const folder = emptyFolder();
  const fault = { file: `${JOURNAL}$`, calls: ['sync'] as const, nth: 2 + blocks, does: 'kill-after' as const };
  expect((await runChild(CHILD, [folder, String(ROWS)], { fault })).code).toBe(137);
  return folder;
}

describe('faults 7 and 8: a journal that was damaged', () => {
  test('[D B] cut, or flipped in the middle: the block is named and made again, to the same bytes', async () => {
    const folder = await interrupted();
    const file = await open(join(folder, JOURNAL), 'r+');
    const { size } = await file.stat();
    const at = Math.floor(size * 0.6);
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, at);
    await file.write(Buffer.of(buffer[0] ^ 16), 0, 1, at);
    await file.truncate(size - 5);
    await file.close();
    const ended = await runChild(CHILD, [folder, String(ROWS)]);
    expect(ended.stdout).toMatch(/damaged: record \d+ of \.out\.csv\.verisim-journal, at byte \d+/);
    const [resumed, drawn] = drew(ended);
    expect(resumed).toBeGreaterThan(0);
    expect(drawn).toBeGreaterThanOrEqual(2);
    expect(await outputs(folder)).toEqual(whole);
  });
});

describe('fault 33 [M]: a generator of another version on resume', () => {
  test('its blocks are not used, and that is said', async () => {
    const folder = await interrupted();
    const ended = await runChild(CHILD, [folder, String(ROWS), '9.9.9']);
    expect(ended.stdout).toMatch(/replaced: version was "[\d.]+" and is "9\.9\.9"/);
    expect(drew(ended)[0]).toBe(0);
    expect((await outputs(folder))[1]).toContain('9.9.9');
    expect((await outputs(folder))[1]).not.toContain(whole[1].split('\n')[1].split(',')[3]);
  });
});
