import {
  type Context,
  fit,
  type Generator,
  type Json,
  sample,
  sharedLineage,
  type Table,
  type TableSpec,
  type TrackedTable,
  trackedTable,
  withTarget,
} from '@verisim/core';
import { asClassTarget } from '@verisim/evaluator-utility';
import { coldStartNeedsRows } from '../errors.ts';

/** Where rows come from when there are no real ones: written by something, or made by rules or a simulation. */
export type ColdSource =
  | { readonly table: Table; readonly name: string }
  | {
      readonly generator: Generator;
      readonly options?: Json;
      readonly rows: number;
      /** The file that it reads, if it does: rules, or a sample. */
      readonly file?: string;
      /** For generators that need a schema. */
      readonly schema?: TableSpec;
    };

/** The rows with their lineage, the target a column of classes. Throws `plays/cold-start-needs-rows`, what the generator throws and what a target throws. */
export async function coldRows(source: ColdSource, target: string, run: string, ctx: Context): Promise<TrackedTable> {
  const made = 'table' in source ? source.table : await generated(source, ctx);
  const table = withTarget(asClassTarget(made, target, 'made'), target);
  const [generator, version] =
    'table' in source ? [source.name, null] : [source.generator.name, source.generator.version];
  const shared = { origin: 'synthetic', generator, generator_version: version, run, depth: 1 } as const;
  return trackedTable(table, sharedLineage(table.rows, { ...shared, split: 'train' }, `${run}/`));
}

/** What the rows come from, in a few words. */
export function sourceName(source: ColdSource): string {
  if ('table' in source) return source.name;
  const { generator, file } = source;
  return `${generator.name} ${generator.version}${file === undefined ? '' : ` of ${file}`}`;
}

async function generated(
  { generator, options = {}, rows, schema }: Extract<ColdSource, { generator: Generator }>,
  ctx: Context,
): Promise<Table> {
  const local = { ...ctx, random: ctx.random.fork('generator') };
  const model =
    generator.needs === 'nothing'
      ? await fit(generator as Generator<unknown, 'nothing'>, null, options, local)
      : await fit(generator as Generator<unknown, 'schema'>, schemaFor(generator, schema), options, local);
  return (await sample(generator, model, { rows }, { ...ctx, random: ctx.random.fork('rows') })).table;
}

function schemaFor({ name, needs }: Generator, schema: TableSpec | undefined): TableSpec {
  if (needs === 'data') throw coldStartNeedsRows(name);
  if (schema === undefined) throw coldStartNeedsRows(name, true);
  return schema;
}
