import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { patientsCsv } from './csv.ts';
import { emptyFolder, verisim } from './verisim.ts';

const folder = emptyFolder();

beforeAll(() => {
  const write = (name: string, csv: string) => writeFileSync(join(folder, name), csv);
  write('train.csv', patientsCsv(700));
  write('fresh.csv', patientsCsv(500, 2));
  write('other.csv', patientsCsv(500, 3));
  const swapped = (row: string) => (row.endsWith('yes') ? row.replace(/yes$/, 'no') : row.replace(/no$/, 'yes'));
  const poisoned = patientsCsv(500, 4)
    .trim()
    .split('\n')
    .map((row) => (row.includes(',B,') ? swapped(row) : row).replace(/^(\d+,\w),,/, '$1,50.00,'));
  write('poisoned.csv', `${poisoned.join('\n')}\n`);
});

test('alarms --json: wrong labels and cells that are never missing end with 3, each with figure and advice', async () => {
  const args = ['alarms', '--real', 'train.csv', '--synthetic', 'poisoned.csv', '--target', 'y', '--json'];
  const { code, stdout } = await verisim(args, folder);
  expect(code).toBe(3);
  const { on, alarms } = JSON.parse(stdout);
  expect(on).toEqual(expect.arrayContaining(['label-noise', 'cleaner-than-life']));
  const noise = alarms.find(({ name }: { name: string }) => name === 'label-noise');
  expect(noise.low).toBeGreaterThan(0);
  expect(noise.message).toContain('group = B');
  expect(noise.next).not.toBe('');
});

test('alarms: fresh rows are quiet, a report is written, and the same call gives the same bytes', async () => {
  const base = ['alarms', '--real', 'train.csv', '--synthetic', 'fresh.csv', '--target', 'y', '--test', 'other.csv'];
  const args = [...base, '--production', 'gpt-5,trees', '--made-by', 'rules', '--html', 'alarms.html'];
  const [first, second] = [await verisim(args, folder), await verisim(args, folder)];
  expect(first.code).toBe(0);
  expect(first.stdout).toContain('No trap alarm is on.');
  expect(first.stdout).toContain('None of rules is or resembles gpt-5, trees.');
  expect(second.stdout).toBe(first.stdout);
  expect(readFileSync(join(folder, 'alarms.html'), 'utf8')).toContain('dense-centre');
});

test('attribute names the poisoned file and its slice; two lineages for three files are refused', async () => {
  const files = ['--synthetic', 'fresh.csv', 'poisoned.csv', 'other.csv'];
  const base = ['attribute', '--real', 'train.csv', ...files, '--target', 'y', '--folds', '3', '--json'];
  const { code, stdout } = await verisim(base, folder);
  expect(code).toBe(3);
  const found = JSON.parse(stdout);
  expect(found).toMatchObject({ pull: ['poisoned.csv'], sliced: 'poisoned.csv', judgedOn: 'cross-validation' });
  expect(found.slices[0].name).toBe('group = B');
  const refused = await verisim([...base, '--lineage', 'a.csv', 'b.csv'], folder);
  expect(refused.code).toBe(2);
  expect(refused.stdout + refused.stderr).toContain('cli/unpaired-lineage');
});

test('rows made from made rows are of depth 2, which generate and attribute warn of', async () => {
  const first = ['generate', 'train.csv', '-n', '300', '--lineage', 'one.csv', '-o', 'made.csv'];
  expect((await verisim(first, folder)).code).toBe(0);
  const again = ['generate', 'made.csv', '-n', '200', '--source-lineage', 'one.csv', '--lineage', 'two.csv'];
  const second = await verisim([...again, '-o', 'again.csv'], folder);
  expect(second.stderr).toContain('2 generations away');
  expect(readFileSync(join(folder, 'two.csv'), 'utf8').split('\n')[1]).toMatch(/,0,,2,/);
  const sources = ['--synthetic', 'again.csv', '--lineage', 'two.csv', '--folds', '2', '--repeats', '1'];
  const found = await verisim(['attribute', '--real', 'train.csv', ...sources, '--target', 'y'], folder);
  expect(found.stdout).toMatch(/warning: 200 rows are 2 generations away .* of the real tail regions/);
  expect(found.code).toBe(3);
});
