import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { commandTable } from '../src/command-table.ts';
import { patientsCsv } from './csv.ts';
import { COMMAND, emptyFolder, NODE_COMPILE_CACHE, type Outcome, verisim } from './verisim.ts';

const folder = emptyFolder();
const quoted = (words: readonly string[]) => words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');

beforeAll(() => {
  writeFileSync(join(folder, 'patients.csv'), patientsCsv(300));
  writeFileSync(join(folder, 'shifted.csv'), patientsCsv(300, 9).replace(/,[\d.]+,/g, ',,'));
  writeFileSync(join(folder, 'one.csv'), 'a,b\n1,2\n');
  const evil = '\u001b[31mred\u001b]8;;http://x\u0007link\u001b]52;c;AAAA\u0007\u009b2J\u202e';
  const lines = Array.from({ length: 40 }, (_, i) => `${i},${i % 2 ? evil : 'plain'}`);
  writeFileSync(join(folder, 'evil.csv'), `n,${evil}\n${lines.join('\n')}\n`);
});

const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Outcome> =>
  verisim(args, folder, undefined, env);

/** Prints the exit code of the first command of a pipe. */
const STATUS = `echo "$\{PIPESTATUS[0]}"`;

/** Runs a line of bash in which `verisim` is the command. */
function shell(line: string) {
  const script = `verisim() { ${quoted(COMMAND)} "$@"; }; ${line}`;
  return spawnSync('bash', ['-c', script], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NODE_COMPILE_CACHE },
  });
}

test('verisim alone and verisim help X show help; every command of the table has one', async () => {
  const alone = await run([]);
  expect([alone.code, alone.stderr]).toEqual([2, '']);
  for (const { name } of commandTable) expect(alone.stdout).toContain(`\n  ${name} `);
  expect(alone.stdout).toMatch(/Exit codes: 0 done, 1 failed, 2 wrong usage.*3 done and needs/);
  expect((await run(['help'])).stdout).toBe(alone.stdout);
  const help = await run(['help', 'lock']);
  expect([help.code, help.stdout]).toEqual([0, (await run(['lock', '--help'])).stdout]);
  const mistyped = await run(['help', 'genrate']);
  expect([mistyped.code, mistyped.stderr.includes('generate')]).toEqual([2, true]);
});

test('40 columns: help and tables keep within them, and every cell is there', async () => {
  const help = await run(['generate', '--help'], { COLUMNS: '40' });
  for (const line of help.stdout.split('Examples:')[0].split('\n')) expect(line.length).toBeLessThanOrEqual(40);
  const narrow = await run(['inspect', 'patients.csv'], { COLUMNS: '40' });
  const wide = await run(['inspect', 'patients.csv']);
  expect(narrow.stdout).not.toContain('…');
  for (const words of ['examples', 'all 300 values are whole numbers', 'missing']) {
    expect(narrow.stdout).toContain(words);
    expect(wide.stdout).toContain(words);
  }
});

test('piped: no colour, no escape, nothing cut; FORCE_COLOR paints, NO_COLOR and --no-color win', async () => {
  const args = [
    'lift',
    '--real',
    'patients.csv',
    '--synthetic',
    'shifted.csv',
    '--holdout',
    'patients.csv',
    '--target',
    'y',
  ];
  const piped = await run(args);
  expect(piped.stdout + piped.stderr).not.toMatch(/(?!\n)\p{Cc}|…/u);
  expect((await run(['plugins'], { FORCE_COLOR: '1' })).stdout).toContain('\u001b[1m');
  expect((await run(['plugins'], { FORCE_COLOR: '1', NO_COLOR: '1' })).stdout).not.toContain('\u001b');
  expect((await run(['plugins', '--no-color'], { FORCE_COLOR: '1' })).stdout).not.toContain('\u001b');
});

