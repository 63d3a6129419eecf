import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '@verisim/core';
import { beforeAll, expect, test } from 'vitest';
import { patientsCsv } from './csv.ts';
import { emptyFolder, verisim } from './verisim.ts';

const folder = emptyFolder();
const licence = ['--licence', 'MIT (terms of use)', '--confirmed-by', 'Ada Lovelace'];
const quick = ['--folds', '3', '--seeds', '2'];
const args = [
  'play',
  'distill',
  'real.csv',
  '--target',
  'y',
  '--teacher',
  'answers.csv',
  '--samples',
  'a,b,c',
  ...quick,
];
const ledger = async () => JSON.parse((await verisim(['status', '--json'], folder)).stdout);

/** The rows of a file with three answers each, every one wrong with a chance of a fifth. */
function answered(csv: string, seed: number): readonly string[] {
  const random = createRandom(seed);
  const [head, ...rows] = csv.trim().split('\n');
  const other = (label: string) => (label === 'yes' ? 'no' : 'yes');
  const cells = rows.map((row) => {
    const label = row.split(',')[3];
    const answers = [0, 1, 2].map(() => (random.next() < 0.2 ? other(label) : label));
    return [...row.split(',').slice(0, 3), ...answers].join(',');
  });
  return [`${head.split(',').slice(0, 3).join(',')},a,b,c`, ...cells];
}

beforeAll(async () => {
  const real = patientsCsv(500, 1);
  writeFileSync(join(folder, 'real.csv'), real);
  const pool = answered(patientsCsv(900, 2), 4);
  writeFileSync(join(folder, 'answers.csv'), [...answered(real, 3), ...pool.slice(1)].join('\n'));
  expect((await verisim(['lock', 'real.csv', '--target', 'y', '--share', '0.4'], folder)).code).toBe(0);
});

test('play distill: nothing starts without a licence that a named person confirmed, nor without a baseline', async () => {
  const bare = await verisim(args, folder);
  expect([bare.code, bare.stderr]).toEqual([2, expect.stringContaining('under which licence')]);
  const unnamed = await verisim([...args, '--licence', 'MIT'], folder);
  expect([unnamed.code, unnamed.stderr]).toEqual([2, expect.stringContaining('Nobody confirmed')]);
  const early = await verisim([...args, ...licence], folder);
  expect([early.code, early.stderr]).toEqual([2, expect.stringContaining('verisim baseline')]);
});

test('play distill: yield, errors, biases, curve and student against teacher; the holdout is opened once', async () => {
  expect(
    (await verisim(['baseline', 'real.csv', '--target', 'y', '--folds', '3', '--repeats', '1'], folder)).code,
  ).toBe(0);
  const { code, stdout, stderr } = await verisim([...args, ...licence, '--json'], folder);
  expect(stderr).toContain('confirmed by Ada Lovelace');
  const found = JSON.parse(stdout);
  expect(code).toBe(found.verdict.decision === 'use' ? 0 : 3);
  // A row without a score may be another's double: then it is no item to learn about.
  expect(found.yield.asked).toBeGreaterThan(1050);
  expect(found.yield.locked).toBeGreaterThan(190);
  expect(found.yield.locked).toBeLessThanOrEqual(200);
  expect(found.yield.kept / 900).toBeCloseTo(0.52, 1);
  expect(found.errors.all.rows).toBe(300);
  expect(found.errors.kept.rate).toBeLessThanOrEqual(0.04);
  expect(found.errors.biases).toEqual([]);
  expect(found.curve.map(({ times }: { times: number }) => times)).toEqual([0, 1, 2]);
  expect(found.against.rows).toBe(200);
  const verified = await verisim(['verify', '--json'], folder);
  expect(verified.code).toBe(0);
  const { steps } = await ledger();
  expect(JSON.stringify(steps)).toContain('opened once');
  const again = await verisim(['report', found.run], folder);
  expect(again.stdout).toContain('Student against teacher');
});

test('play distill: a label that is no class is refused by row and column', async () => {
  writeFileSync(join(folder, 'odd.csv'), 'age,group,score,a\n30,A,31.5,yes\n31,B,30.5,perhaps\n');
  const odd = ['play', 'distill', 'real.csv', '--target', 'y', '--teacher', 'odd.csv', '--samples', 'a', '--force'];
  const { code, stderr } = await verisim([...odd, ...licence], folder);
  expect([code, stderr]).toEqual([2, expect.stringMatching(/row 2.*column "a".*"perhaps"/)]);
});
