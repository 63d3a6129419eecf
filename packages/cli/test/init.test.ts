import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { patientsCsv } from './csv.ts';
import { emptyFolder, verisim } from './verisim.ts';

const folder = emptyFolder();
const answers = ['--target', 'y', '--gap', 'Too few of group A.', '--owner', 'Ada'];

beforeAll(() => {
  writeFileSync(join(folder, 'patients.csv'), patientsCsv(200));
});

const refused: readonly (readonly [what: string, args: readonly string[], names: RegExp])[] = [
  [
    'nothing is answered',
    [],
    /cannot ask here .*not a terminal.*the file, --gap, --target, --owner, --metric, --threshold/,
  ],
  ['--yes leaves answers open', ['patients.csv', '--yes', '--gap', 'x'], /--yes was given.*--target, --owner/],
  ['the target is mistyped', ['patients.csv', '--yes', ...answers, '--target', 'group_'], /"group_".*[\s\S]*"group"/],
  ['the target holds no classes', ['patients.csv', '--yes', ...answers, '--target', 'score'], /score/],
  ['the metric is unknown', ['patients.csv', '--yes', ...answers, '--metric', 'auc'], /"auc"/],
  ['the threshold cannot be', ['patients.csv', '--yes', ...answers, '--threshold', '5'], /--threshold 5/],
  ['no row lies in the gap', ['patients.csv', '--yes', ...answers, '--where', 'age > 300'], /no row meets age > 300/],
  ['the file is not there', ['patient.csv', '--yes', ...answers], /patient\.csv.*[\s\S]*patients\.csv/],
  ['the gap is empty', ['patients.csv', '--yes', ...answers, '--gap', ' '], /gap is empty/],
];

test.each(refused)('init refuses when %s, and writes nothing', async (_, args, names) => {
  const { code, stdout, stderr } = await verisim(['init', ...args], folder);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(names);
  expect(existsSync(join(folder, 'verisim.config.ts'))).toBe(false);
});

test('init --format json --force replaces a config and takes the read options along', async () => {
  const apart = emptyFolder();
  writeFileSync(join(apart, 'patients.csv'), patientsCsv(200));
  writeFileSync(join(apart, 'verisim.config.json'), 'not even JSON');
  const args = [
    'init',
    'patients.csv',
    '--yes',
    ...answers,
    '--format',
    'json',
    '--kinds',
    'age=number',
    '--missing',
    '?',
    '--json',
  ];
  expect((await verisim(args, apart)).code).toBe(2);
  const { code, stdout } = await verisim([...args, '--force'], apart);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ file: 'verisim.config.json', rows: 200, gapRows: null });
  const inspected = await verisim(['inspect', 'patients.csv', '--json'], apart);
  expect(JSON.parse(inspected.stdout).columns[0]).toMatchObject({ name: 'age', kind: 'number' });
  const other = await verisim(['init', 'patients.csv', '--yes', ...answers, '--force'], apart);
  expect([other.code, other.stderr.includes('more than one config')]).toEqual([2, true]);
});
