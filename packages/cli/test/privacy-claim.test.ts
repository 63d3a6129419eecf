import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { patientsCsv } from './csv.ts';
import { emptyFolder, verisim } from './verisim.ts';

const folder = emptyFolder();
const domain = { age: { bounds: [0, 120] }, group: { levels: ['A', 'B', 'C'] }, y: { levels: ['no', 'yes'] } };
const claim = {
  epsilon: 2,
  delta: 1e-9,
  unit: 'person',
  neighbours: 'add or remove one person',
  mechanism: 'Laplace noise on counts',
};

beforeAll(async () => {
  writeFileSync(join(folder, 'train.csv'), patientsCsv(300));
  writeFileSync(join(folder, 'holdout.csv'), patientsCsv(200, 2));
  writeFileSync(join(folder, 'other.csv'), patientsCsv(300, 3));
  writeFileSync(join(folder, 'fresh.csv'), patientsCsv(300, 4));
  const options = { epsilon: 3, delta: 1e-9, domain: JSON.stringify({ ...domain, score: { bounds: [0, 120] } }) };
  const settings = Object.entries(options).flatMap(([name, value]) => ['--set', `${name}=${value}`]);
  const args = ['generate', 'train.csv', '-g', 'dp-marginals', ...settings, '-n', '250', '-o', 'made.csv', '--json'];
  const { stdout, stderr } = await verisim(args, folder);
  expect(stderr).toBe('');
  writeFileSync(join(folder, 'made.json'), stdout);
});

/** Of fresh rows, which no audit calls a leak: noise that is truly random would make it another audit each time. */
function audit(dp: string, more: readonly string[] = ['--json'], real = 'train.csv') {
  const files = ['--real', real, '--holdout', 'holdout.csv', '--synthetic', 'fresh.csv'];
  return verisim(['privacy', ...files, '--dp', dp, '--no-power', ...more], folder);
}

test('privacy --dp takes what generate --json printed: the claim, its ledger, how the rows were made', async () => {
  const { code, stdout } = await audit('made.json', ['--json', '--html', 'audit.html']);
  expect(code).toBe(0);
  const { dp } = JSON.parse(stdout);
  const hash = createHash('sha256')
    .update(readFileSync(join(folder, 'train.csv')))
    .digest('hex');
  expect(dp).toMatchObject({ epsilon: 3, delta: 1e-9, unit: 'row', findings: [], source: { hash } });
  const spent = dp.ledger.reduce((sum: number, { rho }: { rho: number }) => sum + rho, 0);
  expect(spent / dp.rho).toBeCloseTo(1, 6);
  const { sections } = JSON.parse(readFileSync(join(folder, 'audit.json'), 'utf8'));
  expect(sections[2].text[0]).toMatch(/^dp-marginals .*"epsilon":3.*seed 1/);
  expect(sections[8].text[0]).toContain('(3, 1e-9)-differential privacy for each row');
  expect(sections[8].tables[0].rows).toHaveLength(dp.ledger.length);
  expect(sections[12].text[0]).toContain('--dp made.json');
});

test('privacy --dp names a claim about other rows, and ends with 3', async () => {
  const { code, stdout } = await audit('made.json', [], 'other.csv');
  expect(code).toBe(3);
  expect(stdout).toMatch(/error: The claim is about train\.csv .*another file/);
});

test('privacy --dp takes a claim by itself, and says that an attack refuted it', async () => {
  const attacked = { trials: 500, confidence: 0.95, claimed: { epsilon: 2, delta: 1e-9 }, rhoLower: 1 };
  writeFileSync(join(folder, 'claim.json'), JSON.stringify(claim));
  writeFileSync(
    join(folder, 'refuted.json'),
    JSON.stringify({ ...claim, audit: { ...attacked, epsilonLower: 2.5, refuted: true } }),
  );
  const plain = await audit('claim.json');
  expect(plain.code).toBe(0);
  expect(JSON.parse(plain.stdout).dp).toEqual({ ...claim, ledger: [], findings: [] });
  const refuted = await audit('refuted.json');
  expect(refuted.code).toBe(3);
  expect(JSON.parse(refuted.stdout).dp.findings).toMatchObject([{ rule: 'dp-claim-refuted', level: 'error' }]);
});

test.each([
  ['nowhere.json', null, /nowhere\.json holds no claim.*cannot be read \(ENOENT\)/],
  ['text.json', 'epsilon 1', /text\.json .*not JSON/],
  ['half.json', '{"epsilon": 1}', /half\.json is no claim of differential privacy \(delta/],
  ['typo.json', JSON.stringify({ ...claim, leger: [] }), /typo\.json .*leger/],
  ['trees.json', '{"notes": {}, "generator": {"name": "trees"}}', /trees\.json .*trees claimed none/],
])('privacy --dp refuses %s', async (name, text, message) => {
  if (text !== null) writeFileSync(join(folder, name), text);
  const { code, stderr } = await audit(name);
  expect(code).toBe(2);
  expect(stderr).toMatch(message);
});
