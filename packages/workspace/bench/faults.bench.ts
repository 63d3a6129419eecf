/**
 * The fault matrix: faults x promises kept. Runs every fault test with every injection (`VERISIM_FAULTS=all`), then draws 1 and 5 million rows
 * in a heap of 256 MB. Exits 1 when a promise is broken, or a fault has no test that ran.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRandom } from '@verisim/core';

const PACKAGES = fileURLToPath(new URL('../..', import.meta.url));
const FAULTS: Readonly<Record<number, string>> = {
  1: 'kill -9',
  2: 'kill -9 around a rename',
  3: 'Ctrl-C, SIGTERM',
  4: 'disk full',
  5: 'EACCES, EMFILE',
  6: 'EIO',
  7: 'journal cut at every byte',
  8: 'journal byte flipped',
  9: 'journal of another recipe',
  10: 'truncated Parquet',
  11: 'own output truncated',
  25: 'clock jumps',
  26: 'two processes',
  27: 'workspace copied',
  28: 'TZ, LANG, threads',
  30: 'input changes',
  31: 'little memory',
  32: 'stdout closed',
  33: 'plugin updated',
};
const PROMISES = ['P', 'D', 'B', 'M', 'S'] as const;

interface TestResult {
  readonly fullName: string;
  readonly status: string;
}

async function run(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}) {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, stderr };
}

/** The fault tests of a package: files named after faults, and the journal's. */
async function testsOf(name: string, folder: string): Promise<readonly TestResult[]> {
  const cwd = join(PACKAGES, name);
  const files = readdirSync(join(cwd, 'test')).filter((file) => /^(fault-|journal).*\.test\.ts$/.test(file));
  const report = join(folder, `${name}.json`);
  const vitest = join(cwd, 'node_modules/vitest/vitest.mjs');
  const args = [vitest, 'run', '--maxWorkers=1', '--testTimeout=600000', '--reporter=json', `--outputFile=${report}`];
  await run(process.execPath, [...args, ...files.map((file) => `test/${file}`)], cwd, { VERISIM_FAULTS: 'all' });
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
    testResults: readonly { assertionResults: readonly TestResult[] }[];
  };
  return testResults.flatMap(({ assertionResults }) => assertionResults);
}

/** The numbers that a title begins with: `fault 7`, `faults 9, 30 and 33`. */
function faultsOf(title: string): readonly number[] {
  const named = [...title.matchAll(/\bfaults? ((?:\d+(?:, | and )?)+)/g)].map(([, list]) => list);
  return named.flatMap((list) => list.match(/\d+/g) ?? []).map(Number);
}

function promisesOf(title: string): readonly string[] {
  return [...title.matchAll(/\[([PDBMS ]+)\]/g)].flatMap(([, letters]) => letters.split(' '));
}

function row(fault: number, tests: readonly TestResult[]): { readonly text: string; readonly kept: boolean } {
  const about = tests.filter(({ fullName }) => faultsOf(fullName).includes(fault));
  const cells = PROMISES.map((promise) => {
    const on = about.filter(({ fullName }) => promisesOf(fullName).includes(promise));
    if (on.some(({ status }) => status === 'failed')) return 'BROKEN';
    return on.some(({ status }) => status === 'passed') ? 'kept' : '';
  });
  const count = (status: string) => about.filter((test) => test.status === status).length;
  const [passed, failed] = [count('passed'), count('failed')];
  const skipped = about.length - passed - failed;
  const notes = `${passed} tests${failed > 0 ? `, ${failed} FAILED` : ''}${skipped > 0 ? `, ${skipped} skipped` : ''}`;
  const text = [String(fault).padStart(5), FAULTS[fault].padEnd(27), ...cells.map((cell) => cell.padEnd(6)), notes];
  return { text: text.join(' '), kept: failed === 0 && passed > 0 };
}

/** Peak memory of `verisim generate`, in MB, and seconds of processor time. */
async function memoryFor(rows: number, folder: string) {
  const main = join(PACKAGES, 'cli/src/main.ts');
  const peak = `data:text/javascript,process.on('exit',()=>process._rawDebug(JSON.stringify(process.resourceUsage())))`;
  const flags = ['--conditions=verisim-source', '--max-old-space-size=256', '--import', peak, main];
  const args = [...flags, 'generate', 'real.csv', '-g', 'marginals', '-n', String(rows), '-o', 'out.csv'];
  const { code, stderr } = await run(process.execPath, args, folder);
  const usage = /\{"user.*\}/.exec(stderr);
  const { maxRSS, userCPUTime, systemCPUTime } = JSON.parse(usage?.[0] ?? '{"maxRSS":0}') as NodeJS.ResourceUsage;
  const bytes = code === 0 ? statSync(join(folder, 'out.csv')).size : 0;
  return { code, megabytes: maxRSS / 1024, seconds: (userCPUTime + systemCPUTime) / 1e6, bytes };
}

const folder = mkdtempSync(join(tmpdir(), 'verisim-faults-'));
let broken = false;
try {
  const tests: TestResult[] = [];
  for (const name of ['workspace', 'plays', 'cli']) tests.push(...(await testsOf(name, folder)));
  console.log(['fault', ' '.repeat(27), ...PROMISES.map((promise) => promise.padEnd(6))].join(' '));
  for (const fault of Object.keys(FAULTS).map(Number)) {
    const { text, kept } = row(fault, tests);
    console.log(text);
    broken ||= !kept;
  }
  for (const { fullName, status } of tests) if (status === 'failed') console.log(`FAILED: ${fullName}`);
  const random = createRandom(1);
  const lines = Array.from(
    { length: 2000 },
    (_, i) => `c-${i},${random.int(0, 90)},${'ABC'[random.int(0, 3)]},${random.int(0, 999) / 10}`,
  );
  writeFileSync(join(folder, 'real.csv'), `id,age,group,score\n${lines.join('\n')}\n`);
  const peaks: number[] = [];
  for (const rows of [1_000_000, 5_000_000]) {
    const { code, megabytes, seconds, bytes } = await memoryFor(rows, folder);
    console.log(
      `${rows} rows in a heap of 256 MB: exit ${code}, ${(bytes / 1e6).toFixed(0)} MB of CSV, peak ${megabytes.toFixed(0)} MB, ${seconds.toFixed(1)} CPU s`,
    );
    broken ||= code !== 0;
    peaks.push(megabytes);
  }
  // Ids are remembered in 12 to 24 bytes each, which 4 million more rows make up to 96 MB.
  if (peaks[1] > peaks[0] + 150) broken = true;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (broken) process.exitCode = 1;
