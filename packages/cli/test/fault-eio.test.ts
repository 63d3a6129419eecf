import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { generate, JOURNAL, outputOf, ROWS, started, undisturbed } from './fault-start.ts';

let whole: string;

beforeAll(async () => {
  whole = await undisturbed();
});

describe('fault 6 [M]: EIO', () => {
  test.each([
    ['a write to the journal', { file: 'verisim-journal$', calls: ['write'] as const, nth: 16 }],
    ['a sync of the journal', { file: 'verisim-journal$', calls: ['sync'] as const, nth: 4 }],
    ['the rename that publishes', { file: 'out\\.csv$', calls: ['rename'] as const, nth: 1 }],
  ])('in %s: never called done, what was there stays, then the same bytes', async (_, where) => {
    const folder = started();
    writeFileSync(join(folder, 'out.csv'), 'old\n');
    const { code, stderr, stdout } = await generate(folder, ROWS, { fault: { ...where, does: 'EIO' } });
    expect(code).toBe(1);
    expect(stderr).toMatch(/error: .*EIO/);
    expect(stdout).toBe('');
    expect(outputOf(folder)).toBe('old\n');
    expect((await generate(folder, ROWS)).stderr).toContain('going on');
    expect(outputOf(folder) === whole).toBe(true);
  });
});

test('the journal is for its owner alone under umask 000', async () => {
  const folder = started();
  const before = process.umask(0);
  try {
    const fault = { file: 'verisim-journal$', calls: ['sync'] as const, nth: 3, does: 'kill-after' as const };
    expect((await generate(folder, ROWS, { fault })).code).toBe(137);
    for (const name of [JOURNAL, `${JOURNAL}.lock`])
      expect(statSync(join(folder, name)).mode & 0o777, name).toBe(0o600);
  } finally {
    process.umask(before);
  }
});
