// Does `verisim monitor` raise false alarms, and does it see the drift that it says it would have seen (docs/guide/monitor.md)?
// Two halves of one table, 100 seeds each, from ../shared/data/adult where it is there and from a known process; promise: at most 5 % raise
// anything. Then a column is moved by what was printed as visible; promise: seen in at least 75 % of 100 seeds.
// Run: node --conditions=verisim-source bench/monitor.bench.ts [--seeds 100]
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  createContext,
  createRandom,
  type NumericColumn,
  shuffle,
  type Table,
  takeRows,
  withTarget,
} from '@verisim/core';
import { readTable } from '@verisim/io';
import { type Drift, monitorDrift } from '@verisim/plays';
import { patients } from '../test/patients.ts';

const { values: options } = parseArgs({ options: { seeds: { type: 'string', default: '100' } } });
const SEEDS = Number(options.seeds);
const ADULT = fileURLToPath(new URL('../../../../shared/data/adult/train.csv', import.meta.url));

interface World {
  readonly name: string;
  readonly target: string;
  /** A table to be cut into halves. */
  readonly draw: (seed: number) => Table;
  /** An ordered column to be moved. */
  readonly column: string;
}

async function worlds(): Promise<readonly World[]> {
  const process = [60, 600].map((rows) => ({
    name: `known process, 2 x ${rows} rows`,
    target: 'died',
    draw: (seed: number) => patients({ rows: 2 * rows, seed }),
    column: 'age',
  }));
  if (!existsSync(ADULT)) {
    console.warn(`skipped: Adult (${ADULT} is not there)`);
    return process;
  }
  const { table } = await readTable(ADULT);
  const adult = withTarget(table, 'income');
  const some = (rows: number) => (seed: number) =>
    takeRows(adult, shuffled(adult.rows, `adult:${seed}`).subarray(0, 2 * rows));
  return [
    ...process,
    ...[200, 1000].map((rows) => ({
      name: `Adult, 2 x ${rows} rows`,
      target: 'income',
      draw: some(rows),
      column: 'age',
    })),
  ];
}

function shuffled(rows: number, seed: string): Int32Array {
  return shuffle(
    Int32Array.from({ length: rows }, (_, i) => i),
    createRandom(seed),
  );
}

async function halves({ draw, target, column }: World, seed: number, moved: number): Promise<Drift> {
  const table = draw(seed);
  const order = shuffled(table.rows, `halves:${seed}`);
  const half = table.rows >> 1;
  const old = takeRows(table, order.subarray(0, half));
  const now = withMoved(takeRows(table, order.subarray(half)), column, moved, seed);
  return monitorDrift({ old, now, target }, createContext({ seed }));
}

/** A share of the rows gets the column's largest value and one more, so that the distance grows by that share. */
function withMoved(table: Table, name: string, share: number, seed: number): Table {
  if (share === 0) return table;
  const at = table.spec.columns.findIndex((spec) => spec.name === name);
  const { values } = table.columns[at] as NumericColumn;
  const random = createRandom(`moved:${seed}`);
  const most = values.reduce((a, b) => Math.max(a, b), 0) + 1;
  const changed = values.map((value) => (random.next() < share ? most : value));
  return { ...table, columns: table.columns.with(at, { storage: 'numeric', values: changed }) };
}

let broken = false;
const rows: string[][] = [];
for (const world of await worlds()) {
  let [alarms, seen, visible] = [0, 0, 0];
  const raised = new Map<string, number>();
  const begun = process.cpuUsage();
  for (let seed = 0; seed < SEEDS; seed++) {
    const found = await halves(world, seed, 0);
    if (found.drift) alarms++;
    for (const { check, drift } of found.measures) if (drift) raised.set(check, (raised.get(check) ?? 0) + 1);
    const own = found.measures.find(({ column, check }) => column === world.column && check === 'distribution')!;
    visible += own.visible / SEEDS;
    const moved = await halves(world, seed, own.visible);
    if (moved.measures.some(({ column, check, drift }) => drift && column === world.column && check === 'distribution'))
      seen++;
  }
  const { user, system } = process.cpuUsage(begun);
  if (alarms / SEEDS > 0.05 || seen / SEEDS < 0.75) broken = true;
  rows.push([
    world.name,
    `${alarms} of ${SEEDS}`,
    [...raised].map(([check, count]) => `${check} ${count}`).join(', '),
    `${seen} of ${SEEDS} at ${visible.toFixed(2)}`,
    ((user + system) / 2e6 / SEEDS).toFixed(2),
  ]);
}
console.table(
  rows.map(([world, alarms, by, seen, seconds]) => ({
    world,
    'false alarms': alarms,
    by,
    'drift seen': seen,
    'CPU s a call': seconds,
  })),
);
if (broken) process.exitCode = 1;
