import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder, verisim } from './verisim.ts';

const lines = (folder: string, file: string) => readFileSync(join(folder, file), 'utf8').trimEnd().split('\n');

test('a queue is simulated from options alone, the same on threads, and tests itself', async () => {
  const folder = emptyFolder();
  const call = [
    'generate',
    '-g',
    'queue',
    '--set',
    'servers=3',
    '--set',
    'utilisation=0.8',
    '-n',
    '70000',
    '--seed',
    '1',
  ];
  const first = await verisim([...call, '-o', 'events.csv'], folder);
  expect([first.code, first.stderr]).toEqual([0, '']);
  expect(first.stdout).toContain('events.csv: 70,000 rows');
  expect(first.stdout).toMatch(/self-test mean wait: [\d.]+ \(95 % interval [\d.]+ to [\d.]+\), stated 1\.079/);
  const threads = await verisim([...call, '-o', 'threads.csv', '--workers', '2'], folder);
  expect(threads.code).toBe(0);
  expect(lines(folder, 'threads.csv')).toEqual(lines(folder, 'events.csv'));
});

test('rates come from a real sample that is named, and bad options say what to write', async () => {
  const folder = emptyFolder();
  await verisim(
    ['generate', '-g', 'sensors', '--set', 'sensors=1', '--set', 'faults={"rate":0}', '-n', '4000', '-o', 'real.csv'],
    folder,
  );
  const fitted = await verisim(['generate', 'real.csv', '-g', 'sensors', '-n', '1000', '-o', 'more.csv'], folder);
  expect(fitted.code).toBe(0);
  expect(fitted.stdout).toMatch(/fitted to the sample: \{"interval":60,/);
  writeFileSync(join(folder, 'bad.csv'), 'time,value\n1,2\n');
  const bad = await verisim(['generate', 'bad.csv', '-g', 'sensors', '-n', '10'], folder);
  expect([bad.code, bad.stderr]).toEqual([2, expect.stringContaining('1 rows under its header')]);
  const missing = await verisim(['generate', 'gone.csv', '-g', 'sensors', '-n', '10'], folder);
  expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining('The sample gone.csv is not there')]);
  const alone = await verisim(['generate', '-g', 'sessions', '--set', 'churn=1', '-n', '10'], folder);
  expect([alone.code, alone.stderr]).toEqual([2, expect.stringContaining('CHANCE/DAYS')]);
  const unstable = await verisim(['generate', '-g', 'queue', '--set', 'utilisation=1', '-n', '10'], folder);
  expect([unstable.code, unstable.stderr]).toEqual([2, expect.stringContaining('would grow for ever')]);
});

test('under a condition there is no self-test', async () => {
  const where = ['generate', '-g', 'sessions', '-n', '50', '--where', "state='cart'", '-o', 'carts.csv'];
  const { code, stdout } = await verisim(where, emptyFolder());
  expect(code).toBe(0);
  expect(stdout).toContain('no self-test');
  expect(stdout).not.toContain('stated');
});
