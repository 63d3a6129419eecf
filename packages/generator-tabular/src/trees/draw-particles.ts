import {
  type Column,
  type ColumnSpec,
  type Context,
  createTable,
  type Random,
  type Table,
  takeFromColumn,
} from '@verisim/core';
import { groupRows, type RowGroups, rowNumbers } from '@verisim/decision-trees';
import { drawBetween } from './allowed-numbers.ts';
import { resampleParticles } from './resample-particles.ts';
import type { RestrictedColumn } from './restrict-column.ts';
import { drawColumn } from './sample-trees.ts';
import type { TreeModel } from './tree-model.ts';

/** Beginnings of rows that meet conditions: the columns up to the last conditioned one, in the order of sampling. */
export interface Particles {
  readonly table: Table;
  /** What later trees see of each column. */
  readonly bins: readonly Uint8Array[];
  /** Expected number of rows that meet the conditions among as many rows as were begun. */
  readonly weight: number;
  /** Share of the begun rows that went on at each conditioned column, multiplied. */
  readonly kept: number;
  /** Different first columns that are left. */
  readonly origins: number;
  /** Names of the columns at which a leaf without an allowed value lent that of a node above it. */
  readonly lent: readonly string[];
}

/** What to draw. */
export interface ParticleRequest {
  /** By place in the order of sampling. */
  readonly restricted: ReadonlyMap<number, RestrictedColumn>;
  /** Rows to begin, and how many to give back at most. */
  readonly count: number;
  readonly most: number;
  /** Whether leaves without an allowed value turn to the nodes above them. */
  readonly soften: boolean;
}

/** Columns drawn one after another without a selection between them. */
interface Stretch {
  /** Which particle of the stretch before each one stems from; `null` in the first. */
  readonly ancestors: Int32Array | null;
  readonly specs: ColumnSpec[];
  readonly columns: Column[];
}

interface Drawing {
  readonly stretches: Stretch[];
  bins: readonly Uint8Array[];
  origins: Int32Array;
  weight: number;
  kept: number;
  readonly lent: string[];
}

/**
 * Draws the columns up to the last conditioned one by sequential Monte Carlo (the fully adapted auxiliary particle filter of Pitt &
 * Shephard 1999): before a conditioned column is drawn, rows are selected by the share of their leaf that the condition allows, then each draws from
 * that part. Selected more than once, they share what was drawn before and go on separately. `null` when no row can go on.
 */
export function drawParticles(model: TreeModel, request: ParticleRequest, ctx: Context): Particles | null {
  const { restricted, count, most } = request;
  const last = Math.max(...restricted.keys());
  const drawing: Drawing = {
    stretches: [{ ancestors: null, specs: [], columns: [] }],
    bins: [],
    origins: rowNumbers(count),
    weight: count,
    kept: 1,
    lent: [],
  };
  for (let place = 0; place <= last; place++) {
    ctx.signal.throwIfAborted();
    if (!drawPlace(model, place, request, drawing, ctx)) return null;
  }
  const { weight, kept, origins, lent } = drawing;
  const step = Math.max(1, count / most);
  const shift = ctx.random.fork('thin').next();
  const left = Int32Array.from({ length: Math.min(count, most) }, (_, i) => Math.floor((i + shift) * step));
  const bins = drawing.bins.map((own) => takeBins(own, left));
  return { table: traceBack(drawing.stretches, left), bins, weight, kept, origins: new Set(origins).size, lent };
}

