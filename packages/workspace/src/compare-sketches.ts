import type { RowSketch } from './row-sketch.ts';

/** What changed from a data set to one made of it. */
export interface DatasetChange {
  /** Rows by content: in both (a row that is twice in each counts twice), only in the new one, only in the old one, and under the same
   * identifier (else, in tables of equal length, at the same place) with other cells. `null` when the columns are not the same. */
  readonly rows: {
    readonly kept: number;
    readonly added: number;
    readonly removed: number;
    readonly changed: number;
  } | null;
  readonly columnsAdded: readonly string[];
  readonly columnsRemoved: readonly string[];
  /** Columns of both whose cells are not the same, for tables of equal length. */
  readonly columnsChanged: readonly string[];
}

/** Holds two sketches of one workspace against each other. */
export function compareSketches(before: RowSketch, now: RowSketch): DatasetChange {
  const old = new Map(before.columns.map(({ name, hash }) => [name, hash]));
  const names = new Set(now.columns.map(({ name }) => name));
  const columnsAdded = [...names].filter((name) => !old.has(name));
  const columnsRemoved = [...old.keys()].filter((name) => !names.has(name));
  const shared = now.columns.filter(({ name }) => old.has(name));
  const inPlace = before.rows.length === now.rows.length;
  return {
    rows: columnsAdded.length + columnsRemoved.length > 0 ? null : compareRows(before, now),
    columnsAdded,
    columnsRemoved,
    columnsChanged: inPlace ? shared.filter(({ name, hash }) => old.get(name) !== hash).map(({ name }) => name) : [],
  };
}

function compareRows(before: RowSketch, now: RowSketch): DatasetChange['rows'] {
  const lost = unmatched(before.rows, now.rows);
  const fresh = unmatched(now.rows, before.rows);
  const changed =
    before.ids && now.ids ? sameIds(before.ids, lost, now.ids, fresh) : samePlaces(before, lost, now, fresh);
  return {
    kept: now.rows.length - fresh.length,
    added: fresh.length - changed,
    removed: lost.length - changed,
    changed,
  };
}

/** Places of rows that have no equal among the others, each of which serves once. */
function unmatched(rows: Float64Array, others: Float64Array): readonly number[] {
  const left = new Map<number, number>();
  for (const row of others) left.set(row, (left.get(row) ?? 0) + 1);
  const places: number[] = [];
  rows.forEach((row, place) => {
    const count = left.get(row) ?? 0;
    if (count === 0) places.push(place);
    else left.set(row, count - 1);
  });
  return places;
}

function sameIds(old: Float64Array, lost: readonly number[], now: Float64Array, fresh: readonly number[]): number {
  const ids = new Set(lost.map((place) => old[place]));
  return new Set(fresh.map((place) => now[place]).filter((id) => ids.has(id))).size;
}

function samePlaces(before: RowSketch, lost: readonly number[], now: RowSketch, fresh: readonly number[]): number {
  if (before.rows.length !== now.rows.length) return 0;
  const places = new Set(lost);
  return fresh.filter((place) => places.has(place)).length;
}
