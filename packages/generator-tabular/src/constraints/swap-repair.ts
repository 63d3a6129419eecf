import type { Column, Random, Table } from '@verisim/core';
import type { Rule } from './rule.ts';
import type { RowTest } from './rule-tests.ts';

/** Rows that are tried as partners of one that breaks a rule. */
const PARTNERS = 24;

/** A table that may be written to, its rules with their tests, and what was done to it. */
interface Bench {
  readonly table: Table;
  /** Of each column, the tests that look at it; `null` where cells may not move. */
  readonly tests: readonly (readonly RowTest[] | null)[];
  readonly random: Random;
}

/**
 * Mends rows that break a rule by exchanging a cell with another row, so that both rows hold all rules: every column keeps exactly
 * the values it has. Of up to 24 partners the one with the nearest number is taken. Rows that find none stay as they are.
 *
 * @param free columns whose cells may move, by name
 * @returns the mended table and, by rule, how many rows were mended
 */
export function swapRepair(
  table: Table,
  rules: readonly Rule[],
  free: ReadonlySet<string>,
  random: Random,
): { readonly table: Table; readonly repaired: ReadonlyMap<string, number> } {
  const repaired = new Map<string, number>();
  const own = { ...table, columns: table.columns.map(copyOf) };
  const tested = rules.map((rule) => ({ rule, breaks: rule.breaks(own) }));
  const tests = own.spec.columns.map(({ name }) =>
    free.has(name) ? tested.filter(({ rule }) => rule.columns.includes(name)).map(({ breaks }) => breaks) : null,
  );
  const bench: Bench = { table: own, tests, random };
  for (const { rule, breaks } of tested) {
    const places = rule.columns
      .map((name) => own.spec.columns.findIndex((spec) => spec.name === name))
      .filter((at) => tests[at] !== null);
    let mended = 0;
    for (let row = 0; row < own.rows; row++) if (breaks(row) && mend(bench, places, row)) mended++;
    if (mended > 0) repaired.set(rule.label, mended);
  }
  return { table: own, repaired };
}

/** Exchanges a cell of the row, of the last column that helps: rules name what depends last. */
function mend(bench: Bench, places: readonly number[], row: number): boolean {
  return places.toReversed().some((at) => exchange(bench, at, row));
}

function exchange({ table, tests, random }: Bench, at: number, row: number): boolean {
  const column = table.columns[at];
  const broken = tests[at] as readonly RowTest[];
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  for (let tried = 0; tried < PARTNERS && least > 0; tried++) {
    const other = random.int(0, table.rows);
    const distance = other === row ? Number.POSITIVE_INFINITY : distanceIn(column, row, other);
    if (!(distance < least)) continue;
    swap(column, row, other);
    if (!broken.some((breaks) => breaks(row) || breaks(other))) [best, least] = [other, distance];
    swap(column, row, other);
  }
  if (best >= 0) swap(column, row, best);
  return best >= 0;
}

/** Between numbers their difference; any other two cells are as far from each other as any. Equal cells help nobody: infinite. */
function distanceIn(column: Column, row: number, other: number): number {
  if (column.storage === 'coded') return column.codes[row] === column.codes[other] ? Number.POSITIVE_INFINITY : 0;
  const [one, two] = [column.values[row], column.values[other]];
  if (one === two) return Number.POSITIVE_INFINITY;
  return typeof one === 'number' && typeof two === 'number' && !Number.isNaN(one - two) ? Math.abs(one - two) : 0;
}

function swap(column: Column, row: number, other: number): void {
  const cells = (column.storage === 'coded' ? column.codes : column.values) as (number | string | null)[];
  const held = cells[row];
  cells[row] = cells[other];
  cells[other] = held;
}

function copyOf(column: Column): Column {
  if (column.storage === 'coded') return { ...column, codes: column.codes.slice() };
  if (column.storage === 'numeric') return { storage: 'numeric', values: column.values.slice() };
  return { storage: 'text', values: column.values.slice() };
}
