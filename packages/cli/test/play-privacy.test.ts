import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { patientsCsv } from './csv.ts';
import { emptyFolder, verisim } from './verisim.ts';

const folder = emptyFolder();
const stated = ['--requirement', 'Nobody learns from the rows whether a patient died.', '--unit', 'one patient'];
const args = ['play', 'privacy', 'patients.csv', ...stated, '--sensitive', 'y', '--target', 'y', '--no-power'];

beforeAll(() => writeFileSync(join(folder, 'patients.csv'), patientsCsv(600)));

test('play privacy: nothing starts without a lock, nor without a requirement', async () => {
  const unlocked = await verisim(args, folder);
  expect(unlocked.code).toBe(2);
  expect(unlocked.stderr).toContain('verisim lock patients.csv');
  expect((await verisim(['lock', 'patients.csv', '--target', 'y', '--share', '0.4'], folder)).code).toBe(0);
  const bare = await verisim(['play', 'privacy', 'patients.csv', '--sensitive', 'y', '--unit', 'a visit'], folder);
  expect(bare.code).toBe(2);
  expect(bare.stderr).toContain('does not state what must stay out of reach');
});

test('play privacy: audited, documented and kept as a run, the holdout opened once; the lead signs it', async () => {
  // Of 360 rows trees give a membership away in two seeds of three; margins alone have nothing to give.
  const harmless = ['-g', 'marginals', '--loss', '0.9'];
  const { code, stdout } = await verisim([...args, ...harmless, '--html', 'audit.html', '--json'], folder);
  const { verdict, run, leaks } = JSON.parse(stdout);
  expect([verdict.decision, leaks, code]).toEqual(['use', [], 0]);
  const place = (name: string) => join(folder, '.verisim/runs', run, name);
  for (const name of ['audit.json', 'audit.html', 'report.json', 'data.csv', 'lineage.parquet'])
    expect(existsSync(place(name))).toBe(true);
  const audit = JSON.parse(readFileSync(place('audit.json'), 'utf8'));
  expect(audit.question).toBe('Nobody learns from the rows whether a patient died.');
  expect(readFileSync(join(folder, 'audit.html'), 'utf8')).toContain(audit.provenance.documentHash);
  const ledger = readFileSync(join(folder, '.verisim/ledger.jsonl'), 'utf8');
  expect(ledger.match(/"event":"holdout-opened"/g)).toHaveLength(1);
  const signed = await verisim(['sign', '--as', 'privacy', '--role', 'lead', '--name', 'Ada', '--json'], folder);
  expect(JSON.parse(signed.stdout)).toMatchObject({ run, as: 'privacy' });
});
