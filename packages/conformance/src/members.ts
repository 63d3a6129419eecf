import { type Column, type ColumnSpec, createRandom, createTable, type Table, takeRows } from '@verisim/core';
import { coded, each, type FixtureColumn, numbers, pick, rounded, texts } from './fixtures.ts';

const DAY = 86_400_000;

/** Rows with a column of each of the seven kinds, some cells missing, drawn anew for each label; `smoker` is the target. */
export function members(label: string, rows: number): Table {
  const random = createRandom(`conformance members ${label}`);
  const age = each(rows, () => 18 + Math.floor(60 * random.next() ** 1.5));
  const some = <T>(value: T, gone: T) => (random.next() < 0.1 ? gone : value);
  const columns: FixtureColumn[] = [
    texts(
      'member',
      each(rows, (row) => `${label}-${String(row).padStart(4, '0')}`),
      { kind: 'id' },
    ),
    numbers('age', age, { kind: 'integer', bounds: [18, 90] }),
    numbers(
      'income',
      age.map((years) => some(rounded(20_000 + 400 * years + 8000 * random.next(), 2), Number.NaN)),
      { decimals: 2, nullable: true },
    ),
    numbers(
      'joined',
      each(rows, () => DAY * random.int(-2000, 20_000)),
      { kind: 'datetime', format: '%Y-%m-%d' },
    ),
    declared(
      'city',
      each(rows, () => some(pick(random, CITIES), null)),
      CITIES,
    ),
    texts(
      'remark',
      each(rows, (row) => some(`called ${row % 40} times`, null)),
      { nullable: true },
    ),
    declared(
      'smoker',
      age.map((years) => (random.next() < 0.15 + years / 150 ? 'yes' : 'no')),
      ['no', 'yes'],
      { kind: 'boolean', role: 'target' },
    ),
  ];
  return createTable(
    columns.map(({ spec }) => spec),
    columns.map(({ column }) => column),
  );
}

const CITIES = ['Brno', 'Cork', 'Ghent', 'Lyon', 'Porto'];

/** A coded column whose list of levels is given, so that all tables have the same. */
function declared(
  name: string,
  cells: readonly (string | null)[],
  levels: readonly string[],
  parts: Partial<ColumnSpec> = {},
): FixtureColumn {
  const { spec } = coded(name, cells, { levels, nullable: cells.includes(null) || parts.kind === undefined, ...parts });
  const codes = Int32Array.from(cells, (cell) => (cell === null ? -1 : levels.indexOf(cell)));
  return { spec, column: { storage: 'coded', codes, levels } };
}

/**
 * 120 rows for {@link members} of the label `train` with what a batch can have wrong: repeated rows and ids, training rows and ids, missing
 * and broken and far numbers, an unknown level, too many decimals.
 */
export function faultyMembers(label: string): Table {
  const own = members(label, 100);
  const train = members('train', 300);
  const repeated = takeRows(own, [...each(100, (row) => row), ...each(10, (row) => 3 * row)]);
  const copied = takeRows(train, [5, 6, 7, 8, 9, 250, 251, 252, 253, 254]);
  const columns = own.columns.map((_, i) => joined(repeated.columns[i], copied.columns[i]));
  const specs = own.spec.columns.map((spec) => ({ ...spec, nullable: true }));
  return spoil(createTable(specs, columns));
}

function joined(a: Column, b: Column): Column {
  if (a.storage === 'numeric' && b.storage === 'numeric') {
    return { storage: 'numeric', values: Float64Array.of(...a.values, ...b.values) };
  }
  if (a.storage === 'coded' && b.storage === 'coded') {
    return { ...a, codes: Int32Array.of(...a.codes, ...b.codes) };
  }
  return a.storage === 'text' && b.storage === 'text' ? { ...a, values: [...a.values, ...b.values] } : a;
}

function spoil(table: Table): Table {
  const columns = table.columns.map((column, i): Column => {
    const { name } = table.spec.columns[i];
    if (column.storage === 'coded') {
      if (name !== 'city') return column;
      return { storage: 'coded', codes: column.codes.with(41, 5), levels: [...column.levels, 'Atlantis'] };
    }
    if (column.storage === 'text') return { ...column, values: column.values.with(17, null) };
    const values = column.values.slice();
    if (name === 'age') values.set([Number.NaN, 17, 400, 30.5], 50);
    if (name === 'income') values.set([-5, 1e9, 25_000.125, Number.POSITIVE_INFINITY], 60);
    return { storage: 'numeric', values };
  });
  return createTable(table.spec.columns, columns);
}
