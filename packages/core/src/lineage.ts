import type { Column, ColumnKind, ColumnSpec } from './column.ts';
import { createTable, type Table } from './table.ts';

/** Where each row of a table comes from: one lineage row per row, itself a table (constant columns cost four bytes a row). */
export type Lineage = Table;

/** One row's origin. Everything not said is `null` (missing). */
export interface LineageFields {
  /** Unique within a data set. */
  readonly id: string;
  readonly origin: 'real' | 'synthetic';
  readonly generator: string | null;
  readonly generator_version: string | null;
  /** The run that made the row; the run's time stands once, in its manifest. */
  readonly run: string | null;
  readonly block: number | null;
  /** Ids of the rows it was made from, where a generator knows them. */
  readonly parents: string | null;
  /** Generations away from real data: 0 real, 1 made from real. */
  readonly depth: number;
  readonly prompt_version: string | null;
  readonly judge: string | null;
  readonly tags: string | null;
  readonly difficulty: string | null;
  readonly split: string | null;
  readonly domain: string | null;
  readonly task: string | null;
}

const FIELDS: Readonly<Record<keyof LineageFields, ColumnKind>> = {
  id: 'id',
  origin: 'category',
  generator: 'category',
  generator_version: 'category',
  run: 'category',
  block: 'integer',
  parents: 'text',
  depth: 'integer',
  prompt_version: 'category',
  judge: 'category',
  tags: 'category',
  difficulty: 'category',
  split: 'category',
  domain: 'category',
  task: 'category',
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
    if (spec.name === 'id') {
      return { storage: 'text', values: Array.from({ length: rows }, (_, i) => `${prefix}${first + i}`) };
    }
    const value = shared[spec.name as keyof LineageFields] ?? null;
    if (spec.kind === 'integer') {
      return { storage: 'numeric', values: new Float64Array(rows).fill(value === null ? Number.NaN : Number(value)) };
    }
    if (spec.kind === 'text') {
      return { storage: 'text', values: new Array<string | null>(rows).fill(value === null ? null : String(value)) };
    }
    const codes = new Int32Array(rows).fill(value === null ? -1 : 0);
    return { storage: 'coded', codes, levels: value === null ? [] : [String(value)] };
  });
  return createTable(lineageSpec, columns);
}

/** The lineage of real rows: ids are `<source>:<row>`. */
export function realLineage(rows: number, source: string, shared: Partial<LineageFields> = {}): Lineage {
  return sharedLineage(rows, { ...shared, origin: 'real', depth: 0 }, `${source}:`);
}
