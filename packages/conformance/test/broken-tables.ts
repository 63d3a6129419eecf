import { createTable, takeRows } from '@verisim/core';
import { z } from 'zod';
import { badImport, badImportSays } from './bad-import.ts';
import { type Broken, broken, type Coded, column, type Independent, models, spoil, tables } from './break.ts';
import { independent, refuseForeign } from './independent-generator.ts';

/** Broken in what they say of themselves, in their columns or in their cells. */
export const brokenTables: readonly Broken[] = [
  broken('shape', 'a summary of two lines', /one line/, { summary: 'Samples\neach column' }),
  broken('shape', 'a version that is not semantic', /not semantic/, { version: '1.2', ...signed('1.2') }),
  broken('shape', 'a name in capitals', /kebab-case/, { name: 'Independent', ...signed('1.2.3', 'Independent') }),
  broken('shape', 'an unknown family', /unknown family/, { family: 'magic' }),
  broken('shape', 'a summary of more than 100 characters', /1 to 100/, { summary: 'x'.repeat(101) }),
  broken('options', 'nine options', /9 options/, {
    options: z.strictObject(
      Object.fromEntries(
        ['smooth', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((name) => [name, z.boolean().default(true)]),
      ),
    ),
  }),
  broken('options', 'unknown options are dropped in silence', /unknown option/, {
    options: z.object({ smooth: z.boolean().default(true) }).transform((options) => options),
  }),
  broken('options', 'options that change when they are resolved again', /unchanged/, {
    options: z.strictObject({
      smooth: z.boolean().default(true),
      step: z
        .number()
        .default(1)
        .overwrite((step) => step + 1),
    }),
  }),
  {
    ...broken('import', 'a module that does something', badImportSays, {}),
    setup: { imports: badImport },
  },
  broken('schema', 'columns in reverse order', /for the source/, {
    fit: async (...[source, options, ctx]: Parameters<Independent['fit']>) => {
      const order = source.spec.columns.map((_, i) => i);
      if (source.spec.columns[0]?.name === 'age') order.reverse();
      const spec = order.map((i) => source.spec.columns[i]);
      return independent.fit(
        createTable(
          spec,
          order.map((i) => source.columns[i]),
        ),
        options,
        ctx,
      );
    },
  }),
  broken(
    'block-schema',
    'a block whose age is of another kind',
    /for the schema/,
    tables((table) => {
      if (table.spec.columns[0].name !== 'age') return table;
      return {
        ...table,
        spec: { columns: table.spec.columns.map((spec) => (spec.name === 'age' ? { ...spec, kind: 'number' } : spec)) },
      };
    }),
  ),
  broken(
    'block-schema',
    'codes in a plain array',
    /wrong storage/,
    column('smoker', (smoker: Coded) => ({ ...smoker, codes: Array.from(smoker.codes) as never })),
  ),
  broken(
    'row-count',
    'one row too few in small blocks',
    /samples 6 rows for 7/,
    tables((table, { rows, where }) => (rows === 7 && !where ? takeRows(table, [0, 1, 2, 3, 4, 5]) : table)),
  ),
  broken('codes', 'a code beyond the levels', /the code 3 of 3 levels/, spoil('group', 5, 3)),
  broken(
    'levels',
    'a level listed twice',
    /"Lyon" of "city" twice|"Lyon" .* twice/,
    column('city', (city: Coded) => ({ ...city, levels: [...city.levels, 'Lyon'] })),
  ),
  broken(
    'levels',
    'levels of their own in each block',
    /other levels/,
    column('city', (city: Coded) => ({ ...city, levels: [...city.levels, 'Oulu'] })),
  ),
  broken('finite', 'an infinite number', /Infinity in row 5 of "income"/, spoil('income', 5, Number.POSITIVE_INFINITY)),
  broken('whole', 'half a year of age', /not whole.*"age"/, spoil('age', 5, 30.5)),
  broken('missing', 'a missing age', /missing value.*"age"/, spoil('age', 5, Number.NaN)),
  broken('decimals', 'a third decimal of money', /more than 2 decimals/, spoil('income', 5, 25_000.125)),
];

/** Saves states under another version or name, and loads those only. */
function signed(version: string, generator: string = independent.name): Partial<Independent> {
  const { fit } = models((model) => ({
    ...model,
    save: async () => ({ ...(await model.save()), version, generator }),
  }));
  return {
    fit,
    load(state) {
      refuseForeign(state, { version, name: generator });
      return independent.load({ ...state, version: independent.version, generator: independent.name });
    },
  };
}
