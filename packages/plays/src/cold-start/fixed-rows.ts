import { type Generator, type Model, type ModelState, shuffle, type Table, takeRows } from '@verisim/core';
import { z } from 'zod';

/** Blocks that the rows are parted into, so that rows that a check drops are replaced by others. */
const BLOCKS = 64;

/** Rows that are there already as a generator, so that they can be swept: it learns nothing of what it is fitted to. Past the last row it begins again. */
export function fixedRows(table: Table, name: string): Generator<Record<string, never>, 'data'> {
  const blockRows = Math.max(1, Math.ceil(table.rows / BLOCKS));
  const modelOf = (order: Int32Array): Model => ({
    schema: table.spec,
    sample({ block, rows }) {
      const first = block * blockRows;
      return takeRows(
        table,
        Int32Array.from({ length: rows }, (_, i) => order[(first + i) % order.length]),
      );
    },
    save: (): ModelState => ({ generator: name, version: '1', json: null, arrays: { order } }),
  });
  return {
    kind: 'generator',
    api: 1,
    name,
    version: '1',
    summary: 'Rows that were made before, drawn without replacement',
    family: 'rule',
    options: z.strictObject({}),
    needs: 'data',
    traits: { reproducible: true, memorises: false, conditional: false, blockRows },
    fit(_, __, { random }) {
      const order = Int32Array.from({ length: table.rows }, (_, row) => row);
      return modelOf(shuffle(order, random));
    },
    load: ({ arrays }) => modelOf(arrays.order as Int32Array),
  };
}
