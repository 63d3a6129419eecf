import { execFile, execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, type TestContext, test } from 'vitest';
import { patientsCsv } from './csv.ts';
import { ASKED, gapFolder, ledgerOf, STATED } from './gap-folder.ts';
import { COMMAND, emptyFolder } from './verisim.ts';

const folder = emptyFolder();
const filesOpened = (...args: readonly string[]) => filesOpenedIn(folder, ...args);

/** Runs the command under strace and returns the lines of its opening files, DuckDB's threads among them. */
async function filesOpenedIn(folder: string, ...args: readonly string[]): Promise<readonly string[]> {
  const log = join(folder, 'strace.log');
  const trace = ['-f', '--seccomp-bpf', '-s', '4096', '-e', 'trace=open,openat,openat2', '-o', log];
  await promisify(execFile)('strace', [...trace, ...COMMAND, ...args], { cwd: folder }).catch((error) => {
    if (error.code !== 3) throw error;
  });
  return readFileSync(log, 'utf8').split('\n');
}

/** Skips where nobody may trace. */
function requireTrace(context: TestContext): void {
  if (canTrace()) return;
  console.warn(
    'skipped: strace is not installed or may not trace here, so openings of the locked file cannot be counted',
  );
  context.skip();
}

function canTrace(): boolean {
  try {
    execFileSync('strace', ['-f', '--seccomp-bpf', '-e', 'trace=openat', '-o', join(folder, 'probe'), 'true']);
    return true;
  } catch {
    return false;
  }
}

test('from lock to lift the locked file is opened once: in the final evaluation', {
  timeout: 60_000,
}, async (context) => {
  requireTrace(context);
  writeFileSync(join(folder, 'patients.csv'), patientsCsv(400));
  const locking = await filesOpened('lock', 'patients.csv', '--target', 'y');
  const [training] = readdirSync(join(folder, '.verisim/training'));
  const id = training.replace('.csv', '');
  const real = join('.verisim/training', training);
  const isLocked = (line: string) => line.includes(`holdouts/${id}/holdout.parquet`);
  const preparing = [
    ...(await filesOpened('baseline', real, '--target', 'y', '--repeats', '1')),
    ...(await filesOpened('generate', real, '-o', 'synthetic.csv')),
    ...(await filesOpened('history')),
  ];
  const files = ['--real', real, '--synthetic', 'synthetic.csv', '--holdout', 'locked', '--target', 'y'];
  const judging = await filesOpened('lift', ...files);
  expect(preparing.some((line) => line.includes(real))).toBe(true);
  expect(locking.filter(isLocked)).toEqual([]);
  expect(preparing.filter(isLocked)).toEqual([]);
  expect(judging.filter(isLocked)).toHaveLength(1);
  expect(judging.filter(isLocked)[0]).toContain('O_RDONLY');
});

test('a whole coverage-gap play opens the locked file exactly once, and the ledger says so', {
  timeout: 60_000,
}, async (context) => {
  requireTrace(context);
  const own = await gapFolder();
  const opened = await filesOpenedIn(own, 'play', 'coverage-gap', 'patients.csv', ...ASKED, ...STATED);
  const [{ id }] = ledgerOf(own, 'holdout-locked');
  const locked = opened.filter((line) => line.includes(`holdouts/${id}/holdout.parquet`));
  expect(locked).toEqual([expect.stringContaining('O_RDONLY')]);
  expect(ledgerOf(own, 'holdout-opened')).toEqual([expect.objectContaining({ id, count: 1 })]);
});
