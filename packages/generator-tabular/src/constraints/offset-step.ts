import { type ColumnSpec, type Condition, columnKinds, resolveConditions, type TableSpec } from '@verisim/core';
import { gridNeighbour, onGrid } from '../value-grid.ts';
import { type DeclaredColumn, type NamedColumns, numbersOf, replaceColumns } from './named-columns.ts';
import { slackOf } from './rule-tests.ts';
import type { FloorBase, OffsetState, Step, TotalBase } from './step.ts';

/** A column learned as its distance from a floor or a total that other columns of the row give. */
export function offsetStep(state: OffsetState, spec: TableSpec): Step {
  const own = spec.columns.find(({ name }) => name === state.column) as DeclaredColumn['spec'];
  const kind = columnKinds[own.kind].whole ? 'integer' : 'number';
  return {
    state,
    hidden: [state.column],
    encode(columns) {
      const values = numbersOf(columns.get(state.column)?.column);
      const { base, known } = basesOf(state, columns, values.length);
      const always = state.base.of === 'floor';
      const offsets = values.map((value, row) =>
        roundTo(state.scale, always || known[row] === 1 ? value - base[row] : value),
      );
      const { name, nullable, role } = own;
      const learned = { name, kind, nullable, role } as const;
      return replaceColumns(columns, [], [{ spec: learned, column: { storage: 'numeric', values: offsets } }]);
    },
    decode(columns) {
      const offsets = numbersOf(columns.get(state.column)?.column);
      const values = state.base.of === 'floor' ? aboveFloor(state, columns, offsets) : asTotal(state, columns, offsets);
      return replaceColumns(columns, [], [{ spec: own, column: { storage: 'numeric', values } }]);
    },
    translate: (where) => (state.base.of === 'floor' ? floorConditions(state, state.base, where, spec) : []),
  };
}

/** Where a column lies in a range, the columns below it are not above that range; a single one is not further below it than distances reach. */
function floorConditions(
  { column, grid }: OffsetState,
  { columns, reach }: FloorBase,
  where: readonly Condition[],
  spec: TableSpec,
): readonly Condition[] {
  const test = resolveConditions(
    spec,
    where.filter((condition) => condition.column === column),
  )[0];
  if (reach === null || !test?.interval || test.missing) return [];
  const slack = grid === null ? 0 : grid.step / grid.scale;
  const { values, interval } = test;
  const high = Math.min(interval.high, values ? Math.max(...values) : interval.high);
  const low = Math.max(interval.low, values ? Math.min(...values) : interval.low) - reach - slack;
  const from = columns.length === 1 ? boundOf(test.spec, low) : undefined;
  const to = boundOf(test.spec, high);
  if (from === undefined && to === undefined) return [];
  return columns.map((name) => ({ column: name, from, to }));
}

/** A bound as conditions write it; nothing for one that is no bound. */
function boundOf({ kind }: ColumnSpec, value: number): number | string | undefined {
  if (!Number.isFinite(value)) return undefined;
  if (kind !== 'datetime') return value;
  const whole = Math.floor(value);
  return whole >= FIRST_YEAR && whole < AFTER_YEARS ? new Date(whole).toISOString() : undefined;
}

const FIRST_YEAR: number = Date.parse('0001-01-01');
/** Of years that ISO 8601 writes with four digits. */
const AFTER_YEARS: number = Date.UTC(10_000, 0, 1);

/** What each row's value is reckoned from, and whether all that it depends on is present. */
interface Bases {
  readonly base: Float64Array;
  readonly known: Uint8Array;
}

function basesOf(state: OffsetState, columns: NamedColumns, rows: number): Bases {
  return state.base.of === 'floor' ? floorsOf(state.base, columns, rows) : totalsOf(state.base, columns, rows);
}

function floorsOf({ columns: names, none }: FloorBase, columns: NamedColumns, rows: number): Bases {
  const base = new Float64Array(rows).fill(Number.NEGATIVE_INFINITY);
  const known = new Uint8Array(rows);
  for (const name of names) {
    numbersOf(columns.get(name)?.column).forEach((value, row) => {
      if (Number.isNaN(value)) return;
      base[row] = Math.max(base[row], value);
      known[row] = 1;
    });
  }
  return { base: base.map((value, row) => (known[row] === 0 ? none : value)), known };
}

function totalsOf(total: TotalBase, columns: NamedColumns, rows: number): Bases {
  const base = new Float64Array(rows).fill(total.constant);
  const known = new Uint8Array(rows).fill(1);
  const add = (name: string, sign: 1 | -1) => {
    numbersOf(columns.get(name)?.column).forEach((value, row) => {
      if (!Number.isNaN(value)) base[row] += sign * value;
      else if (!total.zero) known[row] = 0;
    });
  };
  for (const name of total.plus) add(name, 1);
  for (const name of total.minus) add(name, -1);
  return { base, known };
}

/** Floor and distance on the column's own grid; what rounding put on or below a floor goes to the next grid point above. */
function aboveFloor(state: OffsetState, columns: NamedColumns, offsets: Float64Array): Float64Array {
  const { base, known } = basesOf(state, columns, offsets.length);
  const { strict } = state.base as FloorBase;
  const above = strict.map((name) => numbersOf(columns.get(name)?.column));
  return offsets.map((offset, row) => {
    const value = onGrid(state.grid, base[row] + offset);
    const low = value < base[row] || above.some((floor) => value <= floor[row]);
    return known[row] === 1 && low ? gridNeighbour(state.grid, value, 1) : value;
  });
}

/**
 * Where all parts are present the total is theirs, but for a difference that the tolerance allows. Elsewhere it was learned as it is; a
 * distance of a row that had all parts stands for what is there.
 */
function asTotal(state: OffsetState, columns: NamedColumns, offsets: Float64Array): Float64Array {
  const { base, known } = basesOf(state, columns, offsets.length);
  const tolerance = (state.base as TotalBase).tolerance ?? undefined;
  return offsets.map((offset, row) => {
    if (Number.isNaN(offset)) return offset;
    const near = Math.abs(offset) <= slackOf(tolerance, base[row]);
    if (known[row] === 0) return onGrid(state.grid, near ? base[row] : offset);
    return onGrid(state.grid, near ? base[row] + offset : base[row]);
  });
}

function roundTo(scale: number | null, value: number): number {
  return scale === null ? value + 0 : Math.round(value * scale) / scale + 0;
}
