import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { patientsCsv } from './csv.ts';
import { emptyFolder, verisim } from './verisim.ts';

const folder = emptyFolder();

beforeAll(() => {
  writeFileSync(join(folder, 'patients.csv'), patientsCsv(600));
  writeFileSync(join(folder, 'holdout.csv'), patientsCsv(400, 2));
  writeFileSync(join(folder, 'other.csv'), patientsCsv(600, 3));
});

test('--help shows every command, and each command its examples', async () => {
  const { code, stdout } = await verisim(['--help'], folder);
  expect(code).toBe(0);
  const commands = ['demo', 'generate', 'inspect', 'evaluate', 'lift'];
  for (const name of commands) expect(stdout).toContain(name);
  for (const name of commands) {
    const help = await verisim([name, '--help'], folder);
    expect(help.code).toBe(0);
    expect(help.stdout).toMatch(/Examples:\n {2}\$ verisim/);
    expect(help.stdout).toContain('--json');
  }
});

test('generate: the same seed gives the same bytes, another seed others, workers change nothing', async () => {
  const make = async (file: string, ...more: string[]) => {
    const { code, stderr } = await verisim(['generate', 'patients.csv', '-n', '70000', '-o', file, ...more], folder);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    return readFileSync(join(folder, file), 'utf8');
  };
  const first = await make('a.csv', '--seed', '1');
  expect(first.split('\n')).toHaveLength(70_002);
  expect(await make('b.csv', '--seed', '1')).toBe(first);
  expect(await make('c.csv', '--seed', '1', '--workers', '1000')).toBe(first);
  expect(await make('d.csv', '--seed', '2')).not.toBe(first);
});

test('generate --where: every row meets the condition', async () => {
  const where = "group in ('A', 'B') and age between 60 and 70 and y = 'no'";
  const args = ['generate', 'patients.csv', '-n', '50', '--where', where, '--target', 'y', '-o', 'where.csv', '--json'];
  const { code, stdout } = await verisim(args, folder);
  const summary = JSON.parse(stdout);
  expect(summary).toMatchObject({ requested: 50, rows: 50 - summary.shortfall });
  expect(code).toBe(summary.shortfall > 0 ? 3 : 0);
  const [, ...rows] = readFileSync(join(folder, 'where.csv'), 'utf8').trim().split('\n');
  expect(rows.length).toBe(summary.rows);
  for (const row of rows) {
    const [age, group, , y] = row.split(',');
    expect(['A', 'B']).toContain(group);
    expect(Number(age)).toBeGreaterThanOrEqual(60);
    expect(Number(age)).toBeLessThanOrEqual(70);
    expect(y).toBe('no');
  }
});

test('generate without -o: CSV on stdout, nothing else', async () => {
  const { code, stdout } = await verisim(['generate', 'patients.csv', '-g', 'marginals', '-n', '3'], folder);
  expect(code).toBe(0);
  expect(stdout.trim().split('\n')).toHaveLength(4);
  expect(stdout.startsWith('age,group,score,y\n')).toBe(true);
});

test('inspect --json: kinds, missing and reasons', async () => {
  const { code, stdout } = await verisim(['inspect', 'patients.csv', '--json'], folder);
  expect(code).toBe(0);
  const { rows, columns } = JSON.parse(stdout);
  expect(rows).toBe(600);
  expect(columns.map((column: { kind: string }) => column.kind)).toEqual(['integer', 'category', 'number', 'boolean']);
  for (const column of columns) expect(column.reason).not.toBe('');
  expect(columns[2].missing).toBeGreaterThan(20);
});

test('evaluate --json without a holdout: measurements by their names, no verdict', async () => {
  const args = ['evaluate', '--real', 'patients.csv', '--synthetic', 'other.csv', '--json', '--html', 'evaluate.html'];
  const { stdout } = await verisim(args, folder);
  const { measurements, findings, verdict } = JSON.parse(stdout);
  expect(verdict).toBeNull();
  expect(Array.isArray(findings)).toBe(true);
  const named = (metric: string) => measurements.filter((found: { metric: string }) => found.metric === metric);
  expect(named('column-shape')).toHaveLength(4);
  expect(named('pair-trend')).toHaveLength(6);
  for (const metric of ['column-shapes', 'pair-trends', 'pair-trends-shared-bins', 'quality', 'exact-copies']) {
    expect(named(metric)).toHaveLength(1);
    expect(Object.keys(named(metric)[0])).toEqual(
      expect.arrayContaining(['metric', 'model', 'value', 'low', 'high', 'better', 'where']),
    );
  }
  expect(named('column-shapes')[0].value).toBeGreaterThan(0.9);
  expect(readFileSync(join(folder, 'evaluate.html'), 'utf8')).toContain('<svg');
});

