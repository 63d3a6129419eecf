// Are the figures of `verisim play distill` about a teacher right (docs/guide/distill.md)? Toy teachers on a known process, 100 seeds:
// the residual error of 3 of 3 is at most 3 %, its interval holds the truth in 95 %, a teacher that errs alike everywhere is called biased in at most
// 5 %, one that errs in a slice is named in at least 90 %, and the band of the curve at 1 times the noise holds what the real rows themselves show in 90 %.
// Run: node --conditions=verisim-source bench/label-source.bench.ts [--seeds 100]
import { parseArgs } from 'node:util';
import { type CodedColumn, columnOf, createContext, type Table } from '@verisim/core';
import { boostedTrees } from '@verisim/evaluator-utility';
import {
  evenNoise,
  keepConsistent,
  labelNoiseSensitivity,
  labelSourceNoise,
  sourceBiases,
  type Teacher,
  votes,
} from '@verisim/plays';
import { loans, toyTeacher } from '../test/distill-world.ts';

const { values: options } = parseArgs({ options: { seeds: { type: 'string', default: '100' } } });
const SEEDS = Number(options.seeds);
const CLASSES = ['no', 'yes'];
const ROWS = 600;

const codesOf = (table: Table) => (columnOf(table, 'repaid') as CodedColumn).codes;

async function judged(teacher: Teacher, seed: number) {
  const table = loans(ROWS, seed);
  const labels = await teacher.label(table, CLASSES, createContext({ seed }));
  const found = votes(labels, 2);
  const { kept } = keepConsistent(found, labels, { agreement: 1 });
  const said = new Int32Array(ROWS).fill(-1);
  for (const row of kept) said[row] = found.label[row];
  const truth = codesOf(table);
  return {
    kept: labelSourceNoise(said, truth, 2),
    biases: sourceBiases(table, 'repaid', { said: found.label, truth, classes: CLASSES }).biases,
  };
}

/** Costs of 25 % wrong labels at the same size, told by another sample of the process: what the band should hold. */
async function curveHolds(seed: number): Promise<boolean> {
  const curve = async (from: number) => {
    const request = { target: 'repaid', learner: boostedTrees({ rounds: 30 }), metric: 'roc-auc', folds: 4 } as const;
    const noise = { classes: CLASSES, transition: evenNoise(0.25, 2) };
    const asked = { ...request, train: loans(ROWS, from), noise, seeds: 2, resamples: 300 };
    return (await labelNoiseSensitivity(asked, createContext({ seed: from }))).points[1].cost;
  };
  const [own, other] = [await curve(seed), await curve(seed + 50_000)];
  const width = Math.hypot(own.high - own.value, other.high - other.value);
  return Math.abs(own.value - other.value) <= width;
}

let [within, named, wronglyNamed, held, residual] = [0, 0, 0, 0, 0];
const TRUE_RESIDUAL = 0.008 / 0.52;
for (let seed = 1; seed <= SEEDS; seed++) {
  const even = await judged(
    toyTeacher(() => 0.2),
    seed,
  );
  residual += even.kept.rate / SEEDS;
  within += Number(even.kept.low <= TRUE_RESIDUAL && TRUE_RESIDUAL <= even.kept.high);
  const tilted = await judged(
    toyTeacher((_, repaid) => (repaid === 0 ? 0.3 : 0.05)),
    seed + 10_000,
  );
  wronglyNamed += Number(even.biases.length > 0) + Number(tilted.biases.length > 0);
  const biased = await judged(
    toyTeacher((region, repaid) => (region === 2 && repaid === 0 ? 0.4 : 0.1)),
    seed + 20_000,
  );
  named += Number(biased.biases[0]?.slice === 'region = west' && biased.biases[0].of === 'no');
  if (seed <= SEEDS / 2) held += Number(await curveHolds(seed));
}
const curves = Math.floor(SEEDS / 2);
const rows = [
  ['residual error of 3 of 3, 20 % wrong answers', `${(100 * residual).toFixed(2)} %`, 'at most 3 %', residual <= 0.03],
  ['its interval holds the truth', `${within} of ${SEEDS}`, '93 %', within >= 0.93 * SEEDS],
  [
    'called biased though it is not',
    `${wronglyNamed} of ${2 * SEEDS}`,
    'at most 5 %',
    wronglyNamed <= 0.05 * 2 * SEEDS,
  ],
  ['biased slice and class named first', `${named} of ${SEEDS}`, '90 %', named >= 0.9 * SEEDS],
  ['two samples agree on what 25 % wrong labels cost', `${held} of ${curves}`, '90 %', held >= 0.9 * curves],
] as const;
for (const [what, found, wanted, kept] of rows)
  console.log(`${kept ? 'kept  ' : 'BROKEN'} ${what}: ${found} (${wanted})`);
const { user, system } = process.cpuUsage();
console.log(`${((user + system) / 1e6).toFixed(0)} CPU s`);
process.exitCode = rows.every(([, , , kept]) => kept) ? 0 : 1;
