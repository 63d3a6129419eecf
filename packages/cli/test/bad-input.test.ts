import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { patientsCsv } from './csv.ts';
import { emptyFolder, verisim } from './verisim.ts';

const folder = emptyFolder();

beforeAll(() => {
  writeFileSync(join(folder, 'patients.csv'), patientsCsv(200));
  writeFileSync(join(folder, 'holdout.csv'), patientsCsv(100, 2));
  writeFileSync(join(folder, 'empty.csv'), '');
  writeFileSync(join(folder, 'header.csv'), 'a,b\n');
  writeFileSync(join(folder, 'ragged.csv'), 'a,b\n1,2\n3\n4,5\n');
  writeFileSync(join(folder, 'twice.csv'), 'a,a\n1,2\n');
  writeFileSync(join(folder, 'one-class.csv'), patientsCsv(200).replaceAll(',yes\n', ',no\n'));
  writeFileSync(join(folder, 'broken.parquet'), 'PAR1 this is not a parquet file PAR1');
  writeFileSync(join(folder, 'other.csv'), 'x,z\n1,2\n2,3\n');
  mkdirSync(join(folder, 'directory.csv'));
});

const lift = (real: string, target: string) => [
  'lift',
  '--real',
  real,
  '--synthetic',
  'patients.csv',
  '--holdout',
  'holdout.csv',
  '--target',
  target,
];

/** What is wrong, the call, the exit code, and what the sentence must name. */
const cases: readonly (readonly [what: string, args: readonly string[], code: number, names: readonly RegExp[]])[] = [
  ['missing file', ['generate', 'patient.csv', '-o', 'out.csv'], 2, [/patient\.csv/, /patients\.csv/]],
  ['empty file', ['generate', 'empty.csv', '-o', 'out.csv'], 1, [/empty\.csv/]],
  ['header only', ['generate', 'header.csv', '-o', 'out.csv'], 1, [/header\.csv/, /row/]],
  ['ragged row', ['generate', 'ragged.csv', '-o', 'out.csv'], 1, [/ragged\.csv/, /3/]],
  ['duplicate header', ['generate', 'twice.csv', '-o', 'out.csv'], 1, [/twice\.csv/, /"a"/]],
  ['directory in place of a file', ['inspect', 'directory.csv'], 2, [/directory\.csv/, /directory|folder/]],
  ['not a Parquet file', ['inspect', 'broken.parquet'], 1, [/broken\.parquet/]],
  ['target missing', ['generate', 'patients.csv', '--target', 'groop', '-o', 'out.csv'], 2, [/"groop"/, /"group"/]],
  ['target missing in lift', lift('patients.csv', 'yy'), 2, [/"yy"/]],
  ['target with one class', lift('one-class.csv', 'y'), 2, [/"no"/, /"y"/]],
  ['unknown plugin', ['generate', 'patients.csv', '-g', 'tree', '-o', 'out.csv'], 2, [/"tree"/, /"trees"/]],
  ['unknown option', ['generate', 'patients.csv', '--sed', '2', '-o', 'out.csv'], 2, [/--sed/, /--seed/]],
  [
    'unknown option of the generator',
    ['generate', 'patients.csv', '--set', 'minLeef=3', '-o', 'out.csv'],
    2,
    [/minLeef/, /minLeaf/],
  ],
  ['bad value of an option', ['generate', 'patients.csv', '--set', 'minLeaf=many', '-o', 'out.csv'], 2, [/minLeaf/]],
  ['negative rows', ['generate', 'patients.csv', '-n', '-5', '-o', 'out.csv'], 2, [/-5/]],
  ['rows not a number', ['generate', 'patients.csv', '-n', '1e3x', '-o', 'out.csv'], 2, [/1e3x/]],
  ['where with an unknown column', ['generate', 'patients.csv', '--where', "grp = 'A'", '-o', 'out.csv'], 2, [/"grp"/]],
  [
    'where with an unknown level',
    ['generate', 'patients.csv', '--where', "group = 'a'", '-o', 'out.csv'],
    2,
    [/"a"/, /"A"/],
  ],
  [
    'where with a contradiction',
    ['generate', 'patients.csv', '--where', "group = 'A' and group = 'B'", '-o', 'out.csv'],
    2,
    [/group/],
  ],
  [
    'where with an empty range',
    ['generate', 'patients.csv', '--where', 'age between 30 and 20', '-o', 'out.csv'],
    2,
    [/age/, /30/],
  ],
  [
    'where that cannot be read',
    ['generate', 'patients.csv', '--where', "group == 'A'", '-o', 'out.csv'],
    2,
    [/character/],
  ],
  ['unknown output format', ['generate', 'patients.csv', '-o', 'out.xls'], 2, [/out\.xls/, /\.csv/]],
  ['output folder missing', ['generate', 'patients.csv', '-o', 'nowhere/out.csv'], 1, [/nowhere/]],
  ['output over input', ['generate', 'patients.csv', '-o', './patients.csv'], 2, [/patients\.csv/]],
  ['lineage over output', ['generate', 'patients.csv', '-o', 'out.csv', '--lineage', './out.csv'], 2, [/out\.csv/]],
  ['an empty condition', ['generate', 'patients.csv', '--where', '', '-o', 'out.csv'], 2, [/--where/]],
  ['a report over the data', [...lift('patients.csv', 'y'), '--html', 'patients.csv'], 2, [/patients\.csv/, /html/]],
  ['no file', ['generate', '-o', 'out.csv'], 2, [/file/]],
  ['no such command', ['genrate'], 2, [/genrate/, /generate/]],
  ['option missing', ['lift', '--real', 'patients.csv'], 2, [/--synthetic/]],
  ['unknown metric', [...lift('patients.csv', 'y'), '--metric', 'roc_auc'], 2, [/roc_auc/, /roc-auc/]],
  ['threshold not above 0', [...lift('patients.csv', 'y'), '--threshold', '0'], 2, [/--threshold/]],
  [
    'synthetic with other columns',
    ['evaluate', '--real', 'patients.csv', '--synthetic', 'other.csv'],
    2,
    [/other\.csv/, /age/],
  ],
  [
    'holdout without target',
    ['evaluate', '--real', 'patients.csv', '--synthetic', 'patients.csv', '--holdout', 'holdout.csv'],
    2,
    [/--target/],
  ],
];