test('lift --json on rows drawn again from the training file: a decision other than use, exit 3', async () => {
  const args = [
    'lift',
    '--real',
    'patients.csv',
    '--synthetic',
    'patients.csv',
    '--holdout',
    'holdout.csv',
    '--target',
    'y',
    '--json',
  ];
  const { code, stdout } = await verisim(args, folder);
  const { measurements, verdict } = JSON.parse(stdout);
  expect(['do not use', 'real data suffices', 'cannot tell']).toContain(verdict.decision);
  expect(code).toBe(3);
  expect(verdict).toMatchObject({ metric: 'roc-auc', threshold: 0.01, reason: expect.any(String) });
  expect(verdict.low).toBeLessThanOrEqual(verdict.lift);
  expect(verdict.high).toBeGreaterThanOrEqual(verdict.lift);
  expect(measurements.length).toBeGreaterThan(4);
});

test('evaluate with holdout and target reports train-on-synthetic beside train-on-real', async () => {
  const args = [
    'evaluate',
    '--real',
    'patients.csv',
    '--synthetic',
    'other.csv',
    '--holdout',
    'holdout.csv',
    '--target',
    'y',
    '--json',
  ];
  const { stdout } = await verisim(args, folder);
  const { measurements, verdict } = JSON.parse(stdout);
  for (const metric of [
    'tstr-roc-auc',
    'tstr-macro-f1',
    'tstr-log-loss',
    'real-roc-auc',
    'real-macro-f1',
    'real-log-loss',
  ]) {
    const found = measurements.find(
      (entry: { metric: string; where: { slice?: string } }) => entry.metric === metric && !entry.where.slice,
    );
    expect(found.low).toBeLessThanOrEqual(found.value);
    expect(found.high).toBeGreaterThanOrEqual(found.value);
  }
  const auc = measurements.find((entry: { metric: string }) => entry.metric === 'real-roc-auc').value;
  expect(auc).toBeGreaterThan(0.85);
  expect(verdict.decision).toMatch(/^(use|do not use|real data suffices|cannot tell)$/);
});

test('generate on ids, codes with leading zeros, dates, text and missing cells: as written, text left empty and said so', async () => {
  const lines = Array.from({ length: 80 }, (_, i) => {
    const day = `2024-01-${String(1 + (i % 28)).padStart(2, '0')}`;
    return `C-${String(i).padStart(5, '0')},0${1000 + (i % 7)},90071992547409931${i % 3},${day},"a long remark, number ${i}, with words",`;
  });
  writeFileSync(join(folder, 'kinds.csv'), `id,zip,big,day,remark,none\n${lines.join('\n')}\n`);
  const { code, stdout, stderr } = await verisim(
    ['generate', 'kinds.csv', '-n', '40', '--where', 'day >= 2024-01-20'],
    folder,
  );
  expect(code).toBe(0);
  expect(stderr).toContain('not modelled, left empty: remark');
  const [header, ...rows] = stdout.trim().split('\n');
  expect(header).toBe('id,zip,big,day,remark,none');
  expect(rows).toHaveLength(40);
  for (const row of rows) expect(row).toMatch(/^C-\d{5},0100[0-6],90071992547409931[0-2],2024-01-2\d,,$/);
  expect(new Set(rows.map((row) => row.slice(0, 7))).size).toBe(40);
});

test('lift on a leaked holdout: never use, and the leak is named', async () => {
  const args = [
    'lift',
    '--real',
    'patients.csv',
    '--synthetic',
    'holdout.csv',
    '--holdout',
    'holdout.csv',
    '--target',
    'y',
    '--json',
  ];
  const { code, stdout } = await verisim(args, folder);
  const { findings, verdict } = JSON.parse(stdout);
  expect(code).toBe(3);
  expect(verdict.decision).toBe('cannot tell');
  expect(findings).toContainEqual(expect.objectContaining({ rule: 'holdout-leak', level: 'error' }));
});
