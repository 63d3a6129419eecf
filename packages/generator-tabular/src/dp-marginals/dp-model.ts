import {
  type Column,
  type Condition,
  type Context,
  columnKinds,
  createTable,
  type Model,
  resolveConditions,
  type Table,
  type TableSpec,
} from '@verisim/core';
import { fillIds, type IdColumn } from '../draw-ids.ts';
import { passIdTests, rejectRows } from '../reject-rows.ts';
import type { CellColumn } from './cells.ts';
import { drawCells, passingShares } from './draw-cells.ts';
import { drawTree } from './draw-tree.ts';
import type { PrivacyAccount } from './ledger.ts';
import { conditionOn, type TreeDistribution } from './tree-distribution.ts';

/** What is learned: noisy counts made into a distribution, and an account of what they cost. */
export interface DpModel {
  readonly schema: TableSpec;
  /** Modelled columns without the one that makes the strata. */
  readonly columns: readonly CellColumn[];
  /** The target where it makes the strata. */
  readonly target: CellColumn | null;
  readonly tree: TreeDistribution;
  readonly account: PrivacyAccount;
}

/** The model as the core takes it. Drawing looks at no data: it is post-processing, and follows from the seed. */
export function asModel(model: DpModel, save: Model['save']): Model {
  const ids = madeIds(model.schema);
  return {
    schema: model.schema,
    async sample({ block, rows, where = [] }, ctx) {
      ctx.signal.throwIfAborted();
      const tests = resolveConditions(model.schema, where);
      const table =
        where.length === 0
          ? drawTable(model, [], rows, ctx)
          : await rejectRows(
              {
                rows,
                tests,
                possible: drawTable(model, where, 1, ctx).rows > 0,
                native: true,
                draw: (count, part) => drawTable(model, where, count, part),
              },
              ctx,
            );
      return passIdTests(fillIds(table, ids, block, ctx), tests);
    },
    save,
  };
}

/** Identifiers are counted, for what real ones look like is nobody's business. */
function madeIds({ columns }: TableSpec): readonly IdColumn[] {
  const pattern = {
    prefix: 'synthetic-',
    suffix: '',
    alphabets: new Array<string>(12).fill('0123456789'),
    taken: new Float64Array(0),
    missing: 0,
  };
  return columns.flatMap(({ kind }, column) => (columnKinds[kind].identifies ? [{ column, pattern }] : []));
}

function drawTable(model: DpModel, where: readonly Condition[], rows: number, ctx: Context): Table {
  const { schema, columns, target, tree } = model;
  const tests = resolveConditions(schema, where);
  const testOf = (column: number) => tests.find((test) => test.column === column);
  const shares = tree.nodes.map(({ column }) => {
    const own = columns[column];
    return passingShares(own.cells, testOf(own.column));
  });
  const strataShares = target === null ? null : passingShares(target.cells, testOf(target.column));
  const weights = Float64Array.from(tree.alive, (cell) => strataShares?.[cell] ?? 1);
  const unmodelled = tests.some((test) => !test.missing && !isDrawn(model, test.column));
  const tables = conditionOn(tree, shares, weights);
  const drawn = unmodelled ? null : drawTree(tree, tables, rows, ctx.random);
  const count = drawn === null ? 0 : rows;
  const made = schema.columns.map((spec) => emptyColumn(spec, count));
  const put = ({ column, cells, spec }: CellColumn, codes: Int32Array) => {
    made[column] = drawCells(cells, codes, testOf(column), ctx.random.fork(`values:${spec.name}`));
  };
  if (drawn !== null) {
    if (target !== null)
      put(
        target,
        drawn.strata.map((stratum) => tree.alive[stratum]),
      );
    for (const [i, { column }] of tree.nodes.entries()) put(columns[column], drawn.cells[i]);
  }
  return createTable(schema.columns, made);
}

/** Whether cells of a column are drawn, or numbered as identifiers are. */
function isDrawn({ schema, columns, target }: DpModel, column: number): boolean {
  const { identifies } = columnKinds[schema.columns[column].kind];
  return identifies || target?.column === column || columns.some((one) => one.column === column);
}

/** A column of missing cells, with the levels that are declared. */
function emptyColumn({ kind, levels = [] }: TableSpec['columns'][number], rows: number): Column {
  const { storage } = columnKinds[kind];
  if (storage === 'numeric') return { storage, values: new Float64Array(rows).fill(Number.NaN) };
  if (storage === 'coded') return { storage, codes: new Int32Array(rows).fill(-1), levels };
  return { storage, values: new Array<string | null>(rows).fill(null) };
}
