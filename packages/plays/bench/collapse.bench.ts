// What is left of rare cases when a generator learns from its own rows, generation after generation? Each generation either replaces the rows that
// it learned from (Shumailov et al. 2024, Nature 631) or is added to them, the real ones included (Gerstgrasser et al. 2024, arXiv 2404.01413).
// Prints a table and draws docs/guide/collapse.svg. Run: node --conditions=verisim-source bench/collapse.bench.ts [--seeds 5] [--rows 1000] [--generations 10] [--svg FILE]
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  type Context,
  concatTables,
  createContext,
  createRandom,
  fit,
  forkContext,
  type Json,
  sample,
  shuffle,
  sliceRows,
  type Table,
  takeRows,
} from '@verisim/core';
import { boostedTrees } from '@verisim/evaluator-utility';
import { trees } from '@verisim/generator-tabular';
import { chartSvg } from '@verisim/report';
import { readBirdStrikes, TARGET } from '../../cli/src/demo-data.ts';
import { tailLoss } from '../src/attribution/tail-loss.ts';
import { tableScorer } from '../src/score.ts';

const { values: options } = parseArgs({
  options: {
    seeds: { type: 'string', default: '5' },
    rows: { type: 'string', default: '1000' },
    generations: { type: 'string', default: '10' },
    svg: { type: 'string', default: fileURLToPath(new URL('../../../docs/guide/collapse.svg', import.meta.url)) },
  },
});
const [seeds, rows, generations] = [options.seeds, options.rows, options.generations].map(Number);

const WAYS = ['replace', 'accumulate'] as const;
const FIGURES = ['real tail regions reached', 'rare real levels reached', 'ROC AUC, trained on them'] as const;

interface Point {
  readonly way: (typeof WAYS)[number];
  readonly generation: number;
  readonly figure: (typeof FIGURES)[number];
  readonly value: number;
}

interface Parts {
  readonly real: Table;
  readonly test: Table;
}

async function figuresOf(made: Table, { real, test }: Parts, ctx: Context): Promise<readonly (number | null)[]> {
  const { tails, rareLevels } = tailLoss(real, made, ctx);
  const classifier = await boostedTrees().fit(made, { target: TARGET, random: ctx.random, signal: ctx.signal });
  return [tails, rareLevels, tableScorer(classifier, test, TARGET, 'roc-auc')()];
}

async function runWay(way: Point['way'], parts: Parts, ctx: Context): Promise<readonly Point[]> {
  const points: Point[] = [];
  const add = async (generation: number, made: Table) => {
    const values = await figuresOf(made, parts, forkContext(ctx, `figures:${generation}`));
    for (const [i, value] of values.entries())
      if (value !== null) points.push({ way, generation, figure: FIGURES[i], value });
  };
  let train = parts.real;
  await add(0, parts.real);
  for (let generation = 1; generation <= generations; generation++) {
    const own = forkContext(ctx, `${way}:${generation}`);
    const model = await fit(trees, train, {}, own);
    const { table } = await sample(trees, model, { rows: parts.real.rows }, own);
    await add(generation, table);
    train = way === 'replace' ? table : concatTables([train, table]);
  }
  return points;
}

const { table } = await readBirdStrikes(new AbortController().signal);
const points: Point[] = [];
for (let seed = 0; seed < seeds; seed++) {
  const order = shuffle(
    Int32Array.from({ length: table.rows }, (_, row) => row),
    createRandom(seed),
  );
  const mixed = takeRows(table, order);
  const parts = { real: sliceRows(mixed, 0, rows), test: sliceRows(mixed, rows, rows + 4000) };
  for (const way of WAYS) points.push(...(await runWay(way, parts, createContext({ seed }))));
}

function meanOf(way: Point['way'], generation: number, figure: Point['figure']): number {
  const own = points.filter((one) => one.way === way && one.generation === generation && one.figure === figure);
  return own.reduce((sum, { value }) => sum + value, 0) / own.length;
}

const line = (cells: readonly string[]) =>
  console.log(cells.map((cell, i) => (i === 0 ? cell.padEnd(12) : cell.padStart(28))).join(''));
for (const way of WAYS) {
  line([way, ...FIGURES]);
  for (let generation = 0; generation <= generations; generation++)
    line([String(generation), ...FIGURES.map((figure) => meanOf(way, generation, figure).toFixed(3))]);
  console.log();
}

function panel(figure: Point['figure']): Json {
  const color = { field: 'way', type: 'nominal', title: 'each generation', sort: [...WAYS] };
  const x = { field: 'generation', type: 'quantitative', axis: { tickMinStep: 1 } };
  const y = { field: 'value', type: 'quantitative', scale: { zero: false }, title: figure };
  return {
    width: 240,
    height: 220,
    data: { values: points.filter((one) => one.figure === figure) as unknown as Json },
    layer: [
      { mark: { type: 'errorband', extent: 'extent' }, encoding: { x, y, color } },
      { mark: { type: 'line', point: true }, encoding: { x, y: { ...y, aggregate: 'mean' }, color } },
    ],
  };
}

const title = `A generator that learns from its own rows, ${generations} generations: mean and range of ${seeds} seeds`;
writeFileSync(
  options.svg,
  `${await chartSvg({ name: 'collapse', title, spec: { background: 'white', hconcat: FIGURES.map(panel) } }, { width: 900 })}\n`,
);
const lost = ([first]: readonly (typeof FIGURES)[number][], way: Point['way']) =>
  meanOf(way, 0, first) - meanOf(way, generations, first);
console.log(`${(process.cpuUsage().user / 1e6).toFixed(0)} CPU s; drawn: ${options.svg.split('/').at(-1)}`);
if (FIGURES.slice(0, 2).some((figure) => lost([figure], 'replace') < lost([figure], 'accumulate'))) {
  console.error('Replacing lost less than accumulating: that is not what the guide says.');
  process.exitCode = 1;
}