test('control characters of data reach no terminal, in text, errors or JSON, also in colour', async () => {
  const unsafe = /(?!\n|\p{Cc}\[(?:1|2|22|3[1-4]|39)m)\p{Cc}|[\u202a-\u202e]/u;
  for (const args of [
    ['inspect', 'evil.csv'],
    ['inspect', 'evil.csv', '--json'],
    ['inspect', '\u001b[31mabsent.csv'],
    ['generate', 'evil.csv', '--target', '\u001b]8;;x\u0007', '-o', 'out.csv'],
    ['\u001b[2Jcommand'],
  ])
    for (const color of ['0', '1']) {
      const { stdout, stderr } = await run(args, { FORCE_COLOR: color });
      expect(stdout + stderr, args.join(' ')).not.toMatch(unsafe);
    }
  const { columns } = JSON.parse((await run(['inspect', 'evil.csv', '--json'])).stdout);
  expect(columns[1].name).toContain('\u001b]52;c;AAAA\u0007');
});

test('a reader that goes away ends nothing but the output', () => {
  const inspected = shell(`verisim inspect patients.csv | head -1; ${STATUS}`);
  expect([inspected.stdout, inspected.stderr]).toEqual(['patients.csv: 300 rows, 4 columns (csv)\n0\n', '']);
  const rows = shell(`verisim generate patients.csv -g marginals -n 200000 | head -1; ${STATUS}`);
  expect([rows.stdout, rows.stderr]).toEqual(['age,group,score,y\n0\n', '']);
  const gone = shell(`verisim generate patients.csv -g marginals -n 5 -o kept.csv | true; ${STATUS}`);
  expect([gone.stdout, existsSync(join(folder, 'kept.csv'))]).toEqual(['0\n', true]);
});

test.runIf(existsSync('/dev/full'))('a full disk behind stdout is a failure with a sentence', () => {
  const { stdout, stderr } = shell('verisim inspect patients.csv > /dev/full; echo "$?"');
  expect(stdout).toBe('1\n');
  expect(stderr).toMatch(/could not be written \(ENOSPC\)/);
  expect(stderr).not.toMatch(/\n\s+at /);
});

test('SIGTERM exits 143 and leaves no half-written file', async () => {
  writeFileSync(join(folder, 'large.csv'), patientsCsv(20_000));
  const before = readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .sort();
  const args = ['generate', 'large.csv', '-n', '5000000', '-o', 'large-out.csv'];
  const { code, stderr } = await verisim(args, folder, (kill) => setTimeout(() => kill('SIGTERM'), 2000));
  expect([code, stderr.includes('SIGTERM: stopping')]).toEqual([143, true]);
  expect(
    readdirSync(folder)
      .filter((name) => !name.startsWith('.'))
      .sort(),
  ).toEqual(before);
});

test('exit codes and words: 3 for a difference that needs a look, "1 row" in the singular', async () => {
  const same = await run(['inspect', 'patients.csv', '--against', 'patients.csv', '--json']);
  const { findings } = JSON.parse(same.stdout);
  const errors = findings.filter(({ level }: { level: string }) => level === 'error');
  expect(same.code).toBe(errors.length > 0 ? 3 : 0);
  const shifted = await run(['inspect', 'shifted.csv', '--against', 'patients.csv', '--json']);
  expect(JSON.parse(shifted.stdout).findings.map(({ level }: { level: string }) => level)).toContain('error');
  expect(shifted.code).toBe(3);
  expect((await run(['inspect', 'one.csv'])).stdout).toMatch(/^one\.csv: 1 row, 2 columns/);
});

test('read options reach the reader, and numbers are checked before anything is read', async () => {
  writeFileSync(join(folder, 'codes.csv'), 'zip,n\n00123,1\n00456,2\n00789,3\n');
  const read = async (...more: string[]) => JSON.parse((await run(['inspect', 'codes.csv', '--json', ...more])).stdout);
  const kind = (document: { columns: { name: string; kind: string }[] }, name: string) =>
    document.columns.find((column) => column.name === name)?.kind;
  expect(kind(await read('--kinds', 'zip=category,n=number'), 'zip')).toBe('category');
  expect(kind(await read('--kinds', 'zip=category', '--kinds', 'n=number'), 'n')).toBe('number');
  for (const [args, names] of [
    [['--kinds', 'zpi=category'], /"zpi"/],
    [['--kinds', 'zip=categry'], /categry/],
    [['--kinds', 'zip'], /column=kind/],
    [['--seed', 'abc'], /--seed abc/],
    [['--seed', '-1'], /--seed -1/],
  ] as const) {
    const { code, stderr } = await run(['inspect', 'codes.csv', ...args]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(names)]);
  }
  const rows = await run(['generate', 'patients.csv', '-g', 'marginals', '-n', '1e1']);
  expect(rows.stdout.trim().split('\n')).toHaveLength(11);
  expect(readFileSync(join(folder, 'codes.csv'), 'utf8')).toContain('00123');
});
