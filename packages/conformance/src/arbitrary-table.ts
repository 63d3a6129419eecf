import { type Column, type ColumnKind, type ColumnSpec, columnKinds, createTable, type Table } from '@verisim/core';
import fc from 'fast-check';
import { ODD_LEVELS, ODD_NAMES } from './awkward-tables.ts';

type Cell = number | string | null;

/** A column as it is drawn and printed. */
interface Draft {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Declared nullable although no cell may be missing. */
  readonly nullable: boolean;
  readonly cells: readonly Cell[];
}

/** Rows that a table has at most. */
const MOST_ROWS = 40;

/**
 * Tables of 0 to 40 rows and 1 to 6 columns of all seven kinds, some cells missing, with awkward names, levels, texts, numbers and
 * dates. They shrink to few rows, few columns and plain cells.
 */
export function arbitraryTable(): fc.Arbitrary<Table> {
  // Every column has cells for 40 rows, so that a table with fewer rows keeps its columns when it shrinks.
  const columns = fc.uniqueArray(arbitraryColumn(), { minLength: 1, maxLength: 6, selector: ({ name }) => name });
  return fc.tuple(fc.nat({ max: MOST_ROWS }), columns).map(([rows, drafts]) => {
    const cut = drafts.map((draft) => ({ ...draft, cells: draft.cells.slice(0, rows) }));
    return createTable(cut.map(specOf), cut.map(columnOf));
  });
}

function arbitraryColumn(): fc.Arbitrary<Draft> {
  const kinds = Object.keys(columnKinds) as ColumnKind[];
  return fc.constantFrom(...kinds).chain((kind) =>
    fc.record({
      name: fc.oneof(fc.string({ unit: 'grapheme', maxLength: 8 }), fc.constantFrom(...ODD_NAMES)),
      kind: fc.constant(kind),
      nullable: fc.boolean(),
      cells: fc.array(fc.option(arbitraryCell[kind], { freq: 6 }), { minLength: MOST_ROWS, maxLength: MOST_ROWS }),
    }),
  );
}

const text: fc.Arbitrary<Cell> = fc.oneof(
  fc.constantFrom('a', 'b', 'c'),
  fc.constantFrom(...ODD_LEVELS),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
);

const arbitraryCell: Readonly<Record<ColumnKind, fc.Arbitrary<Cell>>> = {
  number: fc.oneof(
    fc.integer({ min: -50, max: 50 }).map((value) => value / 4),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(0, -0, 5e-324, Number.MAX_VALUE, -Number.MAX_VALUE, 0.1),
  ),
  integer: fc.oneof(
    fc.integer({ min: -5, max: 5 }),
    fc.maxSafeInteger(),
    fc.constantFrom(2 ** 31, 2 ** 32, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER),
  ),
  datetime: fc.oneof(
    fc.integer({ min: -40_000, max: 40_000 }).map((day) => day * 86_400_000),
    fc.constantFrom(0, -1, 8.64e15, -8.64e15),
  ),
  category: text,
  boolean: fc.constantFrom('true', 'false'),
  text,
  id: fc.oneof(
    fc.nat({ max: 99_999 }).map((id) => `K${String(id).padStart(5, '0')}`),
    text,
  ),
};

function specOf({ name, kind, nullable, cells }: Draft): ColumnSpec {
  return { name, kind, nullable: nullable || cells.includes(null), role: 'feature' };
}

function columnOf({ kind, cells }: Draft): Column {
  const { storage } = columnKinds[kind];
  if (storage === 'numeric') {
    return { storage, values: Float64Array.from(cells, (cell) => (cell === null ? Number.NaN : (cell as number))) };
  }
  const texts = cells as readonly (string | null)[];
  if (storage === 'text') return { storage, values: texts };
  const levels = [...new Set(texts.filter((cell) => cell !== null))];
  return { storage, levels, codes: Int32Array.from(texts, (cell) => (cell === null ? -1 : levels.indexOf(cell))) };
}
