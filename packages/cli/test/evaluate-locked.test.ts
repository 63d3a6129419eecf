import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { patientsCsv } from './csv.ts';
import { emptyFolder, verisim } from './verisim.ts';

test('evaluate --holdout locked: opens it once, on the record, keeps the run, and shows the ledger', async () => {
  const folder = emptyFolder();
  writeFileSync(join(folder, 'all.csv'), patientsCsv(400));
  writeFileSync(join(folder, 'made.csv'), patientsCsv(300, 3));
  const call = (real: string, ...more: readonly string[]) =>
    verisim(
      ['evaluate', '--real', real, '--holdout', 'locked', '--synthetic', 'made.csv', '--target', 'y', ...more],
      folder,
    );
  const early = await call('all.csv');
  expect(early).toMatchObject({ code: 2, stderr: expect.stringContaining('verisim lock') });
  const { training } = JSON.parse((await verisim(['lock', 'all.csv', '--target', 'y', '--json'], folder)).stdout);
  const openings = () => {
    const entries = readFileSync(join(folder, '.verisim', 'ledger.jsonl'), 'utf8')
      .trim()
      .split('\n');
    return entries.map((line) => JSON.parse(line)).filter(({ event }) => event === 'holdout-opened');
  };
  const whole = await call('all.csv');
  expect(whole.code).toBe(2);
  expect(openings()).toEqual([]);

  const file = training.file ?? training;
  const { code, stdout } = await call(file, '--html', 'evaluation.html');
  expect([0, 3]).toContain(code);
  expect(stdout).toContain('Beside data of known worth: fresh real rows (the holdout)');
  expect(stdout).toContain('The locked holdout was opened for the first time.');
  expect(openings()).toMatchObject([{ details: { reason: 'verisim evaluate' } }]);
  const head = /the last ([0-9a-f]{64})/.exec(stdout)?.[1] ?? 'none';
  const html = readFileSync(join(folder, 'evaluation.html'), 'utf8');
  expect(html).toContain(head);
  expect(html.match(/What was not tested/g)).toHaveLength(1);
  const place = /run: (\S+)/.exec(stdout)?.[1] ?? '';
  const kept = await verisim(['report', place], folder);
  expect(kept).toMatchObject({ code: 0, stdout: expect.stringContaining('How good is the synthetic data?') });
});
