import { type Column, type ColumnSpec, cellOf, constantColumn } from './column.ts';
import { badRequest } from './errors.ts';
import { columnsWithRole } from './roles.ts';
import { columnOf, concatTables, createTable, dropColumns, type Table, takeColumns } from './table.ts';

/** Where each row of a table comes from: one lineage row per row, itself a table (constant columns cost four bytes a row). */
export type Lineage = Table;

const FIELDS = {
  /** Unique within a data set. */
  id: 'id',
  /** `real` or `synthetic`. */
  origin: 'category',
  generator: 'category',
  generator_version: 'category',
  /** The run that made the row; the run's time stands once, in its manifest. */
  run: 'category',
  block: 'integer',
  /** Ids of the rows it was made from, where a generator knows them, separated by `; `. */
  parents: 'text',
  /** Generations away from real data: 0 real, 1 made from real. */
  depth: 'integer',
  prompt_version: 'category',
  judge: 'category',
  tags: 'category',
  difficulty: 'category',
  split: 'category',
  domain: 'category',
  task: 'category',
} as const;

/** One row's origin. Everything not said is `null` (missing). */
export type LineageFields = Readonly<
  Record<Exclude<keyof typeof FIELDS, 'origin' | 'block' | 'depth'>, string | null>
> & {
  readonly id: string;
  readonly origin: 'real' | 'synthetic';
  readonly block: number | null;
  readonly depth: number;
};

/** The columns of every lineage table, in order. */
export const lineageSpec: readonly ColumnSpec[] = Object.entries(FIELDS).map(([name, kind]) => ({
  name,
  kind,
  nullable: name !== 'id' && name !== 'origin' && name !== 'depth',
  role: 'feature',
}));

/** A lineage in which all rows share every field but `id`, which is `prefix` and the row's place from `first` on. */
export function sharedLineage(
  rows: number,
  shared: Pick<LineageFields, 'origin' | 'depth'> & Partial<LineageFields>,
  prefix: string,
  first = 0,
): Lineage {
  const columns = lineageSpec.map((spec): Column => {
    if (spec.name === 'id')
      return { storage: 'text', values: Array.from({ length: rows }, (_, i) => `${prefix}${first + i}`) };
    return constantColumn(spec.kind, rows, shared[spec.name as keyof LineageFields] ?? null);
  });
  return createTable(lineageSpec, columns);
}

/** The lineage of real rows: ids are `<source>:<row>`. */
export function realLineage(rows: number, source: string, shared: Partial<LineageFields> = {}): Lineage {
  return sharedLineage(rows, { ...shared, origin: 'real', depth: 0 }, `${source}:`);
}

/** Lineages one below the other; a field that one of them lacks is missing in its rows. */
export function concatLineages(lineages: readonly Lineage[]): Lineage {
  const fields = new Map(lineages.flatMap(({ spec }) => spec.columns).map((field) => [field.name, field]));
  const completed = lineages.map(({ spec, rows, columns }) => {
    const lacking = [...fields.values()].filter(({ name }) => !spec.columns.some((field) => field.name === name));
    const added = lacking.map((field) => constantColumn(field.kind, rows, null));
    return createTable(
      [...spec.columns, ...lacking.map((field) => ({ ...field, nullable: true }))],
      [...columns, ...added],
    );
  });
  return concatTables(completed);
}

/** What the names of a generator's lineage columns begin with, so that they are no names of the data. */
export const LINEAGE_PREFIX = 'lineage:';

/**
 * Rows, and what their generator says of where they come from: its columns of the role `lineage`, `null` without any. They are called `lineage:` and a
 * field of {@link lineageSpec} (of that field's kind) or a name of the generator's own. Parents are numbers of rows, from 0, of what the model was fitted to.
 */
export function splitLineage(table: Table): { readonly table: Table; readonly said: Table | null } {
  const names = columnsWithRole(table.spec, 'lineage');
  if (names.length === 0) return { table, said: null };
  const { spec, columns } = takeColumns(table, names);
  const fields = spec.columns.map((field) => ({ ...field, name: field.name.replace(LINEAGE_PREFIX, '') }));
  return { table: dropColumns(table, names), said: createTable(fields, columns) };
}

/** A lineage with what a generator said of the same rows in place of its own fields; fields that it lacks are added. */
export function sayLineage(lineage: Lineage, said: Table | null): Lineage {
  if (said === null) return lineage;
  const [own, names] = [lineage, said].map(({ spec }) => spec.columns.map(({ name }) => name));
  const kept = takeColumns(
    lineage,
    own.filter((name) => !names.includes(name)),
  );
  const fields = said.spec.columns.map((field): ColumnSpec => ({ ...field, nullable: true, role: 'feature' }));
  const all = createTable([...kept.spec.columns, ...fields], [...kept.columns, ...said.columns]);
  return takeColumns(all, [...new Set([...own, ...names])]);
}

/** Lets no row pass that was made to mislead: it tests a model only as long as none trains on it. Throws `core/bad-request`. */
export function refuseAdversarial(lineage: Lineage): void {
  const tags = columnOf(lineage, 'tags');
  const next = 'Add such rows to an evaluation suite (verisim suite add); a blend takes `adversarial: true`.';
  for (let row = 0; row < lineage.rows; row++)
    if (/(^|; )adversarial(; |$)/.test(`${cellOf(tags, row)}`))
      throw badRequest(`Synthetic row ${row + 1} is tagged adversarial and would be trained on.`, next);
}

/**
 * The rows of each source, ascending, sources in order of first appearance: `real <file>` or `synthetic <generator>@<version>
 * <run>`. What a model gets wrong on rows can so be put down to where they came from.
 */
export function rowsBySource(lineage: Lineage): ReadonlyMap<string, Int32Array> {
  const names = ['id', 'origin', 'generator', 'generator_version', 'run'];
  const [id, origin, ...made] = names.map((name) => columnOf(lineage, name));
  const sourceOf = (row: number): string => {
    const [generator, version, run] = made.map((column) => cellOf(column, row));
    const file = String(cellOf(id, row)).replace(/:[^:]*$/, '');
    return cellOf(origin, row) === 'real' ? `real ${file}` : `synthetic ${generator}@${version} ${run}`;
  };
  const sources = Map.groupBy(new Array(lineage.rows).keys(), sourceOf);
  return new Map([...sources].map(([source, rows]) => [source, Int32Array.from(rows)]));
}
