/**
 * What a fit and a block take beside what was predicted, each in a process of its own: the prediction is at least what is measured and at
 * most twice that. `npm run bench -- predict-memory` takes about 3 CPU minutes, most of them for 5,000 x 2,000; `small` leaves that one out.
 */
import { execFileSync } from 'node:child_process';
import {
  type Column,
  type ColumnSpec,
  createContext,
  createRandom,
  createTable,
  fit,
  sample,
  type Table,
} from '@verisim/core';
import { copula, marginals, trees } from '../src/index.ts';
import { copulaMemory, marginalsMemory, predictMemory, treesMemory } from '../src/predict-memory.ts';

const MEGABYTE = 2 ** 20;
const generators = { trees, marginals, copula } as const;
const costs = { trees: treesMemory, marginals: marginalsMemory, copula: copulaMemory } as const;
type Name = keyof typeof generators;

const cases: readonly (readonly [Name, number, number])[] = [
  ['trees', 195_000, 24],
  ['trees', 1_000_000, 15],
  ['trees', 5000, 2000],
  ['marginals', 195_000, 24],
  ['marginals', 1_000_000, 15],
  ['copula', 195_000, 24],
  ['copula', 500, 2000],
];

/** Numbers in two of three columns, else categories, all leaning on one of four numbers per row; nothing is left behind to be collected. */
function leaningTable(rows: number, columns: number): Table {
  const random = createRandom('memory');
  const uniform = (row: number, k: number) => {
    const x = Math.sin(row * 12.9898 + k * 78.233) * 43_758.5453;
    return x - Math.floor(x);
  };
  const specs: ColumnSpec[] = [];
  const cells: Column[] = [];
  for (let c = 0; c < columns; c++) {
    const values = new Float64Array(rows);
    const k = c % 4;
    const scale = c % 3 === 1 ? 100 : 8;
    for (let row = 0; row < rows; row++) {
      const latent = 2 * (uniform(row, k) + uniform(row, k + 50) + uniform(row, k + 99) - 1.5);
      values[row] = Math.round((latent + random.normal()) * scale);
    }
    const spec = { name: `c${c}`, nullable: false, role: c === 0 ? 'target' : 'feature' } as const;
    const levels = Array.from({ length: 2 + (c % 29) }, (_, i) => `l${i}`);
    specs.push(c % 3 === 0 ? { ...spec, kind: 'category', levels } : { ...spec, kind: 'integer' });
    const level = (value: number) =>
      Math.min(levels.length - 1, Math.max(0, Math.floor(((value / 8 + 3) / 6) * levels.length)));
    cells.push(
      c % 3 === 0
        ? { storage: 'coded', levels, codes: Int32Array.from(values, level) }
        : { storage: 'numeric', values },
    );
  }
  return createTable(specs, cells);
}

async function measureOne(name: Name, rows: number, columns: number): Promise<void> {
  const table = leaningTable(rows, columns);
  const predicted = predictMemory(table, costs[name]).bytes;
  for (let i = 0; i < 5; i++) {
    globalThis.gc?.();
    await new Promise((done) => setTimeout(done, 20));
  }
  const before = process.memoryUsage.rss();
  const ctx = createContext({ seed: 1 });
  const model = await fit(generators[name], table, {}, ctx);
  await sample(generators[name], model, { rows: Math.min(rows, 65_536) }, ctx);
  const { user, system } = process.cpuUsage();
  const taken = process.resourceUsage().maxRSS * 1024 - before;
  process.stdout.write(JSON.stringify({ predicted, taken, seconds: (user + system) / 1e6 }));
}

const own = process.env.PREDICT_MEMORY_CASE;
if (own) {
  const [name, rows, columns] = JSON.parse(own) as [Name, number, number];
  await measureOne(name, rows, columns);
} else {
  let broken = false;
  console.log('generator   rows      columns  predicted MB  taken MB  ratio  CPU s of all');
  for (const one of cases) {
    if (process.argv.includes('small') && one[1] * one[2] > 8e6 && one[2] > 100) continue;
    const env = { ...process.env, PREDICT_MEMORY_CASE: JSON.stringify(one) };
    const flags = ['--expose-gc', '--conditions=verisim-source', import.meta.filename];
    const made = JSON.parse(execFileSync(process.execPath, flags, { env, encoding: 'utf8' })) as Record<string, number>;
    const ratio = made.predicted / made.taken;
    broken ||= ratio < 1 || ratio > 2;
    const cells = [one[0].padEnd(11), `${one[1]}`.padEnd(9), `${one[2]}`.padEnd(8)];
    const figures = [made.predicted / MEGABYTE, made.taken / MEGABYTE].map((figure) => figure.toFixed(0).padStart(9));
    console.log(cells.join(' '), ...figures, ratio.toFixed(2).padStart(8), made.seconds.toFixed(1).padStart(8));
  }
  if (broken) {
    console.error('A prediction was less than what was taken, or more than twice that.');
    process.exitCode = 1;
  }
}
