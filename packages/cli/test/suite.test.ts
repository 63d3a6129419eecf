import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { patientsCsv } from './csv.ts';
import { emptyFolder, verisim } from './verisim.ts';

const folder = emptyFolder();
const write = (name: string, lines: readonly string[]) => writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
const [head, ...rows] = patientsCsv(30, 9).trim().split('\n');
const answers = rows.map((row) => row.split(',').at(-1)!);

beforeAll(() => {
  writeFileSync(join(folder, 'patients.csv'), patientsCsv(400));
  write('cases.csv', [`${head},difficulty`, ...rows.map((row, i) => `${row},${i % 3 === 0 ? 'Hard' : 'easy'}`)]);
  write('answers.csv', ['prediction', ...answers.map((answer, i) => (i === 3 ? 'no idea' : answer))]);
  write('real.csv', [
    'y,prediction',
    ...Array.from({ length: 200 }, (_, i) => `${i % 2 ? 'yes' : 'no'},${i % 4 === 0 || i % 4 === 3 ? 'no' : 'yes'}`),
  ]);
});

const add = ['suite', 'add', 'corners', 'cases.csv', '--target', 'y', '--made-by', 'gpt-4o', '--today', '2026-11-03'];
const run = ['suite', 'run', 'corners', '--json'];

test('suite add: not before there is a real evaluation set', async () => {
  const early = await verisim([...add, '--json'], folder);
  expect([early.code, early.stdout.includes('plays/no-real-evaluation')]).toEqual([2, true]);
  expect((await verisim(['lock', 'patients.csv', '--target', 'y'], folder)).code).toBe(0);
  const { code, stdout } = await verisim([...add, '--json'], folder);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ rows: 30, cases: { easy: 20, hard: 10, medium: 0 }, added: '2026-11-03' });
  expect(existsSync(join(folder, '.verisim/suites/corners/cases.parquet'))).toBe(true);
  const listed = JSON.parse((await verisim(['suite', 'list', '--json'], folder)).stdout);
  expect(listed.suites).toMatchObject([{ manifest: { name: 'corners', madeBy: ['gpt-4o'] }, state: 'as recorded' }]);
});

test('suite run trains on real rows, names real rows first, opens no holdout and gives no verdict', async () => {
  const { code, stdout } = await verisim(run, folder);
  expect(code).toBe(0);
  const found = JSON.parse(stdout);
  expect(found.model).toBe('boosted-trees');
  expect(found.all.cases).toBe(30);
  expect(found.real.cases).toBeGreaterThan(200);
  expect(found.seen).toBeLessThan(3);
  const report = JSON.parse(readFileSync(join(folder, '.verisim/runs', found.run, 'report.json'), 'utf8'));
  expect(report.verdicts).toEqual([]);
  expect(report.sections.map(({ title }: { title: string }) => title)).toEqual([
    'Real rows: the yardstick',
    'Suite corners: unit tests',
  ]);
  expect(readFileSync(join(folder, '.verisim/ledger.jsonl'), 'utf8')).not.toContain('holdout-opened');
});

test('suite run --predictions: counts, names the failed case, and raises an alarm when it is easier than reality', async () => {
  const given = ['--predictions', 'answers.csv', '--real', 'real.csv', '--model', 'claude-3-haiku'];
  const { code, stdout } = await verisim([...run, ...given], folder);
  const found = JSON.parse(stdout);
  expect(found.failedCases).toEqual([4]);
  expect(found.real).toMatchObject({ cases: 200, passed: 100 });
  expect(
    found.byDifficulty.map(({ difficulty, passed }: { difficulty: string; passed: number }) => [difficulty, passed]),
  ).toEqual([
    ['easy', 20],
    ['hard', 9],
  ]);
  expect(found.findings.map(({ rule }: { rule: string }) => rule)).toContain('too-crisp');
  expect(code).toBe(3);
});

test('suite run refuses the maker’s family, answers without real ones, and a changed suite', async () => {
  const refused = async (args: readonly string[], wanted: string) => {
    const { code, stdout } = await verisim([...run, ...args], folder);
    expect(code).toBe(2);
    expect(stdout).toContain(wanted);
  };
  const given = ['--predictions', 'answers.csv'];
  await refused([...given, '--real', 'real.csv', '--model', 'openai/gpt-4o-mini'], 'plays/suite-by-family');
  await refused([...given, '--model', 'claude-3'], 'real first, no exceptions');
  await refused([...given, '--real', 'cases.csv', '--model', 'claude-3'], 'cli/no-prediction-column');
  writeFileSync(join(folder, '.verisim/suites/corners/cases.parquet'), 'x');
  await refused([], 'plays/suite-changed');
  expect((await verisim(['suite', 'list'], folder)).code).toBe(3);
});
