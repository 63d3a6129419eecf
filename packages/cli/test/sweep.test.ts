import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { patientsCsv } from './csv.ts';
import { gapFolder, ledgerOf } from './gap-folder.ts';
import { verisim } from './verisim.ts';

let folder: string;
const asked = ['--target', 'y', '--where', "group = 'A'", '--ratios', '0,25%,.5', '--folds', '2', '--seeds', '2'];
const sweep = (...more: readonly string[]) => verisim(['sweep', 'patients.csv', ...asked, ...more], folder);

beforeAll(async () => {
  folder = await gapFolder({ baseline: false });
});

test('sweep: there is nothing to show before it ran', async () => {
  const { code, stderr } = await sweep('--show');
  expect([code, stderr]).toEqual([2, expect.stringContaining('No sweep')]);
});

test('sweep: every ratio and control beside each other, kept as a run, the holdout closed', async () => {
  const { stdout } = await sweep('--html', 'sweep.html', '--json');
  const { run, sweep: found } = JSON.parse(stdout);
  const arms = found.points.map(({ arm, ratio }: { arm: string; ratio: number }) => `${arm} ${ratio}`);
  expect(arms).toEqual([
    'real-only 0',
    'synthetic 0.25',
    'synthetic 0.5',
    'class-weighted 0',
    'placebo 0.25',
    'placebo 0.5',
    'smote 0.25',
    'smote 0.5',
  ]);
  for (const { arm, lift } of found.points) expect([arm, lift === null || lift.low <= lift.high]).toEqual([arm, true]);
  expect(found.second.learner).toBe('logistic-regression');
  expect(JSON.parse(readFileSync(join(folder, '.verisim/runs', run, 'sweep.json'), 'utf8')).sweep).toEqual(found);
  expect(readFileSync(join(folder, 'sweep.html'), 'utf8')).toContain('<svg');
  expect(ledgerOf(folder, 'holdout-opened')).toEqual([]);
});

test('sweep --show: holds for the same question; stale, by name, once generator, options, task or data changed', async () => {
  const same = await sweep('--show', '--json');
  expect([same.code, JSON.parse(same.stdout).stale]).toEqual([0, []]);
  const stale = async (...more: readonly string[]) => {
    const { code, stdout } = await sweep('--show', '--json', ...more);
    expect(code).toBe(3);
    return JSON.parse(stdout).stale.join('; ');
  };
  expect(await stale('-g', 'copula')).toMatch(/^the generator changed from trees [\d.]+ to copula [\d.]+/);
  expect(await stale('--set', 'minLeaf=20')).toContain('options changed from {} to {"minLeaf":20}');
  expect(await stale('--metric', 'log-loss')).toBe('the task changed: metric from roc-auc to log-loss');
  expect(await stale('--where', "group = 'B'")).toContain('the task changed: where from');
  const told = await sweep('--show', '--seeds', '3');
  expect(told.stdout).toMatch(
    /The sweep sweep-\w+ is stale: the task changed: seeds from 2 to 3\. Run verisim sweep again/,
  );
});

test('sweep --show after the data changed and was locked anew: stale until it is run again', async () => {
  writeFileSync(join(folder, 'patients.csv'), patientsCsv(400));
  const locked = await verisim(['lock', 'patients.csv', '--target', 'y', '--share', '120'], folder);
  expect(locked.stdout).toContain('was locked before with other contents');
  const { code, stdout } = await sweep('--show', '--json');
  expect([code, JSON.parse(stdout).stale.join()]).toEqual([3, expect.stringMatching(/^the data changed \(/)]);
  const config = { data: 'patients.csv', gap: 'Few of group A.', target: 'y', owners: ['Ada'], generator: 'copula' };
  writeFileSync(join(folder, 'verisim.config.json'), JSON.stringify(config));
  const { steps } = JSON.parse((await verisim(['status', '--json'], folder)).stdout);
  const ratio = steps.find(({ step }: { step: string }) => step === 'ratio');
  expect(ratio).toMatchObject({ state: 'attention', next: 'verisim sweep' });
  expect(ratio.what).toMatch(
    /is stale: the data changed \(holdout \w+ then, \w+ now\); the generator changed from trees/,
  );
});