test.each(cases)('%s: a sentence, an exit code, nothing left behind', async (_, args, code, names) => {
  const before = readdirSync(folder).sort();
  const { code: found, stdout, stderr } = await verisim(args, folder);
  expect(stderr).not.toMatch(/\n\s+at /);
  for (const name of names) expect(stderr).toMatch(name);
  expect(found).toBe(code);
  expect(stdout).toBe('');
  expect(readdirSync(folder).sort()).toEqual(before);
});

test('with --json a failure is one JSON document on stdout', async () => {
  const { code, stdout } = await verisim(['inspect', 'absent.csv', '--json'], folder);
  expect(code).toBe(2);
  expect(JSON.parse(stdout).error).toMatchObject({
    code: 'io/file-not-found',
    message: expect.stringContaining('absent.csv'),
  });
});

test('ctrl-C ends with 130 and leaves no half-written file', async () => {
  writeFileSync(join(folder, 'large.csv'), patientsCsv(20_000));
  // The journal that a second call goes on from is hidden; no visible file may be half-written.
  const visible = () =>
    readdirSync(folder)
      .filter((name) => !name.startsWith('.'))
      .sort();
  const before = visible();
  const args = ['generate', 'large.csv', '-n', '5000000', '-o', 'large-out.csv'];
  const { code } = await verisim(args, folder, (kill) => setTimeout(() => kill('SIGINT'), 2500));
  expect(code).toBe(130);
  expect(visible()).toEqual(before);
});
