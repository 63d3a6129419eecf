import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { patientsCsv } from './csv.ts';
import { emptyFolder, verisim } from './verisim.ts';

const folder = emptyFolder();

beforeAll(() => {
  writeFileSync(join(folder, 'train.csv'), patientsCsv(400));
  writeFileSync(join(folder, 'same.csv'), patientsCsv(300, 7));
  writeFileSync(join(folder, 'synthetic.csv'), patientsCsv(300, 8));
  const older = patientsCsv(300, 9).replace(/^\d+/gm, (age) => String(Number(age) + 25));
  writeFileSync(join(folder, 'older.csv'), older);
});

test('monitor: rows of the same process end with 0 and say what would have been seen', async () => {
  const { code, stdout } = await verisim(['monitor', 'same.csv', '--against', 'train.csv', '--target', 'y'], folder);
  expect(code).toBe(0);
  expect(stdout).toContain('No drift of 0.1 or more is seen');
  expect(existsSync(join(folder, '.verisim'))).toBe(false);
});

test('monitor: rows that moved end with 3, name the column and say what to make again', async () => {
  const args = ['monitor', 'older.csv', '--against', 'train.csv', '--target', 'y', '--synthetic', 'synthetic.csv'];
  const { code, stdout } = await verisim([...args, '--html', 'drift.html', '--json'], folder);
  expect(code).toBe(3);
  const found = JSON.parse(stdout);
  expect(found.drift).toBe(true);
  expect(found.sentence).toContain('"age"');
  expect(found.synthetic.state).toBe('farther');
  expect(found.commands[0]).toBe('verisim lock older.csv --target y');
  expect(readFileSync(join(folder, 'drift.html'), 'utf8')).toContain('Reality has moved');
});

test('monitor: the rows of a run, by its name; and what it cannot read', async () => {
  expect((await verisim(['lock', 'train.csv', '--target', 'y', '--share', '50'], folder)).code).toBe(0);
  const base = ['baseline', 'train.csv', '--target', 'y', '--folds', '2', '--repeats', '1', '--json'];
  const { run } = JSON.parse((await verisim(base, folder)).stdout);
  const named = await verisim(['monitor', 'same.csv', '--against', run, '--json'], folder);
  expect(named.code).toBe(0);
  expect(JSON.parse(named.stdout).rows).toMatchObject({ old: 350, now: 300 });
  const ledger = readFileSync(join(folder, '.verisim/ledger.jsonl'), 'utf8');
  expect(ledger).toContain('"event":"monitored"');
  const wrong = await verisim(['monitor', 'same.csv', '--against', 'nothing'], folder);
  expect(wrong).toMatchObject({ code: 2 });
  expect(wrong.stderr).toContain('no finished run "nothing"');
  const effect = await verisim(['monitor', 'same.csv', '--against', 'train.csv', '--effect', '2'], folder);
  expect(effect.code).toBe(2);
});
