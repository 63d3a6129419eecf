/**
 * `verisim generate -g NAME -n 1000000` of each simulator of events to CSV and to Parquet, each in a process of its own from what is compiled (`npm run build`
 * first): under 10 CPU seconds (user and system, all threads) and under 300 MB, and its self-test agrees (exit code 0). `npm run bench -- simulators` takes
 * about a CPU minute.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROWS = 1_000_000;
const MOST_SECONDS = 10;
const MOST_MEGABYTES = 300;
/** Simulators of other things than events: texts, pictures. */
const OTHERS: readonly string[] = ['dialogue', 'dialogues', 'images'];
const MAIN = fileURLToPath(new URL('../../cli/dist/main.js', import.meta.url));
/** Tells on stderr what the process took, as it ends. */
const METER = `data:text/javascript,${encodeURIComponent(
  `process.on('exit', () => { const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    process._rawDebug('took ' + (userCPUTime + systemCPUTime) / 1e6 + ' ' + Math.round(maxRSS / 1024)); });`,
)}`;

if (!existsSync(MAIN)) {
  console.error('Nothing is compiled: run `npm run build` first.');
  process.exitCode = 2;
} else {
  const folder = await mkdtemp(join(tmpdir(), 'verisim-simulators-'));
  try {
    const rows = simulators().flatMap((name) => ['csv', 'parquet'].map((format) => measured(folder, name, format)));
    console.table(rows);
    if (rows.some(({ kept }) => kept === 'no')) process.exitCode = 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Their names, of all that there are. */
function simulators(): readonly string[] {
  const { stdout } = spawnSync(process.execPath, [MAIN, 'plugins', '--json'], { encoding: 'utf8' });
  const { plugins } = JSON.parse(stdout) as { plugins: { name: string; family: string | null }[] };
  return plugins
    .filter(({ name, family }) => family === 'simulation' && !OTHERS.includes(name))
    .map(({ name }) => name);
}

function measured(folder: string, name: string, format: string) {
  const command = ['generate', '-g', name, '-n', String(ROWS), '--seed', '1', '-o', join(folder, `rows.${format}`)];
  const { stderr, status } = spawnSync(process.execPath, ['--import', METER, MAIN, ...command], {
    encoding: 'utf8',
    cwd: folder,
  });
  const [, seconds, megabytes] = /took ([\d.]+) (\d+)/.exec(stderr) ?? [];
  if (seconds === undefined || (status !== 0 && status !== 3)) throw new Error(`${command.join(' ')}:\n${stderr}`);
  const kept = Number(seconds) < MOST_SECONDS && Number(megabytes) < MOST_MEGABYTES && status === 0;
  return {
    simulator: name,
    format,
    'CPU s': Number(seconds).toFixed(1),
    'peak MB': megabytes,
    'self-test': status === 0 ? 'agrees' : 'speaks against it',
    kept: kept ? 'yes' : 'no',
  };
}
