import {
  type Column,
  type ColumnSpec,
  columnKinds,
  constantColumn,
  createTable,
  type Generator,
  type Json,
  type Model,
  type ModelState,
  type SourceName,
  type Table,
  type TableSpec,
} from '@verisim/core';
import { cannotAlign } from '../errors.ts';

/** A generator for a table that takes nothing from its rows. */
export interface AlignedGenerator extends Generator<unknown, 'data'> {
  readonly aligned: true;
}

/**
 * A generator that learns from no rows (rules, a simulation) as one for a table: it makes what it makes, and its rows come with the table's columns. Columns that it does not make are missing,
 * further ones are left out but for those of the lineage, and its levels are its own. The table gives the schema to generators that need one, and nothing else is taken from it. Throws
 * `plays/cannot-align` for a column of another storage, such as numbers for a category, and where no column is shared.
 */
export function alignedGenerator(own: Generator<unknown, SourceName>): AlignedGenerator {
  return {
    ...own,
    aligned: true,
    needs: 'data',
    traits: { ...own.traits, conditional: false },
    async fit(train, options, ctx) {
      const made = await (own.needs === 'schema'
        ? (own as Generator<unknown, 'schema'>).fit(train.spec, options, ctx)
        : (own as Generator<unknown, 'nothing'>).fit(null, options, ctx));
      return alignedModel(own.name, made, train.spec);
    },
    async load({ json, ...state }: ModelState) {
      const { own: inner, columns } = json as unknown as Kept;
      return alignedModel(own.name, await own.load({ ...state, json: inner }), { columns });
    },
  };
}

interface Kept {
  readonly own: Json;
  readonly columns: readonly ColumnSpec[];
}

function alignedModel(name: string, model: Model, { columns: wanted }: TableSpec): Model {
  const made = new Map(model.schema.columns.map((spec, at) => [spec.name, { spec, at }]));
  const shared = wanted.filter((column) => made.has(column.name));
  if (shared.length === 0)
    throw cannotAlign(
      name,
      'makes none of the columns',
      wanted.map((column) => column.name),
    );
  for (const column of shared) requireStorage(name, made.get(column.name)!.spec, column);
  const said = model.schema.columns.filter(({ role }) => role === 'lineage');
  const columns = [...wanted.map((column) => alignedSpec(column, made.get(column.name)?.spec)), ...said];
  return {
    schema: { columns },
    async sample({ block, rows }, ctx) {
      const table = await model.sample({ block, rows }, ctx);
      return createTable(
        columns,
        columns.map((column) => cellsOf(table, column, made.get(column.name)?.at)),
      );
    },
    async save() {
      const { json, ...state } = await model.save();
      const kept: Kept = { own: json, columns: wanted };
      return { ...state, json: kept as unknown as Json };
    },
  };
}

/** The column as the table has it, with the levels that are made. */
function alignedSpec(column: ColumnSpec, made: ColumnSpec | undefined): ColumnSpec {
  if (made === undefined) return { ...column, nullable: true };
  const { levels: _, ...rest } = column;
  return { ...rest, nullable: column.nullable || made.nullable, ...(made.levels && { levels: made.levels }) };
}

function requireStorage(name: string, made: ColumnSpec, wanted: ColumnSpec): void {
  if (columnKinds[made.kind].storage === columnKinds[wanted.kind].storage) return;
  throw cannotAlign(name, `makes "${made.name}" as ${made.kind}, which is ${wanted.kind} in the real rows`, []);
}

function cellsOf({ columns, rows }: Table, { kind }: ColumnSpec, at: number | undefined): Column {
  return at === undefined ? constantColumn(kind, rows, null) : columns[at];
}
