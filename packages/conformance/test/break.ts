import type { BlockRequest, Column, Context, Generator, Model, Table } from '@verisim/core';
import type { GeneratorCheckName, GeneratorSetup } from '../src/index.ts';
import { independent } from './independent-generator.ts';

export type Independent = typeof independent;

/** A generator broken in one way: the one check that must fail, and what its message must say. */
export interface Broken {
  readonly check: GeneratorCheckName;
  readonly what: string;
  readonly says: RegExp;
  readonly generator: Generator<never, 'data'>;
  readonly setup?: GeneratorSetup<'data'>;
}

/** The base with some of its parts replaced by broken ones. */
export function broken(
  check: GeneratorCheckName,
  what: string,
  says: RegExp,
  parts: Partial<Record<keyof Independent, unknown>>,
): Broken {
  return { check, what, says, generator: { ...independent, ...parts } as never };
}

/** Changes every model, fitted or loaded. */
export function models(change: (model: Model) => Model): Partial<Independent> {
  return {
    fit: async (source, options, ctx) => change(await independent.fit(source, options, ctx)),
    load: async (state) => change(await independent.load(state)),
  };
}

/** Changes every sampled table. */
export function tables(change: (table: Table, request: BlockRequest, ctx: Context) => Table): Partial<Independent> {
  return models((model) => ({
    ...model,
    sample: async (request, ctx) => change(await model.sample(request, ctx), request, ctx),
  }));
}

/** Changes one column of every table that has it, ten rows or more, and is sampled without conditions. */
export function column<C extends Column>(name: string, change: (column: C) => Column): Partial<Independent> {
  return tables((table, { where }) => {
    const i = table.spec.columns.findIndex((spec) => spec.name === name);
    if (i < 0 || where || table.rows < 10) return table;
    return { ...table, columns: table.columns.with(i, change(table.columns[i] as C)) };
  });
}

/** Puts one cell in place of another in a column, as {@link column} does. Codes in coded columns. */
export function spoil(
  name: string,
  row: number,
  cell: number | string | ((column: Column) => number | string | null),
): Partial<Independent> {
  return column(name, (found) => {
    const put = typeof cell === 'function' ? cell(found) : cell;
    if (found.storage === 'coded') return { ...found, codes: found.codes.with(row, put as number) };
    if (found.storage === 'numeric') return { ...found, values: found.values.with(row, put as number) };
    return { ...found, values: found.values.with(row, put as string | null) };
  });
}

/** Whether a table has a column of that name. */
export function named(table: Table, name: string): boolean {
  return table.spec.columns.some((spec) => spec.name === name);
}

export type Numeric = Extract<Column, { storage: 'numeric' }>;
export type Coded = Extract<Column, { storage: 'coded' }>;
