import {
  type CodedColumn,
  type Column,
  concatTables,
  createTable,
  type NumericColumn,
  type Random,
  sliceRows,
  type Table,
  takeRows,
} from '@verisim/core';
import type { AlarmInput, AlarmName } from '@verisim/plays';

/** A trap dug on purpose: synthetic rows that should raise one alarm. */
export interface Trap {
  readonly alarm: AlarmName;
  readonly name: string;
  /** @param fresh real rows that were not given as real */
  plant(fresh: Table, real: Table, target: string, random: Random): Partial<AlarmInput> & { readonly synthetic: Table };
}

function withColumn(table: Table, name: string, change: (column: Column) => Column): Table {
  const at = table.spec.columns.findIndex((spec) => spec.name === name);
  const spec = { ...table.spec.columns[at], nullable: true };
  return createTable(table.spec.columns.with(at, spec), table.columns.with(at, change(table.columns[at])));
}

/** Labels drawn anew for a share of the rows. */
function noisyLabels(table: Table, target: string, share: number, random: Random): Table {
  return withColumn(table, target, (column) => {
    const { codes, levels } = column as CodedColumn;
    const flipped = codes.map((code) =>
      random.next() < share ? (code + 1 + random.int(0, levels.length - 1)) % levels.length : code,
    );
    return { storage: 'coded', codes: flipped, levels };
  });
}

/** Rows of the rarer classes dropped with a chance of one half. */
function thinned(table: Table, target: string, random: Random): Table {
  const at = table.spec.columns.findIndex((spec) => spec.name === target);
  const { codes } = table.columns[at] as CodedColumn;
  const counts = new Map<number, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  const most = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a))[0];
  const rows = [...codes.keys()].filter((row) => codes[row] === most || random.next() < 0.5);
  return takeRows(table, rows);
}

/** Missing cells filled with other cells of the column. */
function filled(table: Table, random: Random): Table {
  const columns = table.columns.map((column): Column => {
    if (column.storage === 'text') return column;
    const cells = column.storage === 'coded' ? column.codes : column.values;
    const there = (cell: number) => (column.storage === 'coded' ? cell >= 0 : !Number.isNaN(cell));
    const present = [...cells].filter(there);
    if (present.length === 0) return column;
    const fill = (cell: number) => (there(cell) ? cell : present[random.int(0, present.length)]);
    return column.storage === 'coded'
      ? { ...column, codes: column.codes.map(fill) }
      : { ...column, values: column.values.map(fill) };
  });
  return createTable(table.spec.columns, columns);
}

/** Numbers drawn half-way to their column's median. */
function contracted(table: Table): Table {
  const columns = table.columns.map((column): Column => {
    if (column.storage !== 'numeric') return column;
    const sorted = column.values.filter((value) => !Number.isNaN(value)).sort();
    const middle = sorted[sorted.length >> 1];
    return { ...column, values: column.values.map((value) => middle + (value - middle) * 0.5) };
  });
  return createTable(table.spec.columns, columns);
}

/** Real rows drawn again with every number moved by one part in a thousand of its column's spread. */
function jittered(real: Table, rows: number, random: Random): Table {
  const drawn = takeRows(
    real,
    Int32Array.from({ length: rows }, () => random.int(0, real.rows)),
  );
  const columns = drawn.columns.map((column): Column => {
    if (column.storage !== 'numeric') return column;
    const values = (column as NumericColumn).values;
    const present = values.filter((value) => !Number.isNaN(value)).sort();
    const width = (present[Math.floor(0.95 * present.length)] ?? 0) - (present[Math.floor(0.05 * present.length)] ?? 0);
    return { ...column, values: values.map((value) => value + random.normal() * 0.001 * width) };
  });
  return createTable(
    drawn.spec.columns.map((spec) => (spec.kind === 'integer' ? { ...spec, kind: 'number' as const } : spec)),
    columns,
  );
}

export const traps: readonly Trap[] = [
  {
    alarm: 'label-noise',
    name: 'a fifth of the labels wrong',
    plant: (fresh, _, target, random) => ({ synthetic: noisyLabels(fresh, target, 0.2, random) }),
  },
  {
    alarm: 'label-prior',
    name: 'rarer classes halved',
    plant: (fresh, _, target, random) => ({ synthetic: thinned(fresh, target, random) }),
  },
  {
    alarm: 'cleaner-than-life',
    name: 'nothing missing',
    plant: (fresh, _, __, random) => ({ synthetic: filled(fresh, random) }),
  },
  {
    alarm: 'dense-centre',
    name: 'numbers half-way to the median',
    plant: (fresh) => ({ synthetic: contracted(fresh) }),
  },
  {
    alarm: 'low-information',
    name: 'real rows moved a little',
    plant: (fresh, real, _, random) => ({ synthetic: jittered(real, fresh.rows, random) }),
  },
  {
    alarm: 'one-source',
    name: 'half of the synthetic rows are test rows',
    plant: (fresh) => {
      const half = fresh.rows >> 1;
      const test = sliceRows(fresh, 0, half);
      return { synthetic: concatTables([test, sliceRows(fresh, 0, half)]), test };
    },
  },
];
