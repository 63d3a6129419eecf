// How often do the trap alarms cry where nothing is wrong, and how often do they see what is? (docs/guide/alarms.md)
// Nothing wrong: one half of real rows is called synthetic. Something wrong: one trap is dug into that half.
// Run: node --conditions=verisim-source bench/alarms.bench.ts [--seeds 50] [--only <part of a data set's name>] [--rows 1500]
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  createContext,
  createRandom,
  type Random,
  shuffle,
  sliceRows,
  type Table,
  takeRows,
  withTarget,
} from '@verisim/core';
import { readTable } from '@verisim/io';
import { readBirdStrikes } from '../../cli/src/demo-data.ts';
import type { AlarmName } from '../src/alarms/alarm.ts';
import { trapAlarms } from '../src/alarms/trap-alarms.ts';
import { dirtyWorld } from '../test/dirty-world.ts';
import { traps } from './alarm-traps.ts';
import { drawRows } from './lift-processes.ts';

interface World {
  readonly name: string;
  readonly target: string;
  /** Rows of one source, in an order of chance. */
  draw(rows: number, random: Random): Table;
}

const { values: options } = parseArgs({
  options: {
    seeds: { type: 'string', default: '50' },
    rows: { type: 'string', default: '1500' },
    only: { type: 'string', default: '' },
  },
});
const [seeds, rows] = [Number(options.seeds), Number(options.rows)];
const MOST_FALSE = 0.05;
const LEAST_POWER = 0.9;

function drawn(name: string, target: string, table: Table): World {
  return {
    name,
    target,
    draw(count, random) {
      const order = shuffle(
        Int32Array.from({ length: table.rows }, (_, i) => i),
        random,
      );
      return takeRows(table, order.subarray(0, count));
    },
  };
}

async function worldsOf(): Promise<readonly World[]> {
  const worlds: World[] = [
    { name: 'stays (dirty)', target: 'again', draw: (count, random) => dirtyWorld(count, random) },
    { name: 'interactions', target: 'outcome', draw: (count, random) => drawRows('interactions', count, random) },
    { name: 'three classes', target: 'outcome', draw: (count, random) => drawRows('three classes', count, random) },
    { name: 'rare positive', target: 'outcome', draw: (count, random) => drawRows('rare positive', count, random) },
  ];
  const { table } = await readBirdStrikes(new AbortController().signal);
  worlds.push(drawn('birdstrikes', 'Damaged', table));
  const adult = fileURLToPath(new URL('../../../../shared/data/adult/train.csv', import.meta.url));
  if (existsSync(adult)) {
    const read = (await readTable(adult)).table;
    const target = read.spec.columns[read.spec.columns.length - 1].name;
    worlds.push(drawn('adult', target, withTarget(read, target)));
  } else console.warn('adult left out: ../shared/data/adult is not there');
  return worlds.filter(({ name }) => name.includes(options.only));
}

async function onIn(world: World, seed: number, trap: (typeof traps)[number] | null): Promise<ReadonlySet<AlarmName>> {
  const random = createRandom(`${world.name}:${seed}`);
  const both = world.draw(3 * rows, random.fork('rows'));
  const cut = Math.floor(both.rows / 3);
  const [real, fresh, test] = [0, 1, 2].map((i) => sliceRows(both, i * cut, (i + 1) * cut));
  const { target } = world;
  const given = trap ? { test, ...trap.plant(fresh, real, target, random.fork('trap')) } : { synthetic: fresh, test };
  const alarms = await trapAlarms({ real, target, ...given }, createContext({ seed }));
  return new Set(alarms.filter(({ level }) => level === 'alarm').map(({ name }) => name));
}

const names = [...new Set(traps.map(({ alarm }) => alarm))];
const worlds = await worldsOf();
let broken = false;
const row = (cells: readonly string[]) =>
  console.log(cells.map((cell, i) => (i === 0 ? cell.padEnd(44) : cell.padStart(18))).join(''));
row(['false alarms', ...names]);
const total = new Map(names.map((name) => [name, 0]));
for (const world of worlds) {
  const counts = new Map(names.map((name) => [name, 0]));
  for (let seed = 0; seed < seeds; seed++) {
    for (const name of await onIn(world, seed, null)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  for (const name of names) total.set(name, total.get(name)! + counts.get(name)!);
  row([world.name, ...names.map((name) => `${counts.get(name)} of ${seeds}`)]);
}
for (const name of names) if (total.get(name)! > MOST_FALSE * seeds * worlds.length) broken = true;
console.log();
row(['seen', ...worlds.map(({ name }) => name)]);
const tries = Math.max(1, Math.round(seeds / 5));
for (const trap of traps) {
  const seen: string[] = [];
  for (const world of worlds) {
    let count = 0;
    for (let seed = 0; seed < tries; seed++) if ((await onIn(world, seed, trap)).has(trap.alarm)) count++;
    seen.push(`${count} of ${tries}`);
    if (world === worlds[0] && count < LEAST_POWER * tries) broken = true;
  }
  row([`${trap.alarm}: ${trap.name}`, ...seen]);
}
console.log(`\n${(process.cpuUsage().user / 1e6).toFixed(0)} CPU s`);
if (broken) {
  console.error(
    'A promise is broken: an alarm cries falsely in over 5 %, or does not see its trap in the first world.',
  );
  process.exitCode = 1;
}
