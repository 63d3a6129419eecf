import { type ColumnSpec, columnKinds, columnOf, type NumericColumn, type Table } from '@verisim/core';
import type { Dirt } from './dirt.ts';

const RARE = [0.001, 0.05] as const;
/** Pairing the columns by chance must break the order so many times as often. */
const TIMES = 3;
const MOST_COLUMNS = 30;

/** Values out of order: two columns of one kind (begin and end, net and gross) of which the first is nearly never above the second. */
export function orderDirt(real: Table): readonly Dirt[] {
  const ordered = real.spec.columns
    .filter(({ kind, role }) => columnKinds[kind].ordered && role !== 'ignore')
    .slice(0, MOST_COLUMNS);
  return ordered.flatMap((low) =>
    ordered.flatMap((high): Dirt[] => {
      if (low === high || isInstant(low) !== isInstant(high)) return [];
      const [own, chance] = [0, 1].map((off) => brokenIn(real, low.name, high.name, off));
      const share = own.hits / own.of;
      if (!(share >= RARE[0] && share <= RARE[1]) || chance.hits / chance.of < TIMES * share) return [];
      const count = (table: Table) => brokenIn(table, low.name, high.name, 0);
      return [{ what: `values of "${low.name}" above "${high.name}"`, count }];
    }),
  );
}

const isInstant = ({ kind }: ColumnSpec): boolean => kind === 'datetime';

/** Rows of which the first value is above the second; `off` pairs it with a later row's. */
function brokenIn(table: Table, low: string, high: string, off: number): { hits: number; of: number } {
  const [a, b] = [low, high].map((name) => (columnOf(table, name) as NumericColumn).values);
  let [hits, of] = [0, 0];
  for (let row = 0; row < table.rows; row++) {
    const other = b[(row + off) % table.rows];
    if (Number.isNaN(a[row]) || Number.isNaN(other)) continue;
    of++;
    if (a[row] > other) hits++;
  }
  return { hits, of };
}

/** Rows out of order: instants that nearly always ascend from row to row. Meant for tables whose rows are in their own order. */
export function sequenceDirt(real: Table): readonly Dirt[] {
  return real.spec.columns.flatMap((spec): Dirt[] => {
    if (!isInstant(spec) || spec.role === 'ignore') return [];
    const count = (table: Table) => descents((columnOf(table, spec.name) as NumericColumn).values);
    const { hits, of } = count(real);
    if (!(hits / of >= RARE[0] && hits / of <= RARE[1])) return [];
    return [{ what: `rows out of order by "${spec.name}"`, count }];
  });
}

function descents(values: Float64Array): { hits: number; of: number } {
  let [hits, of] = [0, 0];
  for (let row = 1; row < values.length; row++) {
    if (Number.isNaN(values[row - 1]) || Number.isNaN(values[row])) continue;
    of++;
    if (values[row] < values[row - 1]) hits++;
  }
  return { hits, of };
}
