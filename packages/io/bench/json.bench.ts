// JSON Lines and JSON: how fast flat rows are scanned, read and written, and in how much memory. Promise: a pass scans >= 50 MB/s, < 400 MB.
// Run: npm run bench -- json
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ColumnSpec, createRandom, createTable, type Table } from '@verisim/core';
import type { Format } from '../src/format.ts';
import { json } from '../src/json/json.ts';
import { jsonl } from '../src/json/jsonl.ts';

const BLOCKS = 10;
const ROWS = 65_536;
const SLOWEST = 50;
const MOST_MEMORY = 400;

const spec = (name: string, kind: ColumnSpec['kind'], format?: string): ColumnSpec => ({
  ...{ name, kind, format, nullable: true, role: 'feature' },
});

const specs = [
  spec('id', 'integer'),
  spec('amount', 'number'),
  spec('score', 'number'),
  spec('city', 'category'),
  spec('active', 'boolean'),
  spec('when', 'datetime', '%Y-%m-%d'),
  spec('note', 'text'),
];

function blockOf(block: number): Table {
  const random = createRandom(`json bench ${block}`);
  const numbers = (make: (row: number) => number) => Float64Array.from({ length: ROWS }, (_, row) => make(row));
  const codes = (levels: number) =>
    Int32Array.from({ length: ROWS }, () => random.int(0, levels) - (levels > 2 ? 1 : 0));
  return createTable(specs, [
    { storage: 'numeric', values: numbers((row) => block * ROWS + row) },
    { storage: 'numeric', values: numbers(() => random.int(0, 1_000_000) / 100) },
    { storage: 'numeric', values: numbers(() => random.normal()) },
    { storage: 'coded', codes: codes(4), levels: ['Paris', 'São Paulo', 'Zürich', '北京'] },
    { storage: 'coded', codes: codes(2), levels: ['false', 'true'] },
    { storage: 'numeric', values: numbers(() => random.int(0, 20_000) * 86_400_000) },
    { storage: 'text', values: Array.from({ length: ROWS }, (_, row) => `a "note" of row ${row}\nwith two lines`) },
  ]);
}

async function* blocks(): AsyncGenerator<Table> {
  for (let block = 0; block < BLOCKS; block++) yield blockOf(block);
}

let failed = false;
const folder = await mkdtemp(join(tmpdir(), 'verisim-json-bench-'));
try {
  console.log('format    MB  write MB/s  open MB/s  rows MB/s  peak MB');
  for (const format of [jsonl, json]) await measure(format);
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;

async function measure(format: Format): Promise<void> {
  const path = join(folder, `rows.${format.name}`);
  const writing = await seconds(() => format.write(path, blocks(), {}));
  const size = (await stat(path)).size / 1e6;
  let rows = 0;
  const opening = await seconds(() => format.open(path, {}));
  const source = await format.open(path, {});
  const reading = await seconds(async () => {
    for await (const batch of source.batches()) rows += batch.rows;
  });
  const memory = process.resourceUsage().maxRSS / 1000;
  const speeds = [writing, opening, reading].map((time) => size / time);
  failed ||= rows !== BLOCKS * ROWS || speeds[1] < SLOWEST || speeds[2] < SLOWEST || memory > MOST_MEMORY;
  const cells = [
    size.toFixed(0).padStart(4),
    ...speeds.map((speed) => speed.toFixed(0).padStart(10)),
    memory.toFixed(0).padStart(7),
  ];
  console.log(`${format.name.padEnd(7)} ${cells.join(' ')}`);
}

/** CPU seconds, which a busy machine does not change much. */
async function seconds(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
