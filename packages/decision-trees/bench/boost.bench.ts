// CPU seconds of boosting and predicting. Fails above the promise: 32,561 x 14, 100 rounds of 63 leaves in 3 CPU s.
// Run: npm run bench -- boost
import { type BoostOptions, boostedMargins, boostTrees, type Features } from '../src/index.ts';
import { randomCodes, uniform } from '../test/uniform.ts';

interface Case {
  readonly rows: number;
  readonly numbers: number;
  readonly categories: number;
  readonly bins: number;
  readonly options: BoostOptions;
  /** How often, for a mean. */
  readonly fits: number;
  readonly promise?: number;
}

const small = { loss: 'logistic', leaves: 5, minRows: 10 } as const;
const cases: readonly Case[] = [
  { rows: 32_561, numbers: 14, categories: 0, bins: 256, options: { loss: 'logistic' }, fits: 1, promise: 3 },
  { rows: 32_561, numbers: 6, categories: 8, bins: 100, options: { loss: 'logistic' }, fits: 1, promise: 3 },
  { rows: 1000, numbers: 20, categories: 0, bins: 50, options: small, fits: 20, promise: 0.1 },
  { rows: 1000, numbers: 10, categories: 10, bins: 50, options: small, fits: 20, promise: 0.1 },
  { rows: 200_000, numbers: 20, categories: 0, bins: 256, options: { loss: 'logistic' }, fits: 1 },
];

function made({ rows, numbers, categories, bins }: Case): { readonly features: Features; readonly y: Uint8Array } {
  const next = uniform(rows);
  const columns = Array.from({ length: numbers + categories }, () => randomCodes(next, rows, bins));
  const y = Uint8Array.from({ length: rows }, (_, i) => {
    const [a, b, c, d] = columns.map((column) => column[i] / bins);
    return Math.sin(6 * a) + 4 * b * c - d * d + 2 * next() > 2 ? 1 : 0;
  });
  const ordered = columns.map((_, f) => f < numbers);
  return { features: { columns, bins: columns.map(() => bins), ordered }, y };
}

function cpuSeconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

const lines = cases.map((one) => {
  const { features, y } = made(one);
  let model = boostTrees(features, y, { ...one.options, rounds: 1 });
  const fit = cpuSeconds(() => {
    for (let i = 0; i < one.fits; i++) model = boostTrees(features, y, one.options);
  });
  const predict = cpuSeconds(() => boostedMargins(model, features.columns));
  const perFit = fit / one.fits;
  const kept = one.promise === undefined || perFit <= one.promise;
  if (!kept) process.exitCode = 1;
  return {
    rows: one.rows,
    columns: `${one.numbers} numbers, ${one.categories} categories`,
    bins: one.bins,
    leaves: one.options.leaves ?? 63,
    'fit CPU s': perFit.toFixed(3),
    'predict CPU s per million rows': ((predict * 1e6) / one.rows).toFixed(2),
    promise: one.promise === undefined ? '' : `${one.promise} ${kept ? 'kept' : 'BROKEN'}`,
  };
});
console.table(lines);
