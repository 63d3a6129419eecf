import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '@verisim/core';
import { beforeAll, expect, test } from 'vitest';
import { BLOCK, interrupted, outputOf, started } from './fault-start.ts';
import { emptyFolder, verisim } from './verisim.ts';

const folder = emptyFolder();
const read = (file: string) => readFileSync(join(folder, file), 'utf8');

beforeAll(() => {
  const random = createRandom('auto');
  const line = () => {
    const a = random.normal();
    const b = 0.9 * a + 0.4 * random.normal();
    return `${a.toFixed(2)},${b.toFixed(2)},${a + random.normal() > 0 ? 'yes' : 'no'}`;
  };
  writeFileSync(join(folder, 'real.csv'), `a,b,sick\n${Array.from({ length: 1500 }, line).join('\n')}\n`);
  writeFileSync(join(folder, 'tiny.csv'), 'a,b\n1,x\n2,y\n3,x\n');
});

test('generate -g auto: the rows are those of the rung that won, and the account says what the others lacked', async () => {
  const args = ['generate', 'real.csv', '--target', 'sick', '-n', '500'];
  const { code, stdout } = await verisim([...args, '-g', 'auto', '-o', 'auto.csv', '--lineage', 'from.csv'], folder);
  expect(code).toBe(0);
  expect(stdout).toContain('copula: the simplest that passes every criterion.');
  expect(stdout).toMatch(/marginals lacks: pair trends off by .* most in "a" and "b"/);
  expect(stdout).toMatch(/trees +not tried/);
  expect((await verisim([...args, '-g', 'copula', '-o', 'copula.csv'], folder)).code).toBe(0);
  expect(read('auto.csv')).toBe(read('copula.csv'));
  expect(read('from.csv').split('\n')[1]).toContain('copula');
});

test('--json holds the account; a setting goes to the rungs that know it, one that none knows is refused', async () => {
  const args = ['generate', 'real.csv', '-g', 'auto', '-n', '50', '-o', 'set.csv', '--json'];
  const { stdout } = await verisim([...args, '--set', 'minLeaf=40', '--set', 'smooth=3'], folder);
  const { generator, notes } = JSON.parse(stdout);
  expect(generator).toMatchObject({ name: 'copula', options: { smooth: 3 }, chosenBy: 'auto' });
  expect(notes.auto).toMatchObject({ chosen: 'copula', passed: true, target: null });
  expect(notes.auto.rungs.map(({ options }: { options: object }) => options)).toEqual([
    { smooth: 3 },
    { smooth: 3 },
    { smooth: 3, minLeaf: 40 },
  ]);
  expect(notes.auto.rungs[0].criteria[1]).toMatchObject({ criterion: 'pair trends', passed: false });
  const refused = await verisim([...args, '--set', 'minLaef=40'], folder);
  expect(refused.code).toBe(2);
  expect(JSON.parse(refused.stdout || refused.stderr)).toMatchObject({ error: { code: 'cli/unknown-setting' } });
});

test('where nothing can be judged the rows are made, and the exit code says to look', async () => {
  const { code, stdout, stderr } = await verisim(['generate', 'tiny.csv', '-g', 'auto'], folder);
  expect(code).toBe(3);
  expect(stdout.split('\n')[0]).toBe('a,b');
  expect(stderr).toContain('nothing could be judged');
});

test('killed and started again: the same choice, the same bytes', async () => {
  const more = ['-g', 'auto', '-n', '200000'];
  const whole = started();
  const first = await interrupted(whole, more, Number.POSITIVE_INFINITY, () => {});
  expect([0, 3]).toContain(first.code);
  const cut = started();
  expect((await interrupted(cut, more, 2 * BLOCK, (kill) => kill('SIGKILL'))).code).toBe(137);
  const again = await interrupted(cut, [...more, '--workers', '2'], Number.POSITIVE_INFINITY, () => {});
  expect(again.code).toBe(first.code);
  expect(again.stderr).toContain('going on after an interruption');
  expect(again.stdout).toBe(first.stdout);
  expect(outputOf(cut) === outputOf(whole)).toBe(true);
});
