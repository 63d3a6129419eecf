import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { patientsCsv } from './csv.ts';
import { emptyFolder, type Outcome, verisim } from './verisim.ts';

const folder = emptyFolder();
const here = (...args: string[]): Promise<Outcome> => verisim(args, folder);
const answers = ['--target', 'y', '--gap', 'Too few of group A.', '--owner', 'Ada', '--owner', 'Bob'];

beforeAll(() => {
  writeFileSync(join(folder, 'patients.csv'), patientsCsv(600));
});

test('from init to a verdict on the locked holdout, each step from the config alone', {
  timeout: 120_000,
}, async () => {
  const made = await here('init', 'patients.csv', '--yes', ...answers, '--where', "group = 'A'", '--json');
  expect(made.code).toBe(0);
  expect(JSON.parse(made.stdout)).toMatchObject({
    file: 'verisim.config.ts',
    project: { data: 'patients.csv', metric: 'roc-auc', threshold: 0.01, owners: ['Ada', 'Bob'] },
    rows: 600,
    classes: [{ level: 'no' }, { level: 'yes' }],
  });
  const again = await here('init', 'patients.csv', '--yes', ...answers);
  expect([again.code, again.stderr.includes('--force')]).toEqual([2, true]);

  const locked = JSON.parse((await here('lock', '--json')).stdout);
  expect(locked).toMatchObject({ already: false, rows: 120, target: 'y', training: { rows: 480 } });
  const training = readFileSync(join(folder, locked.training.file), 'utf8').trim().split('\n').slice(1);
  const all = readFileSync(join(folder, 'patients.csv'), 'utf8').trim().split('\n').slice(1);
  expect(training).toHaveLength(480);
  for (const { value, locked: held, training: left } of locked.strata) {
    const rows = all.filter((row) => row.endsWith(`,${value}`)).length;
    expect([held + left, Math.abs(held - rows / 5) <= 1]).toEqual([rows, true]);
    expect(training.filter((row) => row.endsWith(`,${value}`))).toHaveLength(left);
  }
  expect(statSync(join(folder, locked.training.file)).mode & 0o777).toBe(0o600);
  const second = await here('lock');
  expect(second.code).toBe(0);
  expect(second.stdout).toMatch(/is locked already: holdout [0-9a-f]{16}, 120 rows/);
  const other = await here('lock', '--share', '0.5');
  expect([other.code, /locked already.*120 rows instead of 300/.test(other.stderr)]).toEqual([2, true]);

  const baseline = await here('baseline', '--requirement', '0.8', '--repeats', '1', '--json');
  expect(baseline.code).toBe(0);
  expect(JSON.parse(baseline.stdout)).toMatchObject({ state: 'met', rows: 480, holdout: locked.id, requirement: 0.8 });
  expect(JSON.parse(baseline.stdout).sentence).toContain('Your real data may already suffice');

  await here('generate', '-n', '250', '-o', 'synthetic.csv');
  const whole = await here('lift', '--synthetic', 'synthetic.csv', '--real', 'patients.csv', '--holdout', 'locked');
  expect([whole.code, whole.stderr.includes('whole file')]).toEqual([2, true]);
  const lift = await here('lift', '--synthetic', 'synthetic.csv', '--holdout', 'locked', '--json');
  expect(lift.code).toBe(3);
  const { verdict, openings, run } = JSON.parse(lift.stdout);
  expect(['cannot tell', 'real data suffices', 'do not use']).toContain(verdict.decision);
  expect(openings).toBe(1);
  const ledger = readFileSync(join(folder, '.verisim/ledger.jsonl'), 'utf8');
  expect(ledger.match(/"holdout-opened"/g)).toHaveLength(1);

  const shown = await here('report', run, '--format', 'json');
  expect(JSON.parse(shown.stdout)).toMatchObject({ verdicts: [{ verdict: { decision: verdict.decision } }] });
  for (const [format, starts] of [
    ['html', /^<!doctype html>/i],
    ['markdown', /^# Does the synthetic data help\?/],
    ['terminal', /^Does the synthetic data help\?/],
  ] as const)
    expect((await here('report', 'lift', '--format', format)).stdout).toMatch(starts);
  const kept = await here('report', `.verisim/runs/${run}/report.json`, '-o', 'out.md', '--json');
  expect(JSON.parse(kept.stdout)).toMatchObject({ output: 'out.md', format: 'markdown' });
  const unknown = await here('report', 'no-such-run');
  expect([unknown.code, unknown.stderr.includes(run)]).toEqual([2, true]);
  const data = await here('report', 'patients.csv');
  expect([data.code, data.stderr.includes('patients.csv')]).toEqual([2, true]);
});

test('baseline without a lock says so; a requirement out of reach needs attention', async () => {
  const apart = emptyFolder();
  writeFileSync(join(apart, 'patients.csv'), patientsCsv(300, 4));
  const args = [
    'baseline',
    'patients.csv',
    '--target',
    'y',
    '--repeats',
    '1',
    '--requirement',
    '0.995',
    '--html',
    'b.html',
  ];
  const { code, stdout } = await verisim(args, apart);
  expect(code).toBe(3);
  expect(stdout).toContain('no holdout is locked yet');
  expect(stdout).toMatch(/surely miss the requirement roc-auc 0\.995/);
  expect(stdout).toMatch(/group = A +real-only +\d+ +0\.\d{4} +0\.\d{4} +[01]\.\d{4}/);
  expect(existsSync(join(apart, '.verisim'))).toBe(false);
  expect(readFileSync(join(apart, 'b.html'), 'utf8')).toContain('real rows alone');
});
