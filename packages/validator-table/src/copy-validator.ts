import { type RowFinding, rowHashCounts, rowHashes, type Table, type Validator } from '@verisim/core';
import { z } from 'zod';
import { describingColumns } from './describing-columns.ts';
import { remarkOn, remarkOnBatch, rowsThat, verdictOf } from './row-finding.ts';

/** How copies are treated. */
export interface CopyOptions {
  /** Drop copies of rows that occur once in the training table. */
  readonly drop: boolean;
}

/**
 * Looks for rows that equal a training row, ids left out. A copy of a row that occurs once in training is dropped; rows that
 * occur more than once there collide by chance and are kept, but counted.
 */
export const copyValidator: Validator<CopyOptions> = {
  kind: 'validator',
  api: 1,
  name: 'copy',
  version: '0.1.0',
  summary: 'Rows that equal a training row',
  options: z.strictObject({ drop: z.boolean().default(true).describe('drop copies of rows that training holds once') }),
  check(batch, { drop }, { train }) {
    const pair = train ? describingColumns(batch, train) : null;
    if (pair === null) return verdictOf(batch.rows, [unchecked()]);
    return verdictOf(batch.rows, copyFindings(pair.batch, pair.train, drop));
  },
};

function copyFindings(batch: Table, train: Table, drop: boolean): RowFinding[] {
  const count = rowHashCounts(rowHashes(train));
  const { high, low } = rowHashes(batch);
  const held = Int32Array.from(high, (_, row) => count(high[row], low[row]));
  return [
    ...remarkOn(batch.rows, {
      rule: 'training-copy',
      level: 'warning',
      says: 'equal a row that occurs once in the training table',
      rows: rowsThat(batch.rows, (row) => held[row] === 1),
      drops: drop,
    }),
    ...remarkOn(batch.rows, {
      rule: 'common-row',
      level: 'info',
      says: 'equal a row that occurs more than once in the training table, which chance explains',
      rows: rowsThat(batch.rows, (row) => held[row] > 1),
      drops: false,
    }),
  ];
}

function unchecked(): RowFinding {
  return remarkOnBatch('copies-unchecked', 'info', 'There is no training table to look for copies of.');
}
