import { type RowFinding, rowHashCounts, rowHashes, sliceRows, type Table, type Validator } from '@verisim/core';
import { z } from 'zod';
import { describingColumns } from './describing-columns.ts';
import { repeatedRows } from './repeated-rows.ts';
import { remarkOn, verdictOf } from './row-finding.ts';

/** How duplicates are treated. */
export interface DuplicateOptions {
  /** Drop every repeat of a row that the training table does not hold twice. */
  readonly drop: boolean;
}

/**
 * Looks for rows that equal an earlier row of the batch, ids left out, and speaks when they are more than the training table
 * shows among as many rows, by three standard errors. With `drop`, repeats are dropped whether or not they are too many, but
 * for repeats of rows that training itself holds more than once.
 */
export const duplicateValidator: Validator<DuplicateOptions> = {
  kind: 'validator',
  api: 1,
  name: 'duplicate',
  version: '0.1.0',
  summary: 'Rows repeated within the batch beyond what the training table shows',
  options: z.strictObject({ drop: z.boolean().default(false).describe('drop repeats that training does not show') }),
  check(batch, { drop }, { train }, ctx) {
    ctx.signal.throwIfAborted();
    const pair = describingColumns(batch, train ?? batch);
    if (pair === null || batch.rows === 0) return verdictOf(batch.rows, []);
    return verdictOf(batch.rows, duplicateFindings(pair.batch, train ? pair.train : null, drop));
  },
};

function duplicateFindings(batch: Table, train: Table | null, drop: boolean): RowFinding[] {
  const hashes = rowHashes(batch);
  const repeated = repeatedRows(hashes);
  const findings: RowFinding[] = [];
  const expected = tooMany(batch, repeated, train);
  if (expected !== null) {
    const says = `repeat an earlier row of the batch${train ? `; among as many training rows ${expected} do` : ''}`;
    findings.push(
      ...remarkOn(batch.rows, { rule: 'duplicate-rows', level: 'warning', says, rows: repeated, drops: false }),
    );
  }
  if (drop) {
    const inTrain = train ? rowHashCounts(rowHashes(train)) : () => 0;
    const rows = repeated.filter((row) => inTrain(hashes.high[row], hashes.low[row]) < 2);
    const says = `repeat an earlier row of the batch that training does not hold twice`;
    findings.push(...remarkOn(batch.rows, { rule: 'dropped-duplicates', level: 'info', says, rows, drops: true }));
  }
  return findings;
}

/** The number of repeats that training shows among as many rows, as text, when the batch has significantly more; else `null`. */
function tooMany(batch: Table, repeated: Int32Array, train: Table | null): string | null {
  if (train === null || train.rows === 0) return repeated.length > 0 ? '0' : null;
  const size = Math.min(batch.rows, train.rows);
  let found = 0;
  for (const row of repeated) if (row < size) found++;
  const expected = repeatedRows(rowHashes(sliceRows(train, 0, size))).length;
  const error = Math.sqrt(Math.max(1, found + expected));
  if (found - expected <= 3 * error) return null;
  return ((expected / size) * batch.rows).toFixed(0);
}
