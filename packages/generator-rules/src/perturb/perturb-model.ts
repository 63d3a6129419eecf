import {
  type BlockRequest,
  type Column,
  type ColumnSpec,
  type Context,
  cellOf,
  columnKinds,
  columnsWithRole,
  createTable,
  isMissing,
  type Model,
  type ModelState,
  type Table,
  takeRows,
} from '@verisim/core';
import { chooseParents } from './choose-parents.ts';
import { clearCell, disturbColumn } from './disturb-columns.ts';
import { addEdit, createEditRecord, type EditRecord, editHead } from './edit-record.ts';
import { freshIds, isKey } from './fresh-ids.ts';
import { dialOf } from './kind.ts';
import { LABEL_MAY_CHANGE, lineageColumns, lineageSpecs } from './lineage-columns.ts';
import { type NumberGrid, numberGrid } from './number-range.ts';
import type { PerturbOptions } from './perturb-options.ts';
import { canChange, type DefaultKinds, type Plan, planPerturbation } from './plan.ts';
import { saveTable } from './source-rows.ts';

/** Rows that a block holds: texts with their edits take a kilobyte or more a row. */
export const BLOCK_ROWS = 16_384;

/** The generator that a model is of. */
export interface Maker extends DefaultKinds {
  readonly name: string;
  readonly version: string;
  readonly adversarial: boolean;
}

/** The rows of a table, changed. Depends on the table and the options alone. */
export function perturbModel(source: Table, options: PerturbOptions, maker: Maker): Model {
  const plan = planPerturbation(source.spec, options, maker);
  const said = { groups: plan.groups, adversarial: maker.adversarial, edits: options.edits };
  const work = { source, options, plan, said, ...prepared(source, plan) };
  const columns = source.spec.columns.map(
    (spec, i): ColumnSpec => ({
      ...spec,
      nullable: spec.nullable || mayLose(work, i),
      // What is changed describes the rows: checks are to see that they differ.
      role: spec.role === 'ignore' && isChanged(plan, source.spec, i) ? 'feature' : spec.role,
    }),
  );
  const schema = { ...source.spec, columns: [...columns, ...lineageSpecs(said)] };
  return {
    schema,
    sample: (request, ctx) => sampleBlock({ ...work, schema: schema.columns }, request, ctx),
    save(): ModelState {
      const { json, arrays } = saveTable(source);
      const kept = JSON.parse(JSON.stringify({ table: json, options }));
      return { generator: maker.name, version: maker.version, json: kept, arrays };
    },
  };
}

/** What does not change from block to block. */
interface Work {
  readonly source: Table;
  readonly options: PerturbOptions;
  readonly plan: Plan;
  readonly said: Parameters<typeof lineageSpecs>[0];
  readonly grids: readonly (NumberGrid | null)[];
  readonly keys: readonly boolean[];
  readonly target: number;
}

function prepared(source: Table, { columns, groups }: Plan): Pick<Work, 'grids' | 'keys' | 'target'> {
  const onNumbers = groups.flat().some(({ on }) => on === 'number');
  const grids = source.columns.map((column, i) =>
    onNumbers && columns[i] === 1 && column.storage === 'numeric'
      ? numberGrid(column.values, source.spec.columns[i])
      : null,
  );
  const keys = source.columns.map((column, i) => columnKinds[source.spec.columns[i].kind].identifies && isKey(column));
  const [target] = columnsWithRole(source.spec, 'target');
  return { grids, keys, target: source.spec.columns.findIndex(({ name }) => name === target) };
}

function isChanged({ columns, groups }: Plan, spec: Table['spec'], i: number): boolean {
  return columns[i] === 1 && groups.flat().some((kind) => canChange(kind, spec, i));
}

function mayLose({ plan, options, target }: Omit<Work, 'schema'>, i: number): boolean {
  if (i === target) return options.labels === 'clear' && plan.groups.flat().some(({ label }) => label === 'may-change');
  return plan.columns[i] === 1 && plan.groups.flat().some(({ on }) => on === 'cell');
}

async function sampleBlock(
  work: Work & { readonly schema: readonly ColumnSpec[] },
  { block, rows }: BlockRequest,
  ctx: Context,
): Promise<Table> {
  const { source, options, plan, said } = work;
  ctx.signal.throwIfAborted();
  const place = { block, rows, blockRows: BLOCK_ROWS };
  const parents = chooseParents(options.order, source.rows, place, ctx.random.fork('parents'));
  const base = takeRows(source, parents);
  const groupOf = new Uint8Array(rows);
  const groups = ctx.random.fork('kinds');
  if (plan.groups.length > 1) for (let row = 0; row < rows; row++) groupOf[row] = groups.int(0, plan.groups.length);
  const record = createEditRecord(rows, options.edits);
  const columns: Column[] = [];
  for (const [i, column] of base.columns.entries()) {
    const spec = source.spec.columns[i];
    if (work.keys[i]) columns.push(freshIds(column, block));
    else if (plan.columns[i] === 0) columns.push(column);
    else {
      const own = plan.groups.map((kinds) => kinds.filter((kind) => canChange(kind, source.spec, i)));
      const dial = dialOf(ctx.random.fork(`column:${spec.name}`), options);
      columns.push(
        plan.groups.length === 0
          ? column
          : await disturbColumn({ spec, column, grid: work.grids[i], groups: own, groupOf }, dial, record, ctx),
      );
    }
  }
  if (options.labels === 'clear' && work.target >= 0) clearLabels(columns[work.target], work, record);
  return createTable(
    work.schema,
    [...columns, ...lineageColumns(said, parents, groupOf, record)],
    source.spec.constraints,
  );
}

/** Leaves labels empty that may have changed, which is an edit as well. */
function clearLabels(column: Column, { source, target }: Work, record: EditRecord): void {
  const head = editHead(source.spec.columns[target].name, LABEL_MAY_CHANGE);
  for (let row = 0; row < record.done.length; row++) {
    if ((record.done[row] & 2) === 0 || isMissing(column, row)) continue;
    addEdit(record, row, { head, key: 'before', value: cellOf(column, row), share: 0, mayChange: true });
    clearCell(column, row);
  }
}