/** Whether any row went on. */
function drawPlace(
  model: TreeModel,
  place: number,
  { restricted, count, soften }: ParticleRequest,
  drawing: Drawing,
  ctx: Context,
): boolean {
  const column = model.columns[place];
  const spec = model.schema.columns[column.column];
  const random = ctx.random.fork(`column:${spec.name}`);
  const inputs = Array.from(column.parents, (parent) => drawing.bins[parent]);
  const condition = restricted.get(place);
  const free = groupRows(column.tree, inputs, count);
  const groups = condition ? select(condition, free, soften, drawing, spec.name, random.fork('select')) : free;
  if (groups === null) return false;
  const drawn = drawColumn(condition ?? column, column.bins, groups, spec, random);
  const stretch = drawing.stretches[drawing.stretches.length - 1];
  stretch.specs.push(spec);
  stretch.columns.push(condition ? putBetween(condition, drawn.cells, random.fork('inside')) : drawn.cells);
  drawing.bins = [...drawing.bins, drawn.bins];
  return true;
}

/** Lets rows go on as often as their leaves allow, and says which node each draws from; `null` when none can. */
function select(
  condition: RestrictedColumn,
  free: RowGroups,
  soften: boolean,
  drawing: Drawing,
  name: string,
  random: Random,
): RowGroups | null {
  const count = free.rows.length;
  const nodes = nodesOf(free);
  const chances = soften ? condition.softened : condition.share;
  const weights = Float64Array.from(nodes, (node) => chances[node]);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total <= 0) return null;
  drawing.weight *= total / count;
  let chosen = nodes;
  if (weights.some((weight) => weight !== weights[0])) {
    const ancestors = resampleParticles(weights, count, random);
    drawing.kept *= ancestors.reduce((sum, from, i) => sum + (i > 0 && ancestors[i - 1] === from ? 0 : 1), 0) / count;
    drawing.bins = drawing.bins.map((own) => takeBins(own, ancestors));
    drawing.origins = ancestors.map((from) => drawing.origins[from]);
    drawing.stretches.push({ ancestors, specs: [], columns: [] });
    chosen = ancestors.map((from) => nodes[from]);
  }
  const near = chosen.map((node) => condition.nearest[node]);
  if (near.some((node, i) => node !== chosen[i])) drawing.lent.push(name);
  return groupByNode(near, condition.share.length);
}

function nodesOf({ rows, start, end }: RowGroups): Int32Array {
  const nodes = new Int32Array(rows.length);
  // Children come after their parents, so that a row ends with its leaf.
  for (let node = 0; node < start.length; node++) for (let i = start[node]; i < end[node]; i++) nodes[rows[i]] = node;
  return nodes;
}

function groupByNode(nodes: Int32Array, count: number): RowGroups {
  const end = new Int32Array(count);
  for (const node of nodes) end[node]++;
  for (let node = 1; node < count; node++) end[node] += end[node - 1];
  const start = end.slice();
  const rows = new Int32Array(nodes.length);
  for (let row = nodes.length - 1; row >= 0; row--) rows[--start[nodes[row]]] = row;
  return { rows, start, end };
}

/** Numbers that no training row has, for the drawn ones next to them. */
function putBetween({ between }: RestrictedColumn, cells: Column, random: Random): Column {
  if (between === null || cells.storage !== 'numeric') return cells;
  const values = cells.values.map((value) => (Number.isNaN(value) ? value : drawBetween(between, () => random.next())));
  return { storage: 'numeric', values };
}

/** The bins of the given rows. */
export function takeBins(bins: Uint8Array, rows: Int32Array): Uint8Array {
  const taken = new Uint8Array(rows.length);
  for (let i = 0; i < taken.length; i++) taken[i] = bins[rows[i]];
  return taken;
}

/** The given particles from the last column back to the first. */
function traceBack(stretches: readonly Stretch[], particles: Int32Array): Table {
  const specs: ColumnSpec[] = [];
  const columns: Column[] = [];
  let rows = particles;
  for (const stretch of stretches.toReversed()) {
    const { ancestors } = stretch;
    specs.unshift(...stretch.specs);
    columns.unshift(...stretch.columns.map((column) => takeFromColumn(column, rows)));
    if (ancestors) rows = rows.map((row) => ancestors[row]);
  }
  return createTable(specs, columns);
}
