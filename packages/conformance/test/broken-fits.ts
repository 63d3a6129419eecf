import { type Column, cellOf, createTable, type Model, type Table, takeRows } from '@verisim/core';
import {
  type Broken,
  broken,
  type Coded,
  column,
  type Independent,
  models,
  type Numeric,
  named,
  spoil,
  tables,
} from './break.ts';
import { independent } from './independent-generator.ts';

const refuse = (): never => {
  throw new RangeError('cannot be fitted');
};

/** Broken on awkward tables, under conditions, or in what they learn. */
export const brokenFits: readonly Broken[] = [
  broken(
    'one-row',
    'cannot fit one row',
    /fails on a table of one row: cannot be fitted/,
    fitting(({ rows }) => rows === 1, refuse),
  ),
  broken(
    'one-column',
    'cannot fit one column',
    /fails on a table of one column/,
    fitting(({ columns }) => columns.length === 1, refuse),
  ),
  broken('constant-column', 'noise on a constant', /in the constant column "always 7"/, spoil('always 7', 3, 8)),
  broken(
    'all-missing',
    'a number where none is known',
    /makes up 0 in the column "no number"/,
    column('no number', (none: Numeric) => ({ ...none, values: none.values.map(() => 0) })),
  ),
  broken(
    'rare-target',
    'cannot fit a level on two rows',
    /fails on a target/,
    fitting((source) => named(source, 'hit'), refuse),
  ),
  broken(
    'odd-names',
    'column names that are trimmed',
    /turns the column name/,
    fitting(
      (source) => named(source, 'constructor'),
      (source) =>
        createTable(
          source.spec.columns.map((spec) => ({ ...spec, name: spec.name.trim() })),
          source.columns,
        ),
    ),
  ),
  broken(
    'odd-names',
    'columns kept in an object by name',
    /mixes up|fails on odd/,
    fitting(
      (source) => named(source, '__proto__'),
      (source) => {
        const byName: Record<string, Column> = {};
        for (const [i, { name }] of source.spec.columns.entries()) byName[name] ??= source.columns[i];
        const first = source.columns[0];
        return createTable(
          source.spec.columns,
          source.spec.columns.map(({ name }) => (byName[name].storage ? byName[name] : first)),
        );
      },
    ),
  ),
  broken(
    'twin-columns',
    'cannot fit equal columns',
    /fails on columns that are equal/,
    fitting((source) => named(source, 'x again'), refuse),
  ),
  broken(
    'many-levels',
    'at most 255 levels',
    /fails on a category with a level for each row/,
    fitting((source) => source.spec.columns.some(({ levels }) => levels !== undefined && levels.length > 255), refuse),
  ),
  broken('extreme-numbers', 'a sum that overflows', /huge/, spoil('huge', 0, 1e300 * 1e300)),
  broken('id-and-text', 'identifiers of real rows', /identifier of a real row/, spoil('customer', 0, 'C-00001')),
  broken(
    'id-and-text',
    'an identifier twice',
    /same identifier twice/,
    spoil('customer', 1, (ids) => cellOf(ids, 0)),
  ),
  broken(
    'id-and-text',
    'identifiers that start anew in each block',
    /same identifier twice/,
    column('customer', (ids: Extract<Column, { storage: 'text' }>) => ({
      ...ids,
      values: ids.values.map((_, row) => `id ${row}`),
    })),
  ),
  broken(
    'where-met',
    'rows that do not meet the conditions',
    /do not meet/,
    models((model) => ({
      ...model,
      sample: async (request, ctx) => {
        const { block, where } = request;
        const met = await model.sample(request, ctx);
        return where ? model.sample({ block, rows: met.rows }, ctx) : met;
      },
    })),
  ),
  broken(
    'where-filled',
    'gives up after ten rows',
    /samples 10 rows for 50/,
    tables((table, { where }) =>
      where
        ? takeRows(
            table,
            Array.from({ length: 10 }, (_, i) => i),
          )
        : table,
    ),
  ),
  broken(
    'where-refused',
    'samples though no row can meet the conditions',
    /instead of refusing/,
    models((model) => ({
      ...model,
      sample: async (request, ctx) => {
        try {
          return await model.sample(request, ctx);
        } catch (error) {
          if (!request.where) throw error;
          return takeRows(await model.sample({ block: request.block, rows: 1 }, ctx), []);
        }
      },
    })),
  ),
  broken(
    'copies',
    'every fiftieth row is a training row',
    /training rows among 5000/,
    copying(50, () => 3),
  ),
  broken(
    'canary',
    'the one row far out, twice',
    /lies far out \d+ times/,
    copying(4000, (source) => source.rows - 1),
  ),
  broken('range', 'noise beyond the range', /in "y", which lies between/, spoil('y', 0, 100)),
  broken(
    'range',
    'a level of its own',
    /the level "other" in "part"/,
    models((model) => {
      const columns = model.schema.columns.map((spec) =>
        spec.name === 'part' ? { ...spec, levels: [...spec.levels!, 'other'] } : spec,
      );
      const sample: Model['sample'] = async (request, ctx) => {
        const table = await model.sample(request, ctx);
        return createTable(
          columns,
          table.columns.map((column, i) => {
            if (columns[i].name !== 'part' || column.storage !== 'coded') return column;
            return {
              ...column,
              levels: columns[i].levels!,
              codes: column.codes.map((code, row) => (row === 0 ? 3 : code)),
            };
          }),
        );
      };
      return { ...model, schema: { columns }, sample };
    }),
  ),
  broken(
    'coverage',
    'only the most common level',
    /never samples the common level/,
    column('part', (part: Coded) => ({ ...part, codes: part.codes.map(() => 0) })),
  ),
  broken(
    'coverage',
    'only the lower half',
    /far from half/,
    column('x', (x: Numeric) => ({
      ...x,
      values: x.values.map(() => x.values.reduce((least, value) => Math.min(least, value))),
    })),
  ),
];

/** Fails on, or spoils, the tables that `is` knows. */
function fitting(is: (source: Table) => boolean, change: (source: Table) => Table): Partial<Independent> {
  return {
    fit: (source, options, ctx) => {
      ctx.signal.throwIfAborted();
      return independent.fit(is(source) ? change(source) : source, options, ctx);
    },
  };
}

/** Puts row `from` of the training table in place of every `every`th sampled row. */
function copying(every: number, from: (source: Table) => number): Partial<Independent> {
  return {
    fit: async (source, options, ctx) => {
      const model = await independent.fit(source, options, ctx);
      if (!named(source, 'f')) return model;
      const kept = takeRows(source, [from(source)]);
      const sample: Model['sample'] = async (request, inner) => {
        const table = await model.sample(request, inner);
        const columns = table.columns.map((column, i) => copyCell(column, kept.columns[i], every));
        return { ...table, columns };
      };
      return { ...model, sample };
    },
  };
}

function copyCell(column: Column, kept: Column, every: number): Column {
  if (column.storage === 'numeric' && kept.storage === 'numeric') {
    return { ...column, values: column.values.map((value, row) => (row % every === 0 ? kept.values[0] : value)) };
  }
  if (column.storage !== 'coded' || kept.storage !== 'coded') return column;
  return { ...column, codes: column.codes.map((code, row) => (row % every === 0 ? kept.codes[0] : code)) };
}
