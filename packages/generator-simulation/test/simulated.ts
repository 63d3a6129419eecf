import {
  type CodedColumn,
  columnOf,
  createContext,
  fit,
  type Generator,
  type NumericColumn,
  sample,
  type Table,
  type TextColumn,
} from '@verisim/core';
import type { SimulationModel } from '../src/index.ts';

/** A model of a simulator and rows of it. */
export async function simulated<O>(
  generator: Generator<O, 'nothing'>,
  options: unknown,
  rows: number,
  seed: number | string = 1,
): Promise<{ readonly model: SimulationModel; readonly table: Table }> {
  const ctx = createContext({ seed });
  const model = (await fit(generator, null, options, ctx)) as SimulationModel;
  const { table } = await sample(generator, model, { rows }, ctx);
  return { model, table };
}

export const numbersOf = (table: Table, name: string): Float64Array => (columnOf(table, name) as NumericColumn).values;
export const textsOf = (table: Table, name: string): readonly string[] =>
  (columnOf(table, name) as TextColumn).values as readonly string[];
export const levelsOf = (table: Table, name: string): readonly string[] => {
  const { codes, levels } = columnOf(table, name) as CodedColumn;
  return Array.from(codes, (code) => levels[code]);
};
