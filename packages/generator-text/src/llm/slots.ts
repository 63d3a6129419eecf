import { type Condition, matchRows, type Random, resolveConditions, type Table } from '@verisim/core';
import { cellQuotas } from '../diversity/grid.ts';
import { shareOut } from '../diversity/share-out.ts';
import type { Seed } from '../tasks/text-task.ts';
import type { TextPlan } from './text-plan.ts';

/** Seeds of one label, and how many rows are made from them. */
export interface Group {
  readonly label: string | null;
  readonly seeds: readonly Seed[];
}

/** A row to be made: what it is to be like. */
export interface Slot {
  /** Its number among all rows of the request, from 0. */
  readonly row: number;
  /** Its number among the rows of its group. */
  readonly turn: number;
  readonly group: number;
  /** Which cell of the grid it is for. */
  readonly cell: number;
}

/** The groups that rows are made for: one for each label that has seeds and that the conditions allow; one without a label where there is none. */
export function groupsOf(plan: TextPlan, where: readonly Condition[] = []): readonly Group[] {
  if (plan.label === null) return [{ label: null, seeds: plan.seeds }];
  const groups = [...Map.groupBy(plan.seeds, ({ label }) => label)]
    .map(([label, seeds]) => ({ label, seeds }))
    .filter(({ label }) => label !== null || !plan.task.labelled);
  const allowed = labelsAllowed(plan, where);
  const order = (label: string | null) => (label === null ? plan.labels.length : plan.labels.indexOf(label));
  return groups
    .filter(({ label }) => allowed === null || (label !== null && allowed.has(label)))
    .sort((a, b) => order(a.label) - order(b.label));
}

/** The labels that conditions on the label's column leave; `null` where there are none. */
function labelsAllowed({ spec, label, labels }: TextPlan, where: readonly Condition[]): ReadonlySet<string> | null {
  const own = where.filter(({ column }) => column === label);
  const column = spec.columns.find(({ name }) => name === label);
  if (own.length === 0 || column === undefined) return null;
  const codes = Int32Array.from(labels.keys());
  const table: Table = {
    spec: { columns: [{ ...column, levels: labels }] },
    rows: labels.length,
    columns: [{ storage: 'coded', codes, levels: labels }],
  };
  return new Set(Array.from(matchRows(table, resolveConditions(table.spec, own)), (row) => labels[row]));
}

/** One slot for each row, label by label and spread over the grid. Follows from the plan, the number of rows and chance alone. */
export function slotsFor(plan: TextPlan, groups: readonly Group[], rows: number, random: Random): readonly Slot[] {
  const weights = groups.map(({ seeds }) => (plan.options.variety.labels === 'even' ? 1 : seeds.length));
  const slots: Slot[] = [];
  for (const [group, count] of shareOut(rows, weights).entries()) {
    const cells = cellQuotas(plan.cells.length, count, random.fork(`cells:${groups[group].label}`));
    for (let turn = 0; turn < count; turn++) slots.push({ row: slots.length, turn, group, cell: cells[turn] });
  }
  return slots;
}
