import { appendFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { runChild } from '../../workspace/test/run-child.ts';
import {
  BLOCK,
  faultFolder,
  generate,
  interrupted,
  MAIN,
  outputOf,
  ROWS,
  sizeOf,
  started,
  undisturbed,
} from './fault-start.ts';

let whole: string;

beforeAll(async () => {
  whole = await undisturbed();
});

describe('faults 9, 30 and 33: something else by the time it is started again', () => {
  const cases: readonly (readonly [string, readonly string[], (folder: string) => void, RegExp])[] = [
    ['another seed', ['--seed', '2'], () => {}, /seed was "1" and is "2"/],
    [
      'a changed input',
      [],
      (folder) => appendFileSync(join(folder, 'real.csv'), '44,A,40.5,no\n'),
      /input was "[0-9a-f]+\.\.\." and is "[0-9a-f]+\.\.\."/,
    ],
  ];
  test.each(cases)('[M] %s: all is made anew, and why is said', async (_, more, change, why) => {
    const folder = started();
    await interrupted(folder, ROWS, 2 * BLOCK, (kill) => kill('SIGKILL'));
    change(folder);
    const { code, stderr } = await generate(folder, [...ROWS, ...more]);
    expect(code).toBe(0);
    expect(stderr).toMatch(why);
    expect(stderr).not.toContain('going on after');
    const fresh = faultFolder();
    writeFileSync(join(fresh, 'real.csv'), readFileSync(join(folder, 'real.csv')));
    await generate(fresh, [...ROWS, ...more]);
    expect(outputOf(folder) === outputOf(fresh)).toBe(true);
    expect(outputOf(folder) === whole).toBe(false);
  });

  test('[M S] an input that changes during the run: refused, nothing written', async () => {
    const folder = started();
    const { code, stderr } = await interrupted(folder, ['-n', '400000'], BLOCK, () =>
      appendFileSync(join(folder, 'real.csv'), '44,A,40.5,no\n'),
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(/real\.csv was changed while it was being worked on/);
    expect(existsSync(join(folder, 'out.csv'))).toBe(false);
  });
});

describe('fault 10 [M S]: a truncated Parquet file', () => {
  test('is refused by name, at any length, and left as it is', async () => {
    const folder = started();
    const parquet = join(folder, 'cut.parquet');
    const args = ['generate', 'real.csv', '-g', 'marginals', '-n', '5000', '-o', 'cut.parquet'];
    expect((await runChild(MAIN, args, { cwd: folder })).code).toBe(0);
    const size = sizeOf(parquet);
    for (const left of [size - 1, Math.floor(size / 2), 10]) {
      truncateSync(parquet, left);
      const before = readFileSync(parquet);
      const { code, stderr } = await runChild(MAIN, ['generate', 'cut.parquet', '-o', 'other.csv'], { cwd: folder });
      expect(code, `${left} bytes`).toBe(1);
      expect(stderr).toMatch(/error: .*cut\.parquet/);
      expect(stderr).not.toMatch(/\n\s+at /);
      expect(readFileSync(parquet).equals(before)).toBe(true);
      expect(existsSync(join(folder, 'other.csv'))).toBe(false);
    }
  });
});
