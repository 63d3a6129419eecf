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
    fitting(({ rows, columns }) => rows === 1 && columns.length === 7, refuse),
  ),
  broken(
    'one-column',
    'cannot fit one column',
    /fails on a table of one column/,
    fitting(({ rows, columns }) => rows > 40 && columns.length === 1, refuse),
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
      (source) => source.rows > 40 && named(source, '__proto__'),
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
    /fails on a category with 10,000 levels/,
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
  broken(
    'odd-levels',
    'levels that are trimmed',
    /samples "A" in "level", where its source has no such level/,
    column('level', (level: Coded) => ({ ...level, levels: level.levels.map((text) => text.trim()) })),
  ),
  broken(
    'lone-surrogates',
    'levels that went through UTF-8',
    /has no such level/,
    column('level', (level: Coded) => ({
      ...level,
      levels: level.levels.map((text) => new TextDecoder().decode(new TextEncoder().encode(text))),
    })),
  ),
  broken(
    'lone-surrogates',
    'refuses them by a plain error',
    /fails on halves of surrogate pairs/,
    fitting((source) => source.spec.columns[0]?.name === 'level' && !levelsOf(source).includes('constructor'), refuse),
  ),
  broken(
    'old-dates',
    'cannot fit dates before 1970',
    /fails on dates before 1970/,
    fitting((source) => named(source, 'born'), refuse),
  ),
  broken(
    'any-table',
    'cannot fit a text and a date side by side',
    /the smallest found is 1 rows: .*\((text|datetime)\) \[[^,]*\]; .*\((text|datetime)\) \[[^,]*\]\./,
    fitting(
      ({ rows, spec }) =>
        rows > 0 && rows < 50 && ['text', 'datetime'].every((kind) => spec.columns.some((c) => c.kind === kind)),
      refuse,
    ),
  ),
  broken(
    'canary-id',
    'the id of a training row',
    /the identifier of a single training row/,
    spoil('code', 3, 'XQ-0918273'),
  ),
  broken(
    'canary-text',
    'every text of training, rare ones too',
    /the text of a single training row/,
    spoil('remark', 3, 'canary in a coal mine'),
  ),
  broken(
    'canary-level',
    'a level that one row has',
    /the level of a single training row/,
    column('city', (city: Coded) => {
      const planted = city.levels.indexOf('Canary');
      return planted < 0 ? city : { ...city, codes: city.codes.with(3, planted) };
    }),
  ),
  broken(
    'canary-number',
    'the largest number of training',
    /the number of a single training row, "918273.65", 1 times/,
    spoil('amount', 3, 918_273.65),
  ),
];

/** The levels of the first column. */
function levelsOf({ columns }: Table): readonly string[] {
  return columns[0].storage === 'coded' ? columns[0].levels : [];
}

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
