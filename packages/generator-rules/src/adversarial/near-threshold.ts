import {
  type BlockRequest,
  type Column,
  type ColumnSpec,
  type Context,
  checkpoint,
  columnKinds,
  createTable,
  LINEAGE_PREFIX,
  type Model,
  type Table,
} from '@verisim/core';
import { DIFFICULTIES } from '../difficulty/difficulty.ts';
import { badOracle } from '../errors.ts';
import { freshIds, isKey } from '../perturb/fresh-ids.ts';
import { ADVERSARIAL } from '../perturb/lineage-columns.ts';
import { type NumberGrid, numberGrid } from '../perturb/number-range.ts';
import { askOracle, type Oracle } from './oracle.ts';
import { rowPaths } from './row-path.ts';

/** Halvings of the way: what is left is a 65,536th of it. */
const HALVINGS = 16;

const TAG = `${ADVERSARIAL}; near-threshold; label-unknown`;

const FIELDS: readonly ColumnSpec[] = [
  { name: 'parents', kind: 'text' },
  { name: 'tags', kind: 'category', levels: [TAG] },
  { name: 'difficulty', kind: 'category', levels: DIFFICULTIES },
  { name: 'distance', kind: 'number' },
].map((field) => ({ ...field, name: LINEAGE_PREFIX + field.name, nullable: true, role: 'lineage' }) as ColumnSpec);

/** What near-threshold rows are made from: the source and the oracle's answer for each of its rows. */
export interface ThresholdSource {
  readonly source: Table;
  readonly answers: Float64Array;
}

/** The oracle's answers for a table. Throws `generator-rules/bad-oracle` when they are all the same. */
export async function thresholdSource(source: Table, oracle: Oracle): Promise<ThresholdSource> {
  const answers = await askOracle(oracle, source);
  if (answers.every((answer) => answer === answers[0])) throw badOracle('gives the same answer for every row');
  return { source, answers };
}

/** The columns of the rows: labels are left empty, for nobody knows them; then parents, tags, difficulty and distance to the other side. */
export function thresholdSchema({ source }: ThresholdSource): readonly ColumnSpec[] {
  const columns = source.spec.columns.map((spec) => (spec.role === 'target' ? { ...spec, nullable: true } : spec));
  return [...columns, ...FIELDS];
}

/**
 * Rows beside the threshold of a model: the way between two rows that it answers differently is halved until it changes its answer within a 65,536th, and one of the two ends
 * is given. `distance` says how far they are apart: the mean over columns of the difference in robust standard deviations, 1 for a cell that changes otherwise.
 */
export async function nearThreshold(
  given: ThresholdSource,
  oracle: Oracle,
  { block, rows }: BlockRequest,
  ctx: Context,
): Promise<Table> {
  const { source, answers } = given;
  const random = ctx.random.fork('pairs');
  const from = Int32Array.from({ length: rows }, () => random.int(0, source.rows));
  const to = from.map((row) => otherRow(row, answers, random.int(0, source.rows)));
  const grids = source.columns.map((column, i) =>
    column.storage === 'numeric' ? numberGrid(column.values, { ...source.spec.columns[i], bounds: undefined }) : null,
  );
  const paths = rowPaths(source, from, to, grids, ctx.random.fork('turns'));
  const near = new Float64Array(rows);
  const far = new Float64Array(rows).fill(1);
  for (let step = 0; step < HALVINGS; step++) {
    await checkpoint(ctx.signal);
    const middle = near.map((place, i) => (place + far[i]) / 2);
    const said = await askOracle(oracle, paths.at(middle));
    for (let i = 0; i < rows; i++) {
      if (said[i] === answers[from[i]]) near[i] = middle[i];
      else far[i] = middle[i];
    }
  }
  const side = Uint8Array.from(from, () => random.int(0, 2));
  const [kept, across] = [side, side.map((one) => 1 - one)].map((sides) =>
    paths.at(near.map((place, i) => (sides[i] === 0 ? place : far[i]))),
  );
  const parents = Array.from(from, (row, i) => `${row}; ${to[i]}`);
  return finished(given, kept, { block, parents, distance: distances(kept, across, grids) });
}

/** The next row, from a place on, that is answered differently. */
function otherRow(row: number, answers: Float64Array, start: number): number {
  let other = start;
  while (answers[other] === answers[row]) other = (other + 1) % answers.length;
  return other;
}

function distances(a: Table, b: Table, grids: readonly (NumberGrid | null)[]): Float64Array {
  const sum = new Float64Array(a.rows);
  const counted = a.spec.columns.map(({ kind, role }) => role !== 'target' && !columnKinds[kind].identifies);
  a.columns.forEach((column, i) => {
    const other = b.columns[i];
    if (!counted[i]) return;
    for (let row = 0; row < a.rows; row++) sum[row] += cellDistance(column, other, row, grids[i]?.scale ?? 0);
  });
  const columns = Math.max(1, counted.filter(Boolean).length);
  return sum.map((total) => total / columns);
}

function cellDistance(a: Column, b: Column, row: number, scale: number): number {
  if (a.storage === 'coded') return a.codes[row] === (b as typeof a).codes[row] ? 0 : 1;
  const [x, y] = [a.values[row], (b as typeof a).values[row]];
  if (typeof x === 'number' && typeof y === 'number' && !Number.isNaN(x) && !Number.isNaN(y))
    return scale > 0 ? Math.abs(x - y) / scale : Number(x !== y);
  return Object.is(x, y) ? 0 : 1;
}

function finished(
  given: ThresholdSource,
  table: Table,
  { block, parents, distance }: { block: number; parents: readonly string[]; distance: Float64Array },
): Table {
  const { rows } = table;
  const columns = table.columns.map((column, i): Column => {
    const { kind, role } = given.source.spec.columns[i];
    if (role === 'target') return noneOf(column);
    return columnKinds[kind].identifies && isKey(given.source.columns[i]) ? freshIds(column, block) : column;
  });
  const hardest = DIFFICULTIES.indexOf(ADVERSARIAL);
  return createTable(
    thresholdSchema(given),
    [
      ...columns,
      { storage: 'text', values: parents },
      { storage: 'coded', codes: new Int32Array(rows), levels: [TAG] },
      { storage: 'coded', codes: new Int32Array(rows).fill(hardest), levels: DIFFICULTIES },
      { storage: 'numeric', values: distance },
    ],
    given.source.spec.constraints,
  );
}

function noneOf(column: Column): Column {
  if (column.storage === 'numeric') return { storage: 'numeric', values: column.values.map(() => Number.NaN) };
  if (column.storage === 'coded') return { ...column, codes: column.codes.map(() => -1) };
  return { storage: 'text', values: column.values.map(() => null) };
}

/** A model of near-threshold rows. */
export function thresholdModel(given: ThresholdSource, oracle: Oracle, save: Model['save']): Model {
  return {
    schema: { ...given.source.spec, columns: thresholdSchema(given) },
    sample: (request, ctx) => nearThreshold(given, oracle, request, ctx),
    save,
  };
}
