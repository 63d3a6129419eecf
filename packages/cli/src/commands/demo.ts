import {
  type CodedColumn,
  type Context,
  columnOf,
  shuffle,
  type Table,
  type TrackedTable,
  takeTrackedRows,
} from '@verisim/core';
import { logisticRegression } from '@verisim/evaluator-utility';
import { trees } from '@verisim/generator-tabular';
import { makePlan } from '@verisim/plays';
import type { Call } from '../call.ts';
import { LEAKING, readBirdStrikes, TARGET } from '../demo-data.ts';
import { type DemoStory, playDemo, type Situation } from '../demo-play.ts';
import type { ExitCode } from '../exit-codes.ts';

const GAP =
  'Only one bird strike in ten damages the aircraft, so a model that should warn of damage sees too little of it.';

const SITUATIONS: readonly Situation[] = [
  { name: 'A team with 300 labelled reports', short: '300 reports', rows: 300 },
  { name: 'A team with 7,500 labelled reports', short: '7,500 reports', rows: null },
];

/** `verisim demo`: the main job on real data, for two teams that share one holdout; with `--text` on support tickets. */
export async function run(call: Call): Promise<ExitCode> {
  if (call.options.text) return (await import('./demo-text.ts')).run(call);
  const { table, report } = await readBirdStrikes(call.signal);
  const where = [{ column: TARGET, in: ['yes'] }];
  const force = Boolean(call.options.force);
  const story: DemoStory = {
    name: 'demo',
    title: 'Does synthetic data help to predict damage from bird strikes?',
    introduction: introduction(table),
    table,
    source: { file: report.file, hash: report.hash },
    holdoutRows: 2500,
    rowName: 'reports',
    plan: makePlan({ gap: GAP, target: TARGET, where, metric: 'roc-auc', threshold: 0.01, force }),
    generator: trees as never,
    learner: logisticRegression,
    situations: SITUATIONS,
    facts: { leaking_columns_left_out: LEAKING },
    subset: (train, { rows }, ctx) => (rows === null ? train : subset(train, rows, ctx)),
  };
  return playDemo(story, call);
}

function introduction(table: Table): string {
  return [
    `${table.rows.toLocaleString('en-US')} real reports of bird strikes (US Federal Aviation Administration, through the package vega-datasets).`,
    GAP,
    `Left out because they are known only after the damage is: ${LEAKING.join(', ')}. "${TARGET}" says whether there was any damage.`,
  ].join('\n');
}

/** A part of the training rows with their share of each class: every k-th row of a shuffle sorted by class. */
function subset(train: TrackedTable, rows: number, ctx: Context): TrackedTable {
  const { codes } = columnOf(train.table, TARGET) as CodedColumn;
  const order = shuffle(Int32Array.from(codes.keys()), ctx.random.fork('subset'));
  const byClass = [...order].sort((a, b) => codes[a] - codes[b]);
  const chosen = Int32Array.from({ length: rows }, (_, i) => byClass[Math.floor(((i + 0.5) * order.length) / rows)]);
  return takeTrackedRows(train, chosen.sort());
}
