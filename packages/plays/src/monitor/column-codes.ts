import { type Column, type ColumnSpec, columnKinds, type Table } from '@verisim/core';

/** A column of the old and of the new table, coded over the same cells. Cell 0 = missing. */
export interface CodedSides {
  readonly spec: ColumnSpec;
  readonly ordered: boolean;
  readonly cells: number;
  readonly old: Int32Array;
  readonly now: Int32Array;
  /** `levels[cell - 1]` of a coded column. */
  readonly levels: readonly string[];
  /** Values of a numeric column, `null` else. */
  readonly values: { readonly old: Float64Array; readonly now: Float64Array } | null;
}

/** Most cells that numbers are cut into: a distance is off by at most one part in as many. */
const MOST_CELLS = 1000;

/** Every column that both tables have, store alike, and that says what a row is like; names of the others with why. */
export function codeColumns(
  old: Table,
  now: Table,
): { readonly sides: readonly CodedSides[]; readonly left: readonly string[] } {
  const sides: CodedSides[] = [];
  const left: string[] = [];
  const places = new Map(now.spec.columns.map(({ name }, i) => [name, i]));
  for (const [i, spec] of old.spec.columns.entries()) {
    const at = places.get(spec.name);
    if (spec.role === 'ignore' || columnKinds[spec.kind].identifies) continue;
    if (at === undefined) left.push(`"${spec.name}" is missing from the new rows`);
    else if (old.columns[i].storage !== now.columns[at].storage)
      left.push(`"${spec.name}" was ${spec.kind} and is now ${now.spec.columns[at].kind}`);
    else if (spec.kind === 'text') left.push(`"${spec.name}" is free text, which is not compared`);
    else sides.push(codeColumn(spec, old.columns[i], now.columns[at]));
  }
  for (const { name } of now.spec.columns)
    if (!old.spec.columns.some((spec) => spec.name === name)) left.push(`"${name}" is new`);
  return { sides, left };
}

function codeColumn(spec: ColumnSpec, old: Column, now: Column): CodedSides {
  if (old.storage === 'numeric' && now.storage === 'numeric') return codeNumbers(spec, old.values, now.values);
  if (old.storage !== 'coded' || now.storage !== 'coded') throw new RangeError(`column "${spec.name}" cannot be coded`);
  const levels = [...new Set([...old.levels, ...now.levels])];
  const place = new Map(levels.map((level, cell) => [level, cell + 1]));
  const cellsOf = ({ codes, levels: own }: typeof old) => codes.map((code) => (code < 0 ? 0 : place.get(own[code])!));
  return {
    spec,
    ordered: false,
    cells: levels.length + 1,
    old: cellsOf(old),
    now: cellsOf(now),
    levels,
    values: null,
  };
}

function codeNumbers(spec: ColumnSpec, old: Float64Array, now: Float64Array): CodedSides {
  const present = [...old, ...now].filter((value) => !Number.isNaN(value));
  const sorted = Float64Array.from(present).sort();
  const step = Math.max(1, sorted.length / MOST_CELLS);
  const uppers: number[] = [];
  for (let i = step - 1; i < sorted.length; i += step) {
    const value = sorted[Math.round(i)];
    if (uppers.length === 0 || value > uppers[uppers.length - 1]) uppers.push(value);
  }
  const edges = Float64Array.from(uppers);
  const cellsOf = (values: Float64Array) =>
    Int32Array.from(values, (value) => (Number.isNaN(value) ? 0 : 1 + firstAtLeast(edges, value)));
  return {
    spec,
    ordered: true,
    cells: edges.length + 2,
    old: cellsOf(old),
    now: cellsOf(now),
    levels: [],
    values: { old, now },
  };
}

function firstAtLeast(edges: Float64Array, value: number): number {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edges[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
