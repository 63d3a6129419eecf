/** What privacy costs on Adult: shapes, trends and the worth of the rows at several epsilons, and the seconds that fitting takes. */
import { fileURLToPath } from 'node:url';
import { createContext, fit, sample, type Table } from '@verisim/core';
import { fidelityScores } from '@verisim/evaluator-fidelity';
import { type ColumnDomain, dpMarginals } from '../src/index.ts';
import { missingFrom, readDataSet } from './tabular-data.ts';
import { testScore } from './tabular-judges.ts';

const EPSILONS = [1, 3, 10];
const DELTA = 1e-6;
const SEEDS = 3;
/** Least and greatest values by the census code book and round numbers; levels are the code book's, which are the file's. */
const BOUNDS: Readonly<Record<string, readonly [number, number]>> = {
  age: [17, 90],
  fnlwgt: [10_000, 1_500_000],
  'education.num': [1, 16],
  'capital.gain': [0, 99_999],
  'capital.loss': [0, 5000],
  'hours.per.week': [1, 99],
};

/** What fails a promise: error and loss of AUC at most, CPU seconds at most. */
const PROMISES: Readonly<Record<number, { shape: number; trend: number; auc: number }>> = {
  1: { shape: 0.015, trend: 0.05, auc: 0.87 },
  3: { shape: 0.01, trend: 0.04, auc: 0.885 },
  10: { shape: 0.008, trend: 0.035, auc: 0.895 },
};
const MOST_SECONDS = 1;

const folder = fileURLToPath(new URL('../../../../shared/data/adult', import.meta.url));
if (missingFrom(folder).length > 0) console.log(`skipped: ${folder} lacks ${missingFrom(folder).join(', ')}`);
else process.exitCode = await judge();

async function judge(): Promise<number> {
  const { info, train, test } = await readDataSet(folder);
  console.log('epsilon  shape error  trend error  TSTR AUC  fit CPU s   (means of three fits; delta 1e-6)');
  let broken = 0;
  for (const epsilon of EPSILONS) {
    const sums = { shape: 0, trend: 0, auc: 0, seconds: 0 };
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { table, seconds } = await make(train, epsilon, seed);
      const scores = fidelityScores(train, table);
      sums.shape += (1 - (scores.columnShapes ?? 0)) / SEEDS;
      sums.trend += (1 - (scores.pairTrends ?? 0)) / SEEDS;
      sums.auc += testScore(table, test, info) / SEEDS;
      sums.seconds += seconds / SEEDS;
    }
    const { shape, trend, auc, seconds } = sums;
    const figures = [shape, trend, auc].map((figure) => figure.toFixed(4).padStart(11));
    console.log(`${String(epsilon).padStart(7)} ${figures.join(' ')} ${seconds.toFixed(2).padStart(10)}`);
    const most = PROMISES[epsilon];
    if (shape > most.shape || trend > most.trend || auc < most.auc || seconds > MOST_SECONDS) broken++;
  }
  console.log(`real rows: TSTR AUC ${testScore(train, test, info).toFixed(4)}`);
  return broken === 0 ? 0 : 1;
}

async function make(train: Table, epsilon: number, seed: number): Promise<{ table: Table; seconds: number }> {
  const ctx = createContext({ seed });
  const options = { epsilon, delta: DELTA, domain: domainOf(train) };
  const before = process.cpuUsage();
  const model = await fit(dpMarginals, train, options, ctx);
  const { user, system } = process.cpuUsage(before);
  const { table } = await sample(dpMarginals, model, { rows: train.rows }, ctx);
  return { table, seconds: (user + system) / 1e6 };
}

function domainOf({ spec }: Table): Readonly<Record<string, ColumnDomain>> {
  return Object.fromEntries(
    spec.columns.map(({ name, levels }) => [name, levels ? { levels: [...levels] } : { bounds: BOUNDS[name] }]),
  );
}
