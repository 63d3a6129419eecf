import { type RowFinding, rowHashCounts, rowHashes, type Table, takeRows, type Validator } from '@verisim/core';
import { z } from 'zod';
import { describingColumns } from './describing-columns.ts';
import { rowFilter } from './row-filter.ts';
import { remarkOn, remarkOnBatch, verdictOf } from './row-finding.ts';

/** How copies are treated. */
export interface CopyOptions {
  /** Drop copies of rows that occur once in the training table. */
  readonly drop: boolean;
}

/** A row seen once is taken for a person's own when it is expected at most this often in another sample of the same size. */
const CHANCE_LIMIT = 0.02;

/**
 * Looks for rows that equal a training row, ids left out. A copy of a row that occurs once in training is dropped, unless rows
 * seen once recur so often that chance explains it: by Good & Turing each is expected 2 N2 / N1 times in another sample of the
 * same size, N1 and N2 being the numbers of rows seen once and twice (Good 1953, Biometrika 40, 237-264). Rows that occur more
 * than once collide by chance and are kept. All are counted.
 */
export const copyValidator: Validator<CopyOptions> = {
  kind: 'validator',
  api: 1,
  name: 'copy',
  version: '0.1.0',
  summary: 'Rows that equal a training row',
  options: z.strictObject({ drop: z.boolean().default(true).describe('drop copies of rows that training holds once') }),
  check(batch, { drop }, { train }, ctx) {
    ctx.signal.throwIfAborted();
    const pair = train ? describingColumns(batch, train) : null;
    if (pair === null) return verdictOf(batch.rows, [unchecked()]);
    return verdictOf(batch.rows, copyFindings(pair.batch, heldBy(train!, pair.train), drop));
  },
};

/** How often rows occur in a training table, by their hashes, and whether those seen once recur by chance. */
interface HeldRows {
  readonly columns: string;
  /** The rows of a batch that may be among them. */
  readonly suspects: (batch: Table) => Int32Array;
  readonly count: (high: number, low: number) => number;
  readonly chance: boolean;
}

/** Tables are immutable, and a long draw is checked block by block against the same one. */
const held = new WeakMap<Table, HeldRows>();

function heldBy(train: Table, describing: Table): HeldRows {
  const columns = JSON.stringify(describing.spec.columns.map(({ name }) => name));
  const known = held.get(train);
  if (known?.columns === columns) return known;
  const hashes = rowHashes(describing);
  const count = rowHashCounts(hashes);
  const chance = recurrence(Int32Array.from(hashes.high, (half, row) => count(half, hashes.low[row]))) > CHANCE_LIMIT;
  const found = { columns, suspects: rowFilter(describing), count, chance };
  held.set(train, found);
  return found;
}

function copyFindings(batch: Table, { suspects, count, chance }: HeldRows, drop: boolean): RowFinding[] {
  const rows = suspects(batch);
  const { high, low } = rowHashes(takeRows(batch, rows));
  const once: number[] = [];
  const often: number[] = [];
  rows.forEach((row, i) => {
    const times = count(high[i], low[i]);
    if (times > 0) (times === 1 ? once : often).push(row);
  });
  return [
    ...remarkOn(batch.rows, {
      rule: chance ? 'chance-copy' : 'training-copy',
      level: chance ? 'info' : 'warning',
      says: `equal a row that occurs once in the training table${chance ? ', whose rows recur by chance' : ''}`,
      rows: Int32Array.from(once),
      drops: drop && !chance,
    }),
    ...remarkOn(batch.rows, {
      rule: 'common-row',
      level: 'info',
      says: 'equal a row that occurs more than once in the training table, which chance explains',
      rows: Int32Array.from(often),
      drops: false,
    }),
  ];
}

/** How often a row seen once is expected in another sample; `held` is how often each training row occurs. */
function recurrence(held: Int32Array): number {
  const once = held.filter((count) => count === 1).length;
  const twice = held.filter((count) => count === 2).length / 2;
  return once === 0 ? 0 : (2 * twice) / once;
}

function unchecked(): RowFinding {
  return remarkOnBatch('copies-unchecked', 'info', 'There is no training table to look for copies of.');
}
