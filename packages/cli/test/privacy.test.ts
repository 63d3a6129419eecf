import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson, createRandom, type Json } from '@verisim/core';
import { beforeAll, expect, test } from 'vitest';
import { patientsCsv } from './csv.ts';
import { emptyFolder, verisim } from './verisim.ts';

const folder = emptyFolder();
const SECRET = '424242.4242';

beforeAll(() => {
  const withIncome = (csv: string, seed: number, secret = '') => {
    const [head, ...rows] = csv.trim().split('\n');
    const random = createRandom(seed);
    const cells = rows.map(
      (row, i) => `${row},${i === 0 && secret !== '' ? secret : random.int(0, 100_000_000) / 100}`,
    );
    return [`${head},in.come x`, ...cells];
  };
  const train = withIncome(patientsCsv(600), 1, SECRET);
  const fresh = withIncome(patientsCsv(600, 3), 5);
  writeFileSync(join(folder, 'train.csv'), train.join('\n'));
  writeFileSync(join(folder, 'holdout.csv'), withIncome(patientsCsv(400, 2), 3).join('\n'));
  writeFileSync(join(folder, 'fresh.csv'), fresh.join('\n'));
  writeFileSync(join(folder, 'leaky.csv'), [...train.slice(0, 121), ...fresh.slice(121)].join('\n'));
});

const files = (synthetic: string) => ['--real', 'train.csv', '--holdout', 'holdout.csv', '--synthetic', synthetic];

test('privacy --json: a leak ends with 3 and lists every attack and the copies', async () => {
  const args = ['privacy', ...files('leaky.csv'), '--sensitive', 'group,y', '--no-power', '--json'];
  const { code, stdout } = await verisim(args, folder);
  expect(code).toBe(3);
  const found = JSON.parse(stdout);
  expect(found.decision).toBe('leak');
  expect(found.copies.exact.copies).toBe(120);
  for (const attack of found.attacks) {
    const keys = ['attack', 'column', 'control', 'decision', 'guess', 'high', 'low', 'rate'];
    expect(Object.keys(attack).sort()).toEqual(keys);
    expect(['leak', 'no leak seen', 'unknown']).toContain(attack.decision);
  }
  const named = (name: string, column: string | null) =>
    found.attacks.find((one: { attack: string; column: string }) => one.attack === name && one.column === column);
  expect(named('linkability', null).decision).toBe('leak');
  expect(named('singling-out-univariate', 'in.come x').decision).toBe('leak');
  expect(named('attribute-inference', 'group')).toBeDefined();
  expect(named('attribute-inference', 'y')).toBeDefined();
});

test('privacy --html: a document of thirteen sections, its hash and no cell of a single row', async () => {
  const { code, stdout } = await verisim(['privacy', ...files('leaky.csv'), '--html', 'audit.html'], folder);
  expect(code).toBe(3);
  const [html, json] = ['audit.html', 'audit.json'].map((name) => readFileSync(join(folder, name), 'utf8'));
  for (const text of [html, json, stdout]) expect(text).not.toContain(SECRET);
  const report = JSON.parse(json);
  expect(report.sections).toHaveLength(13);
  const { documentHash, ...provenance } = report.provenance;
  const bytes = canonicalJson({ ...report, provenance } as Json);
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(documentHash);
  expect(html).toContain(documentHash);
  const source = createHash('sha256')
    .update(readFileSync(join(folder, 'train.csv')))
    .digest('hex');
  expect(html).toContain(source);
  expect(html.match(/<h2[^>]*>[^<]*was not tested/gi)).toHaveLength(1);
});

test('privacy: fresh rows are no leak, and the same call gives the same bytes', async () => {
  const call = () => verisim(['privacy', ...files('fresh.csv'), '--no-power', '--json'], folder);
  const [first, second] = [await call(), await call()];
  expect(first.code).toBe(0);
  expect(JSON.parse(first.stdout)).toMatchObject({ decision: 'no leak seen', leaks: [] });
  expect(second.stdout).toBe(first.stdout);
});

test('privacy without a holdout judges copies and says what it could not', async () => {
  const args = ['privacy', '--real', 'train.csv', '--synthetic', 'fresh.csv', '--json'];
  const { code, stdout } = await verisim(args, folder);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ decision: 'unknown', attacks: [] });
  expect(JSON.parse(stdout).notJudged[0]).toMatch(/no holdout/);
});

test('privacy refuses an unknown sensitive column, and a document that would replace an input', async () => {
  const unknown = await verisim(['privacy', ...files('fresh.csv'), '--sensitive', 'grop'], folder);
  expect(unknown.code).toBe(2);
  expect(unknown.stderr).toMatch(/grop/);
  writeFileSync(join(folder, 'same.json'), '[{"age":1}]');
  const args = ['privacy', '--real', 'train.csv', '--synthetic', 'same.json', '--html', 'same.html'];
  const replaced = await verisim(args, folder);
  expect(replaced.code).toBe(2);
  expect(replaced.stderr).toMatch(/same\.json is named twice/);
});

test('privacy --holdout locked: opens it once, on the record, and keeps the run', async () => {
  const own = emptyFolder();
  writeFileSync(join(own, 'all.csv'), readFileSync(join(folder, 'train.csv')));
  writeFileSync(join(own, 'made.csv'), readFileSync(join(folder, 'fresh.csv')));
  const early = await verisim(['privacy', '--real', 'all.csv', '--holdout', 'locked', '--synthetic', 'made.csv'], own);
  expect(early).toMatchObject({ code: 2, stderr: expect.stringContaining('verisim lock') });
  const { training } = JSON.parse((await verisim(['lock', 'all.csv', '--json'], own)).stdout);
  const call = (real: string) =>
    verisim(['privacy', '--real', real, '--holdout', 'locked', '--synthetic', 'made.csv', '--no-power'], own);
  const openings = () => {
    const entries = readFileSync(join(own, '.verisim', 'ledger.jsonl'), 'utf8')
      .trim()
      .split('\n');
    return entries.map((line) => JSON.parse(line)).filter(({ event }) => event === 'holdout-opened');
  };
  const whole = await call('all.csv');
  expect(whole.code).toBe(2);
  expect(openings()).toEqual([]);

  const { code, stdout } = await call(training.file ?? training);
  expect(code).toBe(0);
  expect(stdout).toContain('The locked holdout was opened for the first time.');
  expect(openings()).toMatchObject([{ details: { reason: 'verisim privacy' } }]);
  const place = /run: (\S+)/.exec(stdout)?.[1] ?? '';
  const kept = await verisim(['report', place], own);
  expect(kept.code).toBe(0);
  expect(kept.stdout).toContain('Privacy audit of synthetic data');
  expect(kept.stdout).toContain('No leak is seen');
  expect((await call(training.file ?? training)).stdout).toContain('time number 2');
  expect(openings()).toHaveLength(2);
});
