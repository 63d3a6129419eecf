/**
 * What `verisim generate` costs from file to file, in CPU seconds (user and system, all threads) and memory of a process of its own,
 * from what is compiled (`npm run build` first). `npm run bench -- generate-speed`; `npm run bench -- generate-speed` with
 * VERISIM_BENCH_ROWS=1000000 leaves out ten million rows.
 *
 * Promises, on UCI Adult (32,561 x 15; a made table of the same size where it is absent): load, fit, sample and write in at most 1.2 CPU s;
 * 1,000,000 rows to CSV in 2.5 and to Parquet in 2.0; 10,000,000 rows to Parquet in under 1 GB and at most 11.5 times the CPU of
 * 1,000,000, and on two workers the same bytes for at most 15 % more CPU. What other processes take only ever adds, so that the least of
 * three runs counts, and a quarter more is let pass.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { type Column, type ColumnSpec, createRandom, createTable } from '@verisim/core';
import { writeTable } from '@verisim/io';

interface Seen {
  readonly cpu: number;
  readonly megabytes: number;
}

const SLACK = 1.25;
const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const ADULT = fileURLToPath(new URL('../../../../shared/data/adult/train.csv', import.meta.url));
/** Tells on stderr what the process took, as it ends. */
const METER = `data:text/javascript,${encodeURIComponent(
  `process.on('exit', () => { const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    process._rawDebug('took ' + (userCPUTime + systemCPUTime) / 1e6 + ' ' + Math.round(maxRSS / 1024)); });`,
)}`;

const MOST = Number(process.env.VERISIM_BENCH_ROWS ?? 10_000_000);

if (!existsSync(MAIN)) {
  console.error('Nothing is compiled: run `npm run build` first.');
  process.exitCode = 2;
} else {
  const folder = await mkdtemp(join(tmpdir(), 'verisim-generate-speed-'));
  try {
    await main(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function main(folder: string): Promise<void> {
  const input = existsSync(ADULT) ? ADULT : await madeTable(join(folder, 'made.csv'));
  if (input !== ADULT) console.warn('shared/data/adult is absent: a made table of 32,561 x 15 is learned from');
  const generate = (runs: number, output: string, ...more: readonly string[]) =>
    best(runs, folder, ['generate', input, '--seed', '1', '-o', output, ...more]);
  const same = generate(5, 'same.csv');
  const csv = generate(3, 'million.csv', '-n', '1000000');
  const parquet = generate(3, 'million.parquet', '-n', '1000000');
  const rows = [
    row('as many rows as were read, to CSV', same, 1.2, 0.6),
    row('1,000,000 rows to CSV', csv, 2.5, 1.5),
    row('1,000,000 rows to Parquet', parquet, 2, 1.2),
  ];
  if (MOST >= 10_000_000) {
    const alone = generate(1, 'alone.parquet', '-n', '10000000');
    const two = generate(1, 'two.parquet', '-n', '10000000', '--workers', '2');
    const [first, second] = [await hashOf(join(folder, 'alone.parquet')), await hashOf(join(folder, 'two.parquet'))];
    rows.push(
      row('10,000,000 rows to Parquet', alone, 11.5 * parquet.cpu, null, 1000),
      row('the same on two workers', two, 1.15 * alone.cpu, null, 1000),
      {
        what: 'the same bytes',
        'CPU s': '',
        must: '',
        stretch: '',
        'peak MB': '',
        kept: first === second ? 'yes' : 'no',
      },
    );
  }
  console.table(rows);
  if (rows.some(({ kept }) => kept === 'no')) process.exitCode = 1;
}

function row(
  what: string,
  { cpu, megabytes }: Seen,
  must: number,
  stretch: number | null,
  room = Number.POSITIVE_INFINITY,
) {
  return {
    what,
    'CPU s': cpu.toFixed(2),
    must: must.toFixed(2),
    stretch: stretch === null ? '' : stretch.toFixed(2),
    'peak MB': String(megabytes),
    kept: cpu <= SLACK * must && megabytes < room ? 'yes' : 'no',
  };
}

/** The least that a command took of several runs, in a folder without a project: there rows are sketched too. */
function best(runs: number, folder: string, command: readonly string[]): Seen {
  const seen = Array.from({ length: runs }, () => measured(folder, command)).sort((a, b) => a.cpu - b.cpu);
  return seen[0];
}

function measured(cwd: string, command: readonly string[]): Seen {
  const options = { encoding: 'utf8', cwd } as const;
  const { stderr, status } = spawnSync(process.execPath, ['--import', METER, MAIN, ...command], options);
  const [, cpu, megabytes] = /took ([\d.]+) (\d+)/.exec(stderr) ?? [];
  if (status !== 0 || cpu === undefined) throw new Error(`verisim ${command.join(' ')} failed:\n${stderr}`);
  return { cpu: Number(cpu), megabytes: Number(megabytes) };
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** Whole numbers, decimals, categories and instants that lean on each other, as many as Adult has. */
async function madeTable(path: string): Promise<string> {
  const rows = 32_561;
  const random = createRandom('generate-speed');
  const lean = Float64Array.from({ length: rows }, () => random.normal());
  const number = (make: (lean: number) => number): Column => ({
    storage: 'numeric',
    values: Float64Array.from(lean, (value) => make(value + 0.3 * random.normal())),
  });
  const level = (count: number): Column => ({
    storage: 'coded',
    levels: Array.from({ length: count }, (_, i) => `level ${i}`),
    codes: Int32Array.from(lean, (value) =>
      Math.max(0, Math.min(count - 1, Math.round(count * (0.5 + 0.2 * value + 0.1 * random.normal())))),
    ),
  });
  const named = (kind: ColumnSpec['kind'], column: Column, more: Partial<ColumnSpec> = {}) => ({ kind, column, more });
  const made = [
    ...[90, 1000, 20_000, 1_500_000].map((scale) =>
      named(
        'integer',
        number((value) => Math.round(scale * (5 + value))),
      ),
    ),
    ...[1, 2].map((decimals) =>
      named(
        'number',
        number((value) => Math.round(value * 10 ** decimals) / 10 ** decimals),
        { decimals },
      ),
    ),
    ...[2, 2, 5, 6, 7, 9, 16, 42].map((count) => named('category', level(count))),
    named(
      'datetime',
      number((value) => 86_400_000 * Math.round(15_000 + 900 * value)),
      { format: '%Y-%m-%d' },
    ),
  ];
  const specs = made.map(({ kind, more }, i): ColumnSpec => {
    return { name: `c${i}`, kind, nullable: false, role: 'feature', ...more };
  });
  await writeTable(
    createTable(
      specs,
      made.map(({ column }) => column),
    ),
    path,
  );
  return path;
}
