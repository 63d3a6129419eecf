// Are the decisions of whole coverage-gap plays right in worlds of known truth (docs/architecture/decision.md)? Threshold .02.
// Run: node --conditions=verisim-source bench/play-worlds.bench.ts [--seeds 50] [--only <part of a world's name>] [--each]
import { parseArgs } from 'node:util';
import { type PlayWorld, playIn, playWorlds, type WorldPlay } from './play-worlds.ts';

const { values: options } = parseArgs({
  options: {
    seeds: { type: 'string', default: '50' },
    only: { type: 'string', default: '' },
    each: { type: 'boolean', default: false },
  },
});
const RIGHT = 0.9;
const NORMAL_975 = 1.959963984540054;
/** Standard errors that a lift must measure to be seen four times in five. */
const POWER = NORMAL_975 + 0.8416;

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const figure = (values: readonly number[]) => (values.length === 0 ? '-' : mean(values).toFixed(3));

function summary({ right }: PlayWorld, plays: readonly WorldPlay[], seconds: number) {
  const share = (decision: string) =>
    Math.round((100 * plays.filter((play) => play.decision === decision).length) / plays.length);
  const judged = plays.flatMap(({ evidence }) => (evidence ? [evidence] : []));
  return {
    right,
    plays: plays.length,
    'right %': share(right),
    'use %': share('use'),
    'suffices %': share('real data suffices'),
    'do not %': share('do not use'),
    'cannot %': share('cannot tell'),
    'stopped before': plays.filter(({ stopped }) => stopped !== null).length,
    'slice down': judged.filter(({ slices }) => slices.some(({ status }) => status === 'down')).length,
    lift: figure(judged.map(({ lift }) => lift.value)),
    'smallest seen': figure(judged.map(({ lift }) => (POWER * (lift.high - lift.low)) / (2 * NORMAL_975))),
    'CPU s': (seconds / plays.length).toFixed(1),
  };
}

const table: Record<string, Record<string, string | number>> = {};
let broken = 0;
for (const world of playWorlds.filter(({ name }) => name.includes(options.only))) {
  const plays: WorldPlay[] = [];
  const from = process.cpuUsage();
  for (let seed = 0; seed < Number(options.seeds); seed++) {
    plays.push(await playIn(world, seed));
    const { decision, reason, evidence } = plays[seed];
    if (options.each) console.log(JSON.stringify({ world: world.name, seed, decision, lift: evidence?.lift, reason }));
  }
  const { user, system } = process.cpuUsage(from);
  table[world.name] = summary(world, plays, (user + system) / 1e6);
  if (plays.filter(({ decision }) => decision === world.right).length < RIGHT * plays.length) broken++;
}
console.table(table);
if (broken > 0) console.log(`${broken} worlds below ${100 * RIGHT} %`);
process.exitCode = broken > 0 ? 1 : 0;
