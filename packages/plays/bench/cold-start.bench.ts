// Does a cold start end when it should, and only then (docs/guide/cold-start.md)? Worlds of known truth, 20 seeds each, threshold .03 of ROC AUC, 200 locked rows:
// 60 real training rows beside 3,000 made rows of the true process: made rows are worth more than the threshold, it must go on (promise: 95 %);
// 900 beside rough rules, and 900 beside labels that ignore the features: real rows carry the model alone (promise: ends in 80 % at this one look).
// Run: node --conditions=verisim-source bench/cold-start.bench.ts [--seeds 20]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  type CodedColumn,
  type Column,
  columnOf,
  createContext,
  createRandom,
  createTable,
  type NumericColumn,
  realLineage,
  type Table,
  trackedTable,
} from '@verisim/core';
import { boostedTrees } from '@verisim/evaluator-utility';
import { type ColdStart, makeColdStartPlan, type ReplaceState, replaceRows, takeInRows } from '@verisim/plays';
import { openHoldout, openWorkspace } from '@verisim/workspace';
import { loans } from '../test/distill-world.ts';

const { values: options } = parseArgs({ options: { seeds: { type: 'string', default: '20' } } });
const SEEDS = Number(options.seeds);
const DAY = '2026-12-10';

/** The table under other labels. */
function relabelled(table: Table, label: (row: number) => boolean): Table {
  const { levels } = columnOf(table, 'repaid') as CodedColumn;
  const codes = Int32Array.from({ length: table.rows }, (_, row) => Number(label(row)));
  const columns = table.columns.map(
    (column, i): Column => (table.spec.columns[i].name === 'repaid' ? { storage: 'coded', codes, levels } : column),
  );
  return createTable(table.spec.columns, columns);
}

const roughRules = (table: Table) => {
  const [income, debts] = ['income', 'debts'].map((name) => (columnOf(table, name) as NumericColumn).values);
  return relabelled(table, (row) => income[row] > debts[row]);
};
const coins = (table: Table, seed: number) => {
  const random = createRandom(seed);
  return relabelled(table, () => random.next() < 0.5);
};

const plan = makeColdStartPlan({
  why: 'The bank opens in May without a loan.',
  target: 'repaid',
  started: '2026-12-01',
  expires: '2027-03-31',
  threshold: 0.03,
});
const start: ColdStart = {
  place: 'bench',
  plan,
  need: { needed: 200, wanted: 200, shows: 0.03 },
  source: 'bench',
  columns: loans(1, 1).spec.columns,
  rowsHash: '',
  learner: 'boosted-trees',
  seed: '1',
  reviews: [],
  replaced: null,
  replacedIn: null,
  ended: null,
};

async function ends(real: Table, made: Table, seed: number): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'verisim-bench-'));
  try {
    const workspace = await openWorkspace(folder);
    const source = { file: 'real.csv', hash: '0'.repeat(64) };
    const arrival = { table: real, source, training: null, arrived: {}, locks: [], seed: String(seed) };
    const taken = await takeInRows(workspace, start, arrival);
    const [lock] = taken.locks;
    const evaluation = [{ id: lock.id, rows: lock.rows }];
    const counts = { arrived: taken.added, added: taken.added, training: taken.training.table.rows };
    const none = { swept: null, opened: null, ended: null };
    const state: ReplaceState = { play: 'bench', sequence: 1, day: DAY, evaluation, ...counts, ...none };
    const found = await replaceRows(
      {
        start,
        state,
        training: taken.training,
        made: trackedTable(made, realLineage(made.rows, 'made')),
        learner: boostedTrees({ rounds: 40 }),
        ratios: [0, 0.5, 0.75],
        folds: 5,
        seeds: 2,
        run: 'bench',
        today: DAY,
        openEvaluation: () => openHoldout(workspace, lock, { reason: 'bench', run: 'bench' }),
      },
      createContext({ seed }),
    );
    return found.state.ended !== null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const worlds = [
  {
    name: '60 real rows, made rows of the true process',
    real: 260,
    made: (s: number) => loans(3000, s),
    should: false,
  },
  { name: '900 real rows, rough rules', real: 1100, made: (s: number) => roughRules(loans(2000, s)), should: true },
  { name: '900 real rows, labels by coin', real: 1100, made: (s: number) => coins(loans(2000, s), s), should: true },
] as const;

let broken = false;
for (const { name, real, made, should } of worlds) {
  let right = 0;
  for (let seed = 1; seed <= SEEDS; seed++)
    right += Number((await ends(loans(real, seed), made(seed + 1000), seed)) === should);
  const kept = right >= (should ? 0.8 : 0.95) * SEEDS;
  broken ||= !kept;
  console.log(`${kept ? 'kept  ' : 'BROKEN'} ${name}: ${should ? 'ends' : 'goes on'} in ${right} of ${SEEDS}`);
}
const { user, system } = process.cpuUsage();
console.log(`${((user + system) / 1e6).toFixed(0)} CPU s`);
process.exitCode = broken ? 1 : 0;
