import { type Column, type ColumnSpec, columnKinds, constantColumn, randomFromKey } from '@verisim/core';
import type { Block, ColumnPlan } from './column-plan.ts';

/** Trial rows: so many that a share is known to a third of a percent. */
const ROWS = 20_000;

/** Rows made beforehand, so that a stated strength or rate can be met whatever the other columns are. */
export interface TrialRows {
  readonly rows: number;
  /** A column that one of the plans fills. */
  column(name: string): Column;
}

/** Trial rows of plans, filled as they are asked for; `plans` may grow. */
export function trialRows(plans: readonly ColumnPlan[], key: Uint8Array): TrialRows {
  const random = randomFromKey(key).fork('trial');
  const block: Block = { rows: ROWS, first: 0, random, columns: new Map(), note: () => {} };
  let filled = 0;
  return {
    rows: ROWS,
    column(name) {
      for (; !block.columns.has(name) && filled < plans.length; filled++) fillTrial(plans[filled], block);
      return block.columns.get(name)!;
    },
  };
}

/** Texts are left empty: nothing is reckoned with them, and there may be fewer keys than trial rows. */
function fillTrial(plan: ColumnPlan, block: Block): void {
  const texts = plan.specs.every(({ kind }) => columnKinds[kind].storage === 'text');
  if (!texts && !plan.keys) fillPlan(plan, block);
  else for (const { name, kind } of plan.specs) block.columns.set(name, constantColumn(kind, block.rows, null));
}

/** Fills the columns of a plan. */
export function fillPlan(plan: ColumnPlan, block: Block): void {
  const columns = plan.fill(block);
  plan.specs.forEach(({ name }, i) => {
    block.columns.set(name, columns[i]);
  });
}

/** Numbers that stand for a column's cells: themselves, or what is said of each level (0 of others). */
export function effectsOf(column: Column, effect: number | ReadonlyMap<string, number>): (row: number) => number {
  if (column.storage === 'numeric') {
    const { values } = column;
    const weight = typeof effect === 'number' ? effect : 0;
    return (row) => weight * values[row];
  }
  if (column.storage === 'text') return () => 0;
  const { codes, levels } = column;
  const weights = levels.map((level) => (typeof effect === 'number' ? 0 : (effect.get(level) ?? 0)));
  return (row) => (codes[row] < 0 ? 0 : weights[codes[row]]);
}

/** Whether a column's cells are numbers. */
export const isNumeric = ({ kind }: ColumnSpec): boolean => columnKinds[kind].storage === 'numeric';
