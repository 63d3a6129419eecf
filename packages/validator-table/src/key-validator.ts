import { columnKinds, type RowFinding, type TextColumn, type Validator } from '@verisim/core';
import { z } from 'zod';
import { findColumn } from './find-column.ts';
import { remarkOn, remarkOnBatch, rowsThat, verdictOf } from './row-finding.ts';

/** The key check has no options. */
export type KeyOptions = Readonly<Record<string, never>>;

/**
 * Ids must be unique within the batch (the first of equal ones is kept) and none may be a training id. A column whose training
 * ids repeat is no key, such as a customer number in a table of orders, and is passed over with an `info`.
 */
export const keyValidator: Validator<KeyOptions> = {
  kind: 'validator',
  api: 1,
  name: 'key',
  version: '0.1.0',
  summary: 'Ids unique within the batch and none of them a training id',
  options: z.strictObject({}),
  check(batch, _options, { train }, ctx) {
    ctx.signal.throwIfAborted();
    const findings = batch.spec.columns.flatMap((spec, i) => {
      const column = batch.columns[i];
      if (!columnKinds[spec.kind].identifies || column.storage !== 'text') return [];
      const known = findColumn(train, spec.name)?.column;
      return keyFindings(spec.name, column, known?.storage === 'text' ? known : null);
    });
    return verdictOf(batch.rows, findings);
  },
};

function keyFindings(name: string, { values }: TextColumn, train: TextColumn | null): RowFinding[] {
  const known = new Set<string>();
  let present = 0;
  for (const value of train?.values ?? []) {
    if (value === null) continue;
    present++;
    known.add(value);
  }
  if (known.size < present) {
    return [
      remarkOnBatch(
        'not-a-key',
        'info',
        `Ids in "${name}" repeat in the training table, so it is not checked as a key.`,
      ),
    ];
  }
  const seen = new Set<string>();
  const repeated = rowsThat(values.length, (row) => {
    const value = values[row];
    if (value === null) return false;
    return seen.has(value) || !seen.add(value);
  });
  const taken = rowsThat(values.length, (row) => known.has(values[row] ?? '') && values[row] !== null);
  const remark = (rule: string, says: string, rows: Int32Array) =>
    remarkOn(values.length, { rule, level: 'warning', says, rows, drops: true });
  return [
    ...remark('repeated-id', `repeat an id of an earlier row in "${name}"`, repeated),
    ...remark('training-id', `bear the id of a training row in "${name}"`, taken),
  ];
}
