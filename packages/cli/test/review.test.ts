import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { patientsCsv } from './csv.ts';
import { emptyFolder, verisim } from './verisim.ts';

const folder = emptyFolder();
const files = ['synthetic.csv', '--real', 'train.csv', '--target', 'y'];

beforeAll(() => {
  writeFileSync(join(folder, 'train.csv'), patientsCsv(300));
  writeFileSync(join(folder, 'synthetic.csv'), patientsCsv(200, 2));
});

/** Fills a sheet in: `of` gives decision, reason and look of each line. */
function fillIn(sheet: string, filled: string, of: (line: number) => readonly [string, string, string]): void {
  const [head, ...lines] = readFileSync(join(folder, sheet), 'utf8').trim().split('\n');
  const done = lines.map((line, i) => {
    const [id, , , , ...cells] = line.split(',');
    return [id, ...of(i), ...cells].join(',');
  });
  writeFileSync(join(folder, filled), [head, ...done].join('\n'));
}

test('status before anything: says what comes first and asks for attention', async () => {
  const { code, stdout } = await verisim(['status'], folder);
  expect(code).toBe(3);
  expect(stdout).toContain('verisim init');
});

test('review: a blinded sheet is drawn, filled in, read back into the ledger, and shown by status', async () => {
  const drawn = await verisim(['review', ...files, '--blind', '-n', '5', '--out', 'sheet.csv'], folder);
  expect(drawn).toMatchObject({ code: 0, stderr: '' });
  expect(drawn.stdout).toContain('15 rows to look at');
  fillIn('sheet.csv', 'filled.csv', (i) => (i % 3 === 0 ? ['reject', 'odd age', 'synthetic'] : ['accept', '', 'real']));
  const read = await verisim(['review', '--from', 'filled.csv', '--by', 'Ada', '--json'], folder);
  expect(read.code).toBe(0);
  const outcome = JSON.parse(read.stdout);
  expect(outcome).toMatchObject({ by: 'Ada', random: { shown: 5 }, worst: { shown: 5 }, blinded: { told: 10 } });
  expect(outcome.sheetHash).toMatch(/^[0-9a-f]{64}$/);
  const ledger = readFileSync(join(folder, '.verisim/ledger.jsonl'), 'utf8');
  expect(ledger).toContain('"event":"spot-check"');
  const { code, stdout } = await verisim(['status', '--json'], folder);
  expect(code).toBe(3);
  const { steps, stops } = JSON.parse(stdout);
  expect(steps.find(({ step }: { step: string }) => step === 'review').state).toBe('done');
  expect(stops.map(({ rule }: { rule: string }) => rule)).toContain('no-lock');
});

test('review: a judge in the lineage is held against the reviewer, and rejects without reasons ask for attention', async () => {
  writeFileSync(
    join(folder, 'lineage.csv'),
    ['id,judge', ...Array.from({ length: 200 }, (_, i) => `s${i},${i % 2 === 0 ? 'accept' : 'reject'}`)].join('\n'),
  );
  fillIn('sheet.csv', 'bare.csv', (i) => (i % 3 === 0 ? ['reject', '', 'synthetic'] : ['accept', '', 'real']));
  const { code, stdout } = await verisim(
    ['review', '--from', 'bare.csv', '--by', 'Bob', '--lineage', 'lineage.csv'],
    folder,
  );
  expect(code).toBe(3);
  expect(stdout).toContain('no reason');
  expect(stdout).toMatch(/the judge agrees with a kappa of/);
  const bad = await verisim(['review', '--from', 'bare.csv', '--by', 'Bob', '--lineage', 'train.csv'], folder);
  expect(bad.code).toBe(2);
  expect(bad.stderr).toContain('has no column "judge"');
});

test('review: what it cannot do without', async () => {
  const fails = async (args: readonly string[], text: string) => {
    const { code, stderr } = await verisim(['review', ...args], folder);
    expect(code).toBe(2);
    expect(stderr).toContain(text);
  };
  await fails([], 'a file of synthetic rows');
  await fails(files, '--out');
  await fails(['--from', 'filled.csv'], '--by');
  await fails(['--from', 'train.csv', '--by', 'Ada'], 'review:row');
});

test('sign: the lead signs a kept baseline; another role is told who may', async () => {
  const locked = await verisim(['lock', 'train.csv', '--target', 'y', '--share', '60'], folder);
  expect(locked.code).toBe(0);
  const base = ['baseline', 'train.csv', '--target', 'y', '--folds', '2', '--repeats', '1', '--json'];
  const { run } = JSON.parse((await verisim(base, folder)).stdout);
  const refused = await verisim(['sign', '--as', 'baseline', '--role', 'engineer', '--name', 'Bob'], folder);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('the ML lead answers for it');
  const signed = await verisim(['sign', run, '--as', 'baseline', '--role', 'lead', '--name', 'Ada', '--json'], folder);
  expect(signed.code).toBe(0);
  expect(JSON.parse(signed.stdout)).toMatchObject({ run, as: 'baseline', name: 'Ada', states: [{ state: 'signed' }] });
  const { stdout } = await verisim(['status'], folder);
  expect(stdout).toContain('baseline signed by Ada');
  const report = JSON.parse((await verisim(['report', run, '--json'], folder)).stdout);
  const { tables } = report.sections.find(({ title }: { title: string }) => title === 'Who validated what');
  expect(tables[0].rows[0].slice(0, 4)).toEqual(['baseline', 'ML lead', run, 'Ada']);
});
