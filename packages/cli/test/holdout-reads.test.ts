import { execFile, execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { patientsCsv } from './csv.ts';
import { COMMAND, emptyFolder } from './verisim.ts';

const folder = emptyFolder();

/** Runs the command under strace and returns the lines of its opening files, DuckDB's threads among them. */
async function filesOpened(...args: readonly string[]): Promise<readonly string[]> {
  const log = join(folder, 'strace.log');
  const trace = ['-f', '--seccomp-bpf', '-s', '4096', '-e', 'trace=open,openat,openat2', '-o', log];
  await promisify(execFile)('strace', [...trace, ...COMMAND, ...args], { cwd: folder }).catch((error) => {
    if (error.code !== 3) throw error;
  });
  return readFileSync(log, 'utf8').split('\n');
}

function canTrace(): boolean {
  try {
    execFileSync('strace', ['-f', '--seccomp-bpf', '-e', 'trace=openat', '-o', join(folder, 'probe'), 'true']);
    return true;
  } catch {
    return false;
  }
}

test('a whole play opens the locked file once: in the final evaluation', { timeout: 60_000 }, async (context) => {
  if (!canTrace()) {
    console.warn(
      'skipped: strace is not installed or may not trace here, so openings of the locked file cannot be counted',
    );
    context.skip();
  }
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
