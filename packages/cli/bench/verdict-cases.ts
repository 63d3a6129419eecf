import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  type CodedColumn,
  columnOf,
  createRandom,
  shuffle,
  type Table,
  type TrackedTable,
  takeTrackedRows,
  withTarget,
} from '@verisim/core';
import { readTable } from '@verisim/io';
import { readBirdStrikes } from '../src/demo-data.ts';

/** A play on real data. */
export interface VerdictCase {
  readonly name: string;
  readonly title: string;
  readonly gap: string;
  readonly target: string;
  readonly level: string;
  readonly threshold: number;
  readonly holdoutRows: number;
  /** `null` when the data are not here. */
  read(): Promise<{ readonly table: Table; readonly file: string; readonly hash: string } | null>;
  /** What is done to the training part after the holdout was locked. */
  readonly thin: (train: TrackedTable) => TrackedTable;
}

const ADULT = fileURLToPath(new URL('../../../../shared/data/adult/train.csv', import.meta.url));

async function birdStrikes() {
  const { table, report } = await readBirdStrikes(new AbortController().signal);
  return { table, file: 'birdstrikes.csv', hash: report.hash };
}

async function adult() {
  if (!existsSync(ADULT)) return null;
  const { table, report } = await readTable(ADULT);
  return { table: withTarget(table, 'income'), file: 'adult.csv', hash: report.hash };
}

const strikes = {
  gap: 'Only one bird strike in ten damages the aircraft, so a model that should warn of damage sees too little of it.',
  target: 'Damaged',
  level: 'yes',
  threshold: 0.01,
  holdoutRows: 2500,
  read: birdStrikes,
} as const;

/** The cases of docs/guide/verdicts.md. */
export const verdictCases: readonly VerdictCase[] = [
  { ...strikes, name: 'birdstrikes', title: 'Bird strikes, 7,500 reports', thin: (train) => train },
  {
    ...strikes,
    name: 'birdstrikes-300',
    title: 'Bird strikes, 300 reports',
    thin: (train) => sample(train, 'Damaged', () => 300 / train.table.rows),
  },
  {
    name: 'adult-thinned',
    title: 'Adult, one in twenty of those who earn more kept',
    gap: 'Of the people who earn more than 50K only one in twenty was labelled, so the model hardly knows them.',
    target: 'income',
    level: '>50K',
    threshold: 0.005,
    holdoutRows: 6512,
    read: adult,
    thin: (train) => sample(train, 'income', (level) => (level === '>50K' ? 0.05 : 1)),
  },
];

/** A share of each class's rows, in their order. */
function sample(tracked: TrackedTable, target: string, shareOf: (level: string) => number): TrackedTable {
  const { codes, levels } = columnOf(tracked.table, target) as CodedColumn;
  const random = createRandom('verdicts');
  const kept = levels.flatMap((level, k) => {
    const rows = shuffle(
      Int32Array.from(codes.keys()).filter((row) => codes[row] === k),
      random.fork(level),
    );
    return [...rows.subarray(0, Math.round(shareOf(level) * rows.length))];
  });
  return takeTrackedRows(
    tracked,
    kept.sort((a, b) => a - b),
  );
}
