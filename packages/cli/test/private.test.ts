import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder, verisim } from './verisim.ts';

/** Two levels and a number: with a budget this large, made-up rows equal training rows for certain. */
const ROWS = Array.from({ length: 400 }, (_, i) => `${i % 3 === 0 ? 'yes' : 'no'},${i % 4}`);
const SETTINGS = [
  '-g',
  'dp-marginals',
  '--set',
  'epsilon=5',
  '--set',
  'delta=0.000001',
  '--set',
  'declared=true',
  '--set',
  'domain={"grade":{"bounds":[0,3]}}',
];

async function project(): Promise<string> {
  const folder = emptyFolder();
  await writeFile(join(folder, 'rows.csv'), `answer,grade\n${ROWS.join('\n')}\n`);
  return folder;
}

test('rows of a private generator are not held against the training rows, and their number must be said', async () => {
  const folder = await project();
  const order = ['generate', 'rows.csv', ...SETTINGS, '-o', 'made.csv'];
  const refused = await verisim(order, folder);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('Say how many rows to make with -n');
  const made = await verisim([...order, '-n', '250', '--json'], folder);
  expect(made.code, made.stderr).toBe(0);
  const { rows, dropped, notes } = JSON.parse(made.stdout);
  expect([rows, dropped]).toEqual([250, 0]);
  expect(notes['differential-privacy']).toMatchObject({ epsilon: 5 });
  expect((await readFile(join(folder, 'made.csv'), 'utf8')).trim().split('\n')).toHaveLength(251);
});

test('in a project, the rows that were made are a version of the data with a parent', async () => {
  const folder = await project();
  expect((await verisim(['lock', 'rows.csv', '--target', 'answer'], folder)).code).toBe(0);
  const before = JSON.parse((await verisim(['history', '--json'], folder)).stdout).versions;
  const train = before.find(({ role }: { role: string }) => role === 'train');
  const made = await verisim(
    ['generate', train.places[0].file, '-g', 'marginals', '--target', 'answer', '-n', '50', '-o', 'made.csv'],
    folder,
  );
  expect(made.code, made.stderr).toBe(0);
  const { versions } = JSON.parse((await verisim(['history', '--json'], folder)).stdout);
  const synthetic = versions.find(({ role }: { role: string }) => role === 'synthetic');
  expect(synthetic).toMatchObject({ rows: 50, parents: [train.version], places: [{ file: 'made.csv' }] });
});
