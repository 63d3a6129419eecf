// Does leave-one-source-out name the poisoned source, and only that? Three sources of the true process, one of them spoilt in one of several ways.
// Run: node --conditions=verisim-source bench/attribution.bench.ts [--seeds 20] [--rows 800]
import { parseArgs } from 'node:util';
import {
  type CodedColumn,
  createContext,
  createRandom,
  createTable,
  type Random,
  shuffle,
  type Table,
} from '@verisim/core';
import { boostedTrees } from '@verisim/evaluator-utility';
import { attribute } from '../src/attribution/attribute.ts';
import { drawRows } from './lift-processes.ts';

const { values: options } = parseArgs({
  options: { seeds: { type: 'string', default: '20' }, rows: { type: 'string', default: '800' } },
});
const [seeds, rows] = [Number(options.seeds), Number(options.rows)];
const PROCESSES = ['logistic', 'interactions', 'three classes'];
const TARGET = 'outcome';

function relabelled(table: Table, label: (code: number, levels: number) => number): Table {
  const at = table.spec.columns.length - 1;
  const { codes, levels } = table.columns[at] as CodedColumn;
  const changed = codes.map((code) => label(code, levels.length));
  return createTable(table.spec.columns, table.columns.with(at, { storage: 'coded', codes: changed, levels }));
}

/** Labels drawn anew in an order of chance: they ignore the features. */
function shuffled(table: Table, random: Random): Table {
  const at = table.spec.columns.length - 1;
  const { codes, levels } = table.columns[at] as CodedColumn;
  const moved = shuffle(codes.slice(), random);
  return createTable(table.spec.columns, table.columns.with(at, { storage: 'coded', codes: moved, levels }));
}

const poisons: Readonly<Record<string, (table: Table, random: Random) => Table>> = {
  'nothing wrong': (table) => table,
  'labels wrong, 20 %': (table, random) =>
    relabelled(table, (code, levels) => (random.next() < 0.2 ? (code + 1) % levels : code)),
  'labels wrong, 40 %': (table, random) =>
    relabelled(table, (code, levels) => (random.next() < 0.4 ? (code + 1) % levels : code)),
  'one class lost half to another': (table, random) =>
    relabelled(table, (code) => (code === 1 && random.next() < 0.5 ? 0 : code)),
  'labels ignore the features': shuffled,
};

let broken = false;
console.log(
  `${'poison'.padEnd(34)}${'it alone named'.padStart(18)}${'it and others'.padStart(18)}${'others alone'.padStart(18)}${'none'.padStart(10)}`,
);
for (const [name, poison] of Object.entries(poisons)) {
  const found = { only: 0, more: 0, others: 0, none: 0 };
  for (let seed = 0; seed < seeds; seed++) {
    const process = PROCESSES[seed % PROCESSES.length];
    const random = createRandom(`${name}:${seed}`);
    const draw = (label: string, count: number) => drawRows(process, count, random.fork(label));
    const sources = ['clean a', 'clean b', 'poisoned'].map((label) => {
      const table = draw(label, rows);
      return { name: label, table: label === 'poisoned' ? poison(table, random.fork('poison')) : table };
    });
    const request = { real: draw('real', rows), sources, target: TARGET, learner: boostedTrees({ rounds: 60 }) };
    const { pull } = await attribute({ ...request, slices: false, resamples: 500 }, createContext({ seed }));
    if (pull.length === 0) found.none++;
    else if (!pull.includes('poisoned')) found.others++;
    else if (pull.length > 1) found.more++;
    else found.only++;
  }
  const cells = [found.only, found.more, found.others].map((count) => `${count} of ${seeds}`.padStart(18));
  console.log(`${name.padEnd(34)}${cells.join('')}${String(found.none).padStart(10)}`);
  const named = found.only + found.more + found.others;
  if (name === 'nothing wrong' ? named > 0.1 * seeds : found.others + found.more > 0.1 * seeds) broken = true;
  if (/one class|ignore/.test(name) && found.only < 0.9 * seeds) broken = true;
}
console.log(`\n${(process.cpuUsage().user / 1e6).toFixed(0)} CPU s`);
if (broken) {
  console.error(
    'A promise is broken: a clean source was named in over 10 %, or a plainly poisoned one missed in over 10 %.',
  );
  process.exitCode = 1;
}
