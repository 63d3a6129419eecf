import {
  type Column,
  type Context,
  checkpoint,
  type Fingerprints,
  type RowFinding,
  type Table,
  type Validator,
} from '@verisim/core';
import { z } from 'zod';
import { remarkOn, remarkOnBatch, verdictOf } from './row-finding.ts';

/** How far the search goes. */
export interface ContaminationOptions {
  /** Ask for each row under every label too: a holdout text with another label is contamination all the same. */
  readonly anyLabel: boolean;
}

/** Labels that are tried; more are left alone, which a finding says. */
const MOST_LABELS = 200;

/**
 * Drops rows that collide with a near-unique row of the locked holdout, exactly or in its normal form (case, white space), or that hold nearly a locked text, before money is
 * spent on judging them. It works by the lock's keyed fingerprints and sketches and never sees a holdout row. A batch without one of the fingerprinted columns cannot be checked, which is an `error`.
 */
export const contaminationValidator: Validator<ContaminationOptions> = {
  kind: 'validator',
  api: 1,
  name: 'contamination',
  version: '0.1.0',
  summary: 'Texts of the locked holdout, also in other words here and there, under any label',
  options: z.strictObject({
    anyLabel: z.boolean().default(true).describe('also find holdout texts that stand under another label'),
  }),
  async check(batch, { anyLabel }, { holdout, train }, ctx) {
    await checkpoint(ctx.signal);
    if (holdout === undefined) return verdictOf(batch.rows, [unchecked('info', 'no holdout is locked')]);
    const lacking = holdout.columns.filter((name) => !batch.spec.columns.some((spec) => spec.name === name));
    if (lacking.length > 0)
      return verdictOf(batch.rows, [
        unchecked('error', `the batch lacks ${lacking.map((name) => `"${name}"`).join(', ')}`),
      ]);
    const same = holdout.collisions(batch);
    const tried = anyLabel ? await underOtherLabels(batch, holdout, train, ctx) : { rows: [], findings: [] };
    const relabelled = tried.rows.filter((row) => !same.includes(row));
    const remark = (rule: string, says: string, rows: ArrayLike<number>) =>
      remarkOn(batch.rows, { rule, level: 'warning', says, rows, drops: true });
    return verdictOf(batch.rows, [
      ...tried.findings,
      ...remark(
        'holdout-text',
        'collide with a near-unique row of the locked holdout, or say nearly what one says',
        same,
      ),
      ...remark(
        'holdout-text-relabelled',
        'collide with a near-unique row of the locked holdout but for the label',
        relabelled,
      ),
    ]);
  },
};

async function underOtherLabels(
  batch: Table,
  holdout: Fingerprints,
  train: Table | undefined,
  ctx: Context,
): Promise<{ readonly rows: readonly number[]; readonly findings: readonly RowFinding[] }> {
  const coded = batch.spec.columns.flatMap((spec, at) =>
    batch.columns[at].storage === 'coded' && holdout.columns.includes(spec.name) ? [{ spec, at }] : [],
  );
  const [label] = coded.length === 1 ? coded : coded.filter(({ spec }) => spec.role === 'target');
  if (label === undefined) return { rows: [], findings: [] };
  const levels = levelsOf([batch, train], label.spec.name);
  if (levels.length > MOST_LABELS) {
    const message = `"${label.spec.name}" has ${levels.length} labels, over ${MOST_LABELS}: holdout texts under another label are not looked for.`;
    return { rows: [], findings: [remarkOnBatch('labels-untried', 'info', message)] };
  }
  const rows = new Set<number>();
  for (const level of levels) {
    await checkpoint(ctx.signal);
    for (const row of holdout.collisions(withLevel(batch, label.at, level))) rows.add(row);
  }
  return { rows: [...rows], findings: [] };
}

function levelsOf(tables: readonly (Table | undefined)[], name: string): readonly string[] {
  const known = new Set<string>();
  for (const table of tables) {
    const column = table?.columns[table.spec.columns.findIndex((spec) => spec.name === name)];
    if (column?.storage === 'coded') for (const level of column.levels) known.add(level);
  }
  return [...known];
}

function withLevel(table: Table, at: number, level: string): Table {
  const column: Column = { storage: 'coded', codes: new Int32Array(table.rows), levels: [level] };
  return { ...table, columns: table.columns.with(at, column) };
}

function unchecked(level: RowFinding['level'], why: string): RowFinding {
  return remarkOnBatch('contamination-unchecked', level, `Contamination by holdout texts is not checked: ${why}.`);
}
