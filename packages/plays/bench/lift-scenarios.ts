import { type CodedColumn, columnIndex, type Random, type Table, takeRows } from '@verisim/core';
import type { MetricName } from '@verisim/evaluator-utility';
import { drawRows } from './lift-processes.ts';

/** A kind of world whose right decision is known. */
export interface Scenario {
  readonly name: string;
  readonly metric: MetricName;
  /** Real rows, and holdout rows if they are fixed (else 1,000 to 4,000). */
  readonly real: readonly number[];
  readonly holdout?: number;
  synthesise(process: string, real: Table, rows: number, random: Random): Table;
  right(decision: string): boolean;
  /** Whether the world came out as meant, by the threshold: what the judged models do on 10,000 rows, by the metric and by log loss. */
  premise(truth: Truth): boolean;
}

interface Truth {
  readonly truth: number;
  readonly truthByLoss: number;
}

const is = (wanted: string) => (decision: string) => decision === wanted;
const helps = ({ truth }: Truth) => truth > 0.02;
const hardlyHelps = ({ truth }: Truth) => truth < 0.02;
const harms = ({ truth, truthByLoss }: Truth) => truth < -0.02 || truthByLoss < -0.02;
const fresh: Scenario['synthesise'] = (process, _, rows, random) => drawRows(process, rows, random);

/** Worlds in which the right decision is known. */
export const scenarios: readonly Scenario[] = [
  { name: 'fresh, 150 real', metric: 'roc-auc', real: [150], synthesise: fresh, right: is('use'), premise: helps },
  {
    name: 'fresh, 6,000 real',
    metric: 'roc-auc',
    real: [6000],
    synthesise: fresh,
    right: is('real data suffices'),
    premise: hardlyHelps,
  },
  {
    name: 'targets unrelated',
    metric: 'roc-auc',
    real: [150, 600, 1500],
    synthesise: unrelated,
    right: is('do not use'),
    premise: harms,
  },
  {
    name: 'flipped, log loss',
    metric: 'log-loss',
    real: [300, 1500],
    synthesise: flipped,
    right: is('do not use'),
    premise: harms,
  },
  {
    name: 'flipped, guarded',
    metric: 'roc-auc',
    real: [300, 1500],
    synthesise: flipped,
    right: is('do not use'),
    premise: harms,
  },
  {
    name: 'drawn again',
    metric: 'roc-auc',
    real: [150, 600, 1500],
    synthesise: drawnAgain,
    right: (d) => d !== 'use',
    premise: hardlyHelps,
  },
  {
    name: 'fresh, holdout 40',
    metric: 'roc-auc',
    real: [150, 600],
    holdout: 40,
    synthesise: fresh,
    right: is('cannot tell'),
    premise: () => true,
  },
];

/** Fresh rows whose targets are another row's. */
function unrelated(process: string, _: Table, rows: number, random: Random): Table {
  const table = drawRows(process, rows, random);
  const other = drawRows(process, rows, random);
  return withOutcome(table, (other.columns[columnIndex(other.spec, 'outcome')] as CodedColumn).codes);
}

/** Fresh rows of which two in five of the first class carry the last class's label. */
function flipped(process: string, _: Table, rows: number, random: Random): Table {
  const table = drawRows(process, rows, random);
  const { codes, levels } = table.columns[columnIndex(table.spec, 'outcome')] as CodedColumn;
  return withOutcome(
    table,
    codes.map((code) => (code === 0 && random.next() < 0.4 ? levels.length - 1 : code)),
  );
}

function drawnAgain(_: string, real: Table, rows: number, random: Random): Table {
  return takeRows(
    real,
    Int32Array.from({ length: rows }, () => random.int(0, real.rows)),
  );
}

function withOutcome(table: Table, codes: Int32Array): Table {
  const at = columnIndex(table.spec, 'outcome');
  return { ...table, columns: table.columns.with(at, { ...(table.columns[at] as CodedColumn), codes }) };
}
