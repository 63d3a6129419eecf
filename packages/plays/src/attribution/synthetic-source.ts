import { type Lineage, rowsBySource, type Table, type TrackedTable, takeRows } from '@verisim/core';
import { noSources } from '../errors.ts';

/** Synthetic rows that came from one place: one file, one generator and run. */
export interface SyntheticSource {
  readonly name: string;
  readonly table: Table;
  readonly lineage?: Lineage;
}

/** The synthetic sources of a table with lineage, in order of appearance; real rows are left out. Throws `plays/no-sources`. */
export function sourcesOf({ table, lineage }: TrackedTable): readonly SyntheticSource[] {
  const sources = [...rowsBySource(lineage)]
    .filter(([name]) => name.startsWith('synthetic '))
    .map(([name, rows]) => ({
      name: name.slice('synthetic '.length),
      table: takeRows(table, rows),
      lineage: takeRows(lineage, rows),
    }));
  if (sources.length === 0) throw noSources();
  return sources;
}
