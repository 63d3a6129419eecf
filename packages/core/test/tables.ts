import {
  type Column,
  type ColumnSpec,
  createContext,
  createTable,
  type Generator,
  type Model,
  type Table,
} from '@verisim/core';
import { z } from 'zod';

const spec = (name: string, kind: ColumnSpec['kind'], nullable: boolean): ColumnSpec => ({
  name,
  kind,
  nullable,
  role: 'feature',
});

/** A numeric column with its declaration; `NaN` = missing. */
export function numeric(
  name: string,
  values: readonly number[],
  kind: ColumnSpec['kind'] = 'number',
): [ColumnSpec, Column] {
  return [spec(name, kind, values.some(Number.isNaN)), { storage: 'numeric', values: Float64Array.from(values) }];
}

/** A coded column from texts; levels in order of first appearance unless given. */
export function category(
  name: string,
  cells: readonly (string | null)[],
  levels: readonly string[] = [...new Set(cells.filter((cell) => cell !== null))],
): [ColumnSpec, Column] {
  const codes = Int32Array.from(cells, (cell) => (cell === null ? -1 : levels.indexOf(cell)));
  return [spec(name, 'category', cells.includes(null)), { storage: 'coded', codes, levels }];
}

/** A text column. */
export function text(name: string, values: readonly (string | null)[]): [ColumnSpec, Column] {
  return [spec(name, 'text', values.includes(null)), { storage: 'text', values }];
}

/** Columns as a table. */
export function table(...columns: readonly (readonly [ColumnSpec, Column])[]): Table {
  return createTable(
    columns.map(([declared]) => declared),
    columns.map(([, column]) => column),
  );
}

/** A table of one column of uniform numbers in [0, 1). */
export const uniformSchema: Model['schema'] = { columns: [spec('u', 'number', false)] };

/** A generator of `u`, uniform in [0, 1), that cannot meet conditions itself. */
export function uniformGenerator(
  blockRows: number,
  traits: Partial<Generator['traits']> = {},
): Generator<{ scale: number }, 'nothing'> {
  return {
    kind: 'generator',
    api: 1,
    name: 'uniform',
    version: '1.0.0',
    summary: 'Uniform numbers',
    family: 'rule',
    options: z.strictObject({ scale: z.number().positive().default(1) }),
    needs: 'nothing',
    traits: { reproducible: true, memorises: false, conditional: false, blockRows, ...traits },
    fit: (_, { scale }) => uniformModel(scale),
    load: () => uniformModel(1),
  };
}

function uniformModel(scale: number): Model {
  return {
    schema: uniformSchema,
    sample({ rows }, { random }) {
      const values = Float64Array.from({ length: rows }, () => scale * random.next());
      return createTable(uniformSchema.columns, [{ storage: 'numeric', values }]);
    },
    save: () => ({ generator: 'uniform', version: '1.0.0', json: null, arrays: {} }),
  };
}

/** A quiet context. */
export const quiet: ReturnType<typeof createContext> = createContext({ seed: 1 });
