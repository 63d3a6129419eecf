// Does the error analysis of `verisim gap` call a slice worse where none is (family-wise, at most 5 % of the worlds)? Does it find a bad tenth? What does Adult cost?
// Run: node --conditions=verisim-source bench/gap.bench.ts [--seeds 100] [--found 20]   (about 4 CPU minutes)
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createContext, rowsWhere, type Table, withTarget } from '@verisim/core';
import { readTable } from '@verisim/io';
import { type Gaps, proposeGaps } from '@verisim/plays';
import { BAD, type GapWorld, gapWorld } from './gap-world.ts';

const { values: options } = parseArgs({
  options: { seeds: { type: 'string', default: '100' }, found: { type: 'string', default: '20' } },
});
const PROMISES = { falseAlarms: 0.05, right: 0.9, adultSeconds: 30, adultProposals: 12 };
const ADULT = fileURLToPath(new URL('../../../../shared/data/adult/train.csv', import.meta.url));

const failing = ({ proposals }: Gaps) => proposals.filter(({ kind }) => kind === 'failing-slice');
const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** Whether more than half of a slice's rows are of the bad tenth, which is a tenth of all. */
function isRight(table: Table, where: Gaps['proposals'][0]['where']): boolean {
  const [a, n1] = [
    (table.columns[6] as { codes: Int32Array }).codes,
    (table.columns[0] as { values: Float64Array }).values,
  ];
  const rows = [...rowsWhere(table, where)];
  return rows.filter((row) => BAD(a[row], n1[row])).length > rows.length / 2;
}

async function worlds(
  world: GapWorld,
  rows: number,
  seeds: number,
): Promise<{ alarmed: number; right: number; called: number }> {
  const found = { alarmed: 0, right: 0, called: 0 };
  for (let seed = 1; seed <= seeds; seed++) {
    const train = gapWorld(rows, world, seed);
    const slices = failing(await proposeGaps({ train, target: 'y' }, createContext({ seed })));
    if (slices.length > 0) found.alarmed++;
    found.called += slices.length;
    found.right += slices.filter(({ where }) => isRight(train, where)).length;
  }
  return found;
}

let broken = false;
const seeds = Number(options.seeds);
for (const rows of [600, 2000]) {
  const { alarmed } = await worlds('none', rows, seeds);
  broken ||= alarmed / seeds > PROMISES.falseAlarms;
  console.log(
    `nothing wrong, ${rows} rows: ${alarmed} of ${seeds} worlds with a slice called worse (promise: at most ${100 * PROMISES.falseAlarms} %)`,
  );
}
for (const [world, rows] of [
  ['reversed', 2000],
  ['noise', 2000],
  ['noise', 5000],
] as const) {
  const { alarmed, right, called } = await worlds(world, rows, Number(options.found));
  broken ||= called > 0 && right / called < PROMISES.right;
  console.log(
    `a tenth ${world}, ${rows} rows: found in ${alarmed} of ${options.found} worlds; ${right} of ${called} slices are mostly the bad tenth (promise: ${100 * PROMISES.right} %)`,
  );
}
if (existsSync(ADULT)) {
  const before = cpuSeconds();
  const { table } = await readTable(ADULT);
  const { proposals, slices } = await proposeGaps(
    { train: withTarget(table, 'income'), target: 'income' },
    createContext({ seed: 1 }),
  );
  const seconds = cpuSeconds() - before;
  broken ||= seconds > PROMISES.adultSeconds || proposals.length > PROMISES.adultProposals;
  console.log(
    `Adult, ${table.rows} rows: ${seconds.toFixed(1)} CPU s, ${slices.tried} slices looked at, ${proposals.length} proposals (promise: ${PROMISES.adultSeconds} s, ${PROMISES.adultProposals})`,
  );
} else console.log('Adult: skipped, the shared data are not here');
process.exitCode = broken ? 1 : 0;
