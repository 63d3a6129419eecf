import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { faultFolder, generate, INPUT, MAIN, outputOf, ROWS, started, undisturbed } from './fault-start.ts';

let whole: string;

beforeAll(async () => {
  whole = await undisturbed();
});

describe('fault 28 [B]: surroundings', () => {
  test('time zone, language, processors and threads change no byte, dates included', async () => {
    const folder = faultFolder();
    const day = (i: number) => `2024-0${1 + (i % 9)}-${String(1 + (i % 28)).padStart(2, '0')} 0${i % 10}:30:00`;
    const lines = INPUT.trim()
      .split('\n')
      .map((line, i) => `${line},${i === 0 ? 'at' : day(i)}`);
    const make = async (env: Readonly<Record<string, string>>, workers: string) => {
      writeFileSync(join(folder, 'real.csv'), `${lines.join('\n')}\n`);
      const more = ['-n', '140000', '--workers', workers, '--lineage', 'lineage.csv'];
      const { code, stderr } = await generate(folder, more, { env });
      expect([code, stderr]).toEqual([0, '']);
      return [outputOf(folder), readFileSync(join(folder, 'lineage.csv'), 'utf8')];
    };
    const plain = await make({ TZ: 'UTC', LANG: 'C', LC_ALL: 'C' }, '1');
    expect(plain[0].split('\n', 2)[1]).toMatch(/,2024-0\d-\d\d \d\d:30:00$/);
    for (const [env, workers] of [
      [{ TZ: 'Asia/Kolkata', LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8', UV_THREADPOOL_SIZE: '1' }, '2'],
      [{ TZ: 'America/St_Johns', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' }, '8'],
    ] as const) {
      expect(
        (await make(env, workers)).every((text, i) => text === plain[i]),
        env.TZ,
      ).toBe(true);
    }
  });
});

describe('fault 25 [B]: the clock', () => {
  /** Loaded before the program: its clock jumps back and forth by hours and years, 2038 among them. */
  const jumping = `data:text/javascript,${encodeURIComponent(`
    const real = Date.now; let n = 0;
    const leaps = [0, -3600e3, 86400e3, 365.25 * 12 * 86400e3];
    Date.now = () => real() + leaps[n++ % leaps.length];
    globalThis.Date = class extends Date { constructor(...given) { super(...(given.length ? given : [Date.now()])); } };
    Date.now = () => real() + leaps[n++ % leaps.length];`)}`;

  test('that jumps in JavaScript changes no byte and hangs nothing, also on resume', async () => {
    const folder = started();
    const options = { node: ['--import', jumping] };
    const killed = {
      ...options,
      fault: { file: 'verisim-journal$', calls: ['sync'] as const, nth: 4, does: 'kill-after' as const },
    };
    expect((await generate(folder, ROWS, killed)).code).toBe(137);
    const { code, stderr } = await generate(folder, ROWS, options);
    expect(code).toBe(0);
    expect(stderr).toContain('going on');
    expect(outputOf(folder) === whole).toBe(true);
  });

  test('that jumps for the whole process (libfaketime)', async (context) => {
    if (spawnSync('faketime', ['--version']).status !== 0) {
      console.warn('skipped: faketime is not installed, so only the clock of JavaScript was made to jump');
      return context.skip();
    }
    // `@` starts the clock there and lets it run; without it time stands still, and no timer ever fires.
    for (const when of ['-1h', '+1d', '@2038-01-19 03:14:00']) {
      const folder = started();
      const args = ['-f', when, process.execPath, '--conditions=verisim-source', MAIN.pathname];
      const { status } = spawnSync(
        'faketime',
        [...args, 'generate', 'real.csv', '-g', 'marginals', ...ROWS, '-o', 'out.csv'],
        { cwd: folder, timeout: 60_000 },
      );
      expect(status, when).toBe(0);
      expect(outputOf(folder) === whole, when).toBe(true);
    }
  });
});

describe('fault 31 [D]: little memory', () => {
  test('more rows than a small heap holds are streamed, ids and lineage among them', async () => {
    const folder = faultFolder();
    const lines = INPUT.trim()
      .split('\n')
      .map((line, i) => `${i === 0 ? 'id' : `case-${String(i).padStart(8, '0')}`},${line}`);
    writeFileSync(join(folder, 'real.csv'), `${lines.join('\n')}\n`);
    // Held in memory, as they once were, these rows end in "JavaScript heap out of memory" below 45 MB.
    const more = ['-n', '140000', '--lineage', 'lineage.csv'];
    const { code, stderr } = await generate(folder, more, { node: ['--max-old-space-size=34'] });
    expect([code, stderr]).toEqual([0, '']);
    expect(outputOf(folder).trimEnd().split('\n')).toHaveLength(140_001);
  });
});
