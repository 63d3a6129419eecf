import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '@verisim/core';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type ChildOptions, countOf, type Ended, runChild } from '../../workspace/test/run-child.ts';
import { ASKED, gapFolder, ledgerOf, STATED } from './gap-folder.ts';
import { NODE_COMPILE_CACHE } from './verisim.ts';

/** Kill -9 of a whole coverage-gap play; `VERISIM_FAULTS=all`, as the bench `faults` sets it: at many more points. */
const ALL = process.env.VERISIM_FAULTS === 'all';
const MAIN = new URL('../src/main.ts', import.meta.url);
const KILLED = 137;
const ANYTHING = { file: '/\\.verisim/', calls: ['write', 'sync', 'rename'] } as const;

let prepared: string;
let whole: Readonly<Record<string, string>>;
let operations: number;

/** A copy of the prepared folder. */
function copied(): string {
  const folder = mkdtempSync(join(tmpdir(), 'verisim-killed-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(prepared, folder, { recursive: true });
  return folder;
}

function play(folder: string, options: ChildOptions = {}): Promise<Ended> {
  const args = ['play', 'coverage-gap', 'patients.csv', ...ASKED, ...STATED, '--force'];
  return runChild(MAIN, args, { cwd: folder, env: { NODE_COMPILE_CACHE }, ...options });
}

/** Every file of the play's run by its name; of the manifest all but the time. */
function filesOf(folder: string): Readonly<Record<string, string>> {
  const runs = join(folder, '.verisim/runs');
  const places = readdirSync(runs).filter((name) => name.startsWith('play'));
  expect(places).toHaveLength(1);
  const names = readdirSync(join(runs, places[0])).sort();
  const text = (name: string) => readFileSync(join(runs, places[0], name), 'latin1');
  return Object.fromEntries(names.map((name) => [name, text(name).replace(/"time": "[^"]+"/, '')]));
}

/** The same bytes, the holdout opened once, `--force` said once, and nothing left behind. */
function expectWhole(folder: string): void {
  expect(filesOf(folder)).toEqual(whole);
  for (const event of ['holdout-opened', 'forced', 'run-finished'])
    expect([event, ledgerOf(folder, event).length]).toEqual([event, event === 'run-finished' ? 2 : 1]);
  expect(ledgerOf(folder, 'dataset').filter(({ role }) => role === 'blend')).toHaveLength(1);
  expect(readdirSync(join(folder, '.verisim/units'))).toEqual([]);
}

beforeAll(async () => {
  prepared = await gapFolder();
  const folder = mkdtempSync(join(tmpdir(), 'verisim-killed-'));
  cpSync(prepared, folder, { recursive: true });
  const ended = await play(folder, { fault: { ...ANYTHING, nth: 0, does: 'count' } });
  operations = countOf(ended);
  whole = filesOf(folder);
  rmSync(folder, { recursive: true });
});

describe('fault 1: kill -9 in a whole play: the same command goes on and ends with the same bytes', () => {
  test('[P D B] killed at random writes again and again: no finished model is trained twice', async () => {
    const random = createRandom('kills');
    const folder = copied();
    let kept = 0;
    for (let kill = 0; kill < (ALL ? 12 : 2); kill++) {
      const nth = random.int(1, Math.ceil(operations / (ALL ? 10 : 3)));
      const ended = await play(folder, { fault: { ...ANYTHING, nth, does: 'kill-before' } });
      if (ended.code !== KILLED) break;
      const resumed = Number(/(\d+) finished pieces are kept/.exec(ended.stderr)?.[1] ?? 0);
      expect(resumed).toBeGreaterThanOrEqual(kept);
      kept = resumed;
    }
    await play(folder);
    expectWhole(folder);
  });

  test('[P D B] killed around each entry of the ledger, the opening of the holdout among them', async () => {
    const folder = copied();
    const moments = ALL ? (['kill-before', 'tear', 'kill-after'] as const) : (['kill-after'] as const);
    for (const does of moments)
      for (let nth = ALL ? 1 : 2; nth <= (ALL ? 6 : 3); nth++) {
        const fault = { file: 'ledger\\.jsonl$', calls: ['write'], nth, does } as const;
        if ((await play(folder, { fault })).code !== KILLED) break;
      }
    if (!filesOf(folder)['report.json'] || ledgerOf(folder, 'run-finished').length < 2) await play(folder);
    expectWhole(folder);
  });

  test.runIf(ALL)('[P D B] killed after any time', { timeout: 600_000 }, async () => {
    const random = createRandom('times');
    for (let i = 0; i < 20; i++) {
      const folder = copied();
      await play(folder, { killAfter: random.int(300, 4000) });
      if (ledgerOf(folder, 'run-finished').length < 2) await play(folder);
      expectWhole(folder);
    }
  });
});
