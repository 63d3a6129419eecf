import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ASKED, gapFolder, ledgerOf, playGap, STATED, trainingOf } from './gap-folder.ts';
import { emptyFolder, verisim } from './verisim.ts';

let folder: string;

beforeAll(async () => {
  folder = await gapFolder();
});

describe('what must be true before it starts', () => {
  const without = (flag: string) => STATED.filter((_, i) => STATED[i] !== flag && STATED[i - 1] !== flag);
  const start = (...words: readonly string[]) =>
    verisim(['play', 'coverage-gap', 'patients.csv', ...ASKED, ...words], folder);

  test.each(['--gap', '--metric', '--threshold'])('no %s: refused', async (flag) => {
    const { code, stderr } = await start(...without(flag));
    expect([code, stderr]).toEqual([2, expect.stringContaining(`verisim play coverage-gap needs ${flag}`)]);
  });

  test('a gap in two sentences is refused, and so is a condition that no row meets', async () => {
    const two = await start(...without('--gap'), '--gap', 'Few are of that group. They matter.');
    expect([two.code, two.stderr]).toEqual([2, expect.stringContaining('more than one sentence')]);
    const none = await verisim(
      ['play', 'coverage-gap', 'patients.csv', ...ASKED, ...STATED, '--where', 'age > 500'],
      folder,
    );
    expect(none.stderr).toContain('No training row meets the condition');
  });

  test('no baseline on this data: the command to run is named', async () => {
    const bare = await gapFolder({ baseline: false });
    const { code, stderr } = await playGap(bare);
    expect([code, stderr]).toEqual([2, expect.stringContaining('verisim baseline patients.csv --target y')]);
    expect(ledgerOf(bare, 'run-started')).toEqual([]);
  });

  test('no lock, and a training part that was edited', async () => {
    const bare = emptyFolder();
    writeFileSync(join(bare, 'patients.csv'), 'age,y\n1,no\n2,yes\n');
    expect((await playGap(bare)).stderr).toContain('verisim lock patients.csv');
    const edited = await gapFolder({ baseline: false });
    const training = join(edited, trainingOf(edited));
    writeFileSync(training, readFileSync(training, 'utf8').replace(/,yes\n/, ',no\n'));
    const { code, stderr } = await playGap(edited);
    expect([code, stderr]).toEqual([2, expect.stringContaining('is not the training part any more')]);
  });
});

test('a whole play: a verdict, every artefact, one opening, every data set with its parents', async () => {
  const { code, stdout } = await playGap(folder, '--html', 'report.html', '--json', '--production', 'trees');
  const { verdict, run, stops, openings, forced } = JSON.parse(stdout);
  expect(['use', 'do not use', 'real data suffices', 'cannot tell']).toContain(verdict.decision);
  expect([code, openings, forced]).toEqual([3, 1, []]);
  expect(stops.length > 0).toBe(verdict.decision === 'use');
  expect(ledgerOf(folder, 'holdout-opened')).toEqual([expect.objectContaining({ run, count: 1 })]);
  const file = (name: string) => join(folder, '.verisim/runs', run, name);
  const names = [
    'report.html',
    'report.json',
    'report.md',
    'data.parquet',
    'lineage.parquet',
    'synthetic.csv',
    'sweep.json',
  ];
  expect(names.filter((name) => !existsSync(file(name)))).toEqual([]);
  expect(readFileSync(join(folder, 'report.html'), 'utf8')).toBe(readFileSync(file('report.html'), 'utf8'));
  const report = JSON.parse(readFileSync(file('report.json'), 'utf8'));
  expect(report.verdicts[0].verdict).toEqual(verdict);
  const titles = report.sections.map(({ title }: { title: string }) => title);
  for (const title of [
    'The gap',
    'What it stands on',
    'The ratio, by cross-validation',
    'Traps',
    'The lift, on the holdout',
    'Spot check: what people saw',
    'Who validated what',
  ])
    expect(titles).toContain(title);
  const traps = report.sections.find(({ title }: { title: string }) => title === 'Traps');
  expect(traps.findings.map(({ rule }: { rule: string }) => rule)).toContain('trap-production-overlap');
  const made = ledgerOf(folder, 'dataset').filter((dataset) => dataset.run === run);
  const [synthetic, blend] = made;
  expect([synthetic.role, blend.role]).toEqual(['synthetic', 'blend']);
  expect(blend.parents).toEqual([(synthetic.parents as string[])[0], synthetic.version]);
  expect(blend.rows).toBe(240 + Number(synthetic.rows));
});

test('a failed train-on-synthetic check stops before anything is blended', async () => {
  // Rows of independent columns carry nothing of the target.
  const { code, stdout } = await playGap(folder, '-g', 'marginals', '--json');
  const { verdict, run } = JSON.parse(stdout);
  expect([code, verdict.decision, verdict.lift]).toEqual([3, 'do not use', null]);
  expect(verdict.reason).toMatch(/check failed.* Nothing was blended and the holdout stayed closed/);
  expect(existsSync(join(folder, '.verisim/runs', run, 'data.parquet'))).toBe(false);
  expect(ledgerOf(folder, 'holdout-opened').some((opening) => opening.run === run)).toBe(false);
});

test('--force goes on without a baseline and after failed checks; ledger and report say so', async () => {
  const bare = await gapFolder({ baseline: false });
  const { stdout } = await playGap(bare, '-g', 'marginals', '--force', '--json');
  const { verdict, run, forced } = JSON.parse(stdout);
  expect(verdict.lift).not.toBeNull();
  expect(forced[0]).toBe('No baseline with error analysis was finished on this data.');
  expect(forced.join(' ')).toContain('train-on-synthetic, test-on-real check failed');
  expect(ledgerOf(bare, 'forced')).toEqual([{ play: 'coverage-gap', run, reasons: forced }]);
  expect(readFileSync(join(bare, '.verisim/runs', run, 'report.md'), 'utf8')).toContain('Passed over by --force');
});

test('--review waits with the holdout closed; after the review the same command ends, with what was seen in the verdict', async () => {
  const own = await gapFolder();
  const waiting = await playGap(own, '--review', '--json');
  const { synthetic, training, run } = JSON.parse(waiting.stdout);
  expect([waiting.code, ledgerOf(own, 'holdout-opened')]).toEqual([3, []]);
  await verisim(['review', synthetic, '--real', training, '--target', 'y', '-n', '2', '--out', 'sheet.csv'], own);
  const sheet = join(own, 'sheet.csv');
  const [head, ...rows] = readFileSync(sheet, 'utf8').trim().split('\n');
  const reasoned = rows.map((row) => row.replace(/^([^,]+),,,/, '$1,reject,too old,'));
  writeFileSync(sheet, `${[head, ...reasoned].join('\n')}\n`);
  expect((await verisim(['review', '--from', 'sheet.csv', '--by', 'Ada'], own)).code).toBe(0);
  const ended = JSON.parse((await playGap(own, '--review', '--json')).stdout);
  expect([ended.run, ended.stops, ended.openings]).toEqual([run, [], 1]);
  expect(ended.verdict.reason).toContain('Spot check by Ada: 2 of 2 random rows rejected, 100.0 %');
});
