import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '@verisim/core';
import { latestBaseline, parseWhere } from '@verisim/plays';
import { openWorkspace } from '@verisim/workspace';
import { beforeAll, expect, test } from 'vitest';
import { emptyFolder, verisim } from './verisim.ts';

const folder = emptyFolder();
const here = (...args: readonly string[]) => verisim(args, folder);

/** `died` is rare; nobody of ward C was ever seen at night. */
function wardsCsv(rows: number): string {
  const random = createRandom('wards');
  const lines = Array.from({ length: rows }, () => {
    const age = random.int(18, 90);
    const ward = 'ABCDE'[random.int(0, 5)];
    const shifts = ward === 'C' ? ['early', 'late', 'day'] : ['early', 'late', 'day', 'night'];
    const died = random.next() < 1 / (1 + Math.exp(-(age - 95) / 12)) ? 'yes' : 'no';
    return `${age},${ward},${shifts[random.int(0, shifts.length)]},${died}`;
  });
  return `age,ward,the shift,died\n${lines.join('\n')}\n`;
}

beforeAll(async () => {
  writeFileSync(join(folder, 'wards.csv'), wardsCsv(1500));
  expect((await here('lock', 'wards.csv', '--target', 'died', '--share', '300')).code).toBe(0);
});

test('gap reads the training part alone, proposes with a sentence and a call, and keeps a run', async () => {
  const { code, stdout } = await here('gap', 'wards.csv', '--target', 'died', '--json');
  expect(code).toBe(0);
  const found = JSON.parse(stdout);
  expect(found.rows).toBe(1200);
  const kinds = found.proposals.map(({ kind }: { kind: string }) => kind);
  expect(kinds).toContain('rare-class');
  const hole = found.proposals.find(({ kind }: { kind: string }) => kind === 'missing-combination');
  expect(hole.whereText).toBe(`ward = 'C' and "the shift" = 'night'`);
  expect(parseWhere(hole.whereText)).toEqual(hole.where);
  expect(hole.command).toBe(
    `verisim play coverage-gap wards.csv --target died --where 'ward = '\\''C'\\'' and "the shift" = '\\''night'\\''' --gap 'No row with ward = '\\''C'\\'' and "the shift" = '\\''night'\\'': the model has never seen one.' --metric roc-auc --threshold 0.01`,
  );
  const kept = JSON.parse(readFileSync(join(folder, '.verisim', 'runs', found.run, 'gaps.json'), 'utf8'));
  expect(kept.proposals).toEqual(found.proposals);
  expect(readFileSync(join(folder, '.verisim', 'ledger.jsonl'), 'utf8')).not.toContain('holdout-opened');
});

test('gap in words: a table, numbered sentences, the run; file and target follow from the lock', async () => {
  const { code, stdout } = await here('gap');
  expect(code).toBe(0);
  expect(stdout).toContain('the training part of holdout');
  expect(stdout).toMatch(/1\. Only [\d,]+ rows with died = 'yes': the model finds .* of them/);
  expect(stdout).toMatch(/verisim play coverage-gap \S+ --target died --where "died = 'yes'"/);
  expect(stdout).toMatch(/run: gap-/);
});

test('baseline says the smallest lift that the holdout shows, warns of a smaller threshold, and is found again by its data', async () => {
  const args = [
    'baseline',
    'wards.csv',
    '--target',
    'died',
    '--learner',
    'boosted-trees',
    '--repeats',
    '1',
    '--threshold',
  ];
  const { stdout } = await here(...args, '0.001', '--json');
  const found = JSON.parse(stdout);
  expect(found.learner).toBe('boosted-trees');
  expect(found.power).toMatchObject({ rows: 300, state: 'locked', threshold: 0.001 });
  expect(found.power.classes.reduce((a: number, b: number) => a + b)).toBe(300);
  expect(found.power.lift).toBeGreaterThan(0.01);
  expect(found.power.rowsNeeded).toBeGreaterThanOrEqual(300 * (found.power.lift / 0.001) ** 2);
  expect(found.findings).toEqual([expect.objectContaining({ rule: 'threshold-below-power', level: 'warning' })]);
  expect(found.slices.map(({ slice }: { slice: string }) => slice).some((name: string) => / < age/.test(name))).toBe(
    true,
  );
  const said = await here(...args, '0.5');
  expect(said.stdout).toMatch(
    /This holdout of 300 rows shows a lift of 0\.\d+ or more in roc-auc four times out of five, so a threshold of 0\.5/,
  );
  const workspace = await openWorkspace(folder);
  const run = JSON.parse(readFileSync(join(folder, '.verisim', 'runs', found.run, 'manifest.json'), 'utf8'));
  const hash = run.request.real as string;
  const kept = await latestBaseline(workspace, hash, 'died');
  expect(kept).toMatchObject({
    data: hash,
    target: 'died',
    baseline: { metric: 'roc-auc', power: { threshold: 0.5 } },
  });
  expect(await latestBaseline(workspace, hash, 'ward')).toBeNull();
  expect(await latestBaseline(workspace, hash.replace(/^./, 'x'))).toBeNull();
  writeFileSync(join(folder, '.verisim', 'runs', kept!.run, 'baseline.json'), '{}');
  expect(await latestBaseline(workspace, hash)).toMatchObject({ run: found.run });
});

test('an unknown learner is refused with those that there are', async () => {
  const { code, stderr } = await here('gap', 'wards.csv', '--target', 'died', '--learner', 'forest');
  expect(code).toBe(2);
  expect(stderr).toContain('boosted-trees, logistic-regression');
});
