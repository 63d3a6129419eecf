/**
 * Reads and streams large CSV files and prints CPU seconds and peak memory. `npm run bench -- read-table`
 *
 * Promises: 1,000,000 x 15 read into typed arrays in at most 4 CPU s and 700 MB; 10,000,000 x 15 looked at and streamed in under 1 GB.
 */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '@verisim/core';
import { openTable, readTable, writeTable } from '@verisim/io';

const [job, path] = process.argv.slice(2);
if (job === 'read') await measured(async () => void (await readTable(path)));
else if (job === 'stream') await measured(() => stream(path));
else if (job === 'write') {
  const { table } = await readTable(path);
  await measured(() => writeTable(table, `${path}.again.csv`));
} else await main();

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'verisim-bench-'));
  try {
    const million = join(folder, 'million.csv');
    const tenMillion = join(folder, 'ten-million.csv');
    await makeCsv(million, 1_000_000);
    await makeCsv(tenMillion, 10_000_000);
    const rows = [
      run('read 1,000,000 x 15', 'read', million, { cpu: 4, megabytes: 700 }),
      run('write 1,000,000 x 15', 'write', million, {}),
      run('stream 10,000,000 x 15', 'stream', tenMillion, { megabytes: 1000 }),
    ];
    console.log(`the smaller file has ${Math.round((await stat(million)).size / 1e6)} MB`);
    console.table(rows);
    if (rows.some(({ kept }) => kept === 'no')) process.exitCode = 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function run(what: string, name: string, file: string, limit: { cpu?: number; megabytes?: number }) {
  const child = spawnSync(process.execPath, ['--conditions=verisim-source', import.meta.filename, name, file], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { cpu, megabytes } = JSON.parse(child.stdout);
  const kept =
    cpu <= (limit.cpu ?? Number.POSITIVE_INFINITY) && megabytes <= (limit.megabytes ?? Number.POSITIVE_INFINITY);
  return { what, 'CPU s': cpu, 'peak MB': megabytes, kept: kept ? 'yes' : 'no' };
}

async function measured(work: () => Promise<void>): Promise<void> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  const cpu = Math.round((user + system) / 1e4) / 100;
  console.log(JSON.stringify({ cpu, megabytes: Math.round(process.resourceUsage().maxRSS / 1024) }));
}

async function stream(file: string): Promise<void> {
  const opened = await openTable(file);
  let rows = 0;
  for await (const block of opened.blocks()) rows += block.rows;
  await opened.close();
  if (rows !== opened.rows) throw new Error(`${rows} rows, not ${opened.rows}`);
}

/** Whole numbers, decimals, categories of 2 to 200 levels, dates and identifiers. */
async function makeCsv(file: string, rows: number): Promise<void> {
  const random = createRandom('read-table');
  const out = createWriteStream(file);
  out.write(`${Array.from({ length: 15 }, (_, i) => `c${i}`).join(',')}\n`);
  let text = '';
  for (let row = 0; row < rows; row++) {
    const [a, b, c] = [random.next(), random.next(), random.next()];
    const day = new Date(Date.UTC(2010, 0, 1 + Math.floor(a * 5000))).toISOString().slice(0, 10);
    text += `${(row * 7) % 1000003},${Math.floor(a * 100)},${b.toFixed(6)},${(c * 1000).toFixed(2)},${(a - b).toFixed(4)},${Math.floor(b * 1e6)},`;
    text += `level ${Math.floor(c * 4)},${'abcdef'[Math.floor(a * 6)]},city ${Math.floor(b * 200)},${c < 0.5 ? 'yes' : 'no'},${day},`;
    text += `${(b * 10).toFixed(1)},${Math.floor(c * 2)},user${row},${(a * 1e5).toFixed(3)}\n`;
    if (text.length < 1 << 20) continue;
    if (!out.write(text)) await once(out, 'drain');
    text = '';
  }
  out.end(text);
  await once(out, 'finish');
}
