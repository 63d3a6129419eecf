import { checkFeatures } from './check-features.ts';
import { chiSquareAtScore } from './chi-square.ts';
import { contingency } from './contingency.ts';
import { effectiveClasses } from './effective-classes.ts';
import { entropyTable } from './entropy-table.ts';
import { badResponse } from './errors.ts';
import { findSplit, type Split, type SplitSearch } from './find-split.ts';
import { mostQuantileClasses, presentClasses, quantileClasses, type Response, rowsByPlace } from './node-classes.ts';
import { orderCategories } from './order-categories.ts';
import { partitionRows } from './partition-rows.ts';
import { kernelRoom } from './row-kernels.ts';
import { rowNumbers } from './row-numbers.ts';
import type { Features, GrowOptions, Tree } from './tree.ts';

/**
 * Grows a classification tree on binned features: binary splits of largest information gain, kept while the likelihood-ratio
 * chi-square (2 * rows * gain) of a split is significant, see {@link GrowOptions}. An ordered response (with `places`) is cut into quantile
 * groups anew in every node, and each leaf's rows lie in ascending order of it. Unordered features are put in order once, by
 * {@link orderCategories} against the response's classes. CPU time about rows * features * depth.
 *
 * @param table `n ln n` up to the number of rows, when the caller grows many trees
 * @throws `decision-trees/bad-feature`, `decision-trees/bad-response`
 */
export function growTree(
  features: Features,
  response: Response,
  options: GrowOptions,
  table: Float64Array = entropyTable(response.codes.length),
): Tree {
  const { codes, classes } = response;
  checkFeatures(features, codes.length);
  requireClasses(codes, classes);
  const ranks = features.columns.map((column, f) =>
    features.ordered[f]
      ? null
      : orderCategories(contingency(column, features.bins[f], codes, classes), features.bins[f], classes),
  );
  const growing = startGrowing(features, ranks, response, options, table);
  while (growing.open.length > 0) growNode(growing, growing.open.pop()!);
  return finishTree(growing, ranks);
}

function requireClasses(codes: Uint16Array, classes: number): void {
  for (let i = 0; i < codes.length; i++) if (codes[i] >= classes) throw badResponse(i, codes[i], classes);
}

function applyRanks(column: Uint8Array, ranks: Uint8Array, into: Uint8Array): void {
  for (let i = 0; i < column.length; i++) into[i] = ranks[column[i]];
}

interface OpenNode {
  readonly node: number;
  readonly depth: number;
}

interface Growing {
  readonly search: SplitSearch;
  /** The search over the focus feature alone. */
  readonly focus: SplitSearch | null;
  readonly response: Response;
  readonly options: GrowOptions;
  /** Normal score that a split must reach, raised for the number of features that it is the best of. */
  readonly score: number;
  readonly quantiles: number;
  /** Renumbering of classes, -1 where a class does not occur in the node. */
  readonly renumber: Int32Array;
  readonly moved: Int32Array;
  readonly open: OpenNode[];
  readonly feature: number[];
  readonly threshold: number[];
  readonly left: number[];
  readonly start: number[];
  readonly end: number[];
}

const DENSE_CELLS = 1 << 18;
const QUANTILES = 8;
const IDENTITY = Uint8Array.from({ length: 256 }, (_, code) => code);

function startGrowing(
  { columns, bins }: Features,
  ranks: readonly (Uint8Array | null)[],
  response: Response,
  options: GrowOptions,
  table: Float64Array,
): Growing {
  const n = response.codes.length;
  const { places } = response;
  const quantiles = options.quantiles ?? QUANTILES;
  const classes = Math.max(places ? mostQuantileClasses(quantiles) : 0, response.classes);
  const mostBins = Array.from(bins).reduce((most, count) => Math.max(most, count), 1);
  const cells = Math.min(DENSE_CELLS, mostBins * classes);
  const room = kernelRoom((columns.length + 8) * n + 8 * table.length + 4 * (3 * classes + cells + mostBins + 1) + 16);
  const codes = room.bytes(columns.length * n);
  const search: SplitSearch = {
    kernels: room,
    columns: columns.map((_, f) => codes.subarray(f * n, f * n + n)),
    bins,
    rows: room.integers(n),
    table: room.numbers(table.length),
    minLeaf: Math.max(1, options.minLeaf),
    classOf: room.words(n),
    total: room.integers(classes),
    left: room.integers(classes),
    right: room.integers(classes),
    histogram: room.integers(cells),
    binStart: room.integers(mostBins + 1),
    sorted: room.words(n),
    found: room.numbers(2),
  };
  columns.forEach((column, f) => {
    const own = ranks[f];
    if (own === null) search.columns[f].set(column);
    else applyRanks(column, own, search.columns[f]);
  });
  search.rows.set(places ? rowsByPlace(places) : rowNumbers(n));
  search.table.set(table);
  const only = options.focus?.feature;
  const focus = only === undefined ? null : { ...search, columns: [search.columns[only]], bins: [bins[only]] };
  const nodes = { feature: [-1], threshold: [0], left: [0], start: [0], end: [n] };
  const renumber = new Int32Array(response.classes).fill(-1);
  const score = raisedScore(options.significance, columns.length);
  const open = [{ node: 0, depth: 0 }];
  return { search, focus, response, options, score, quantiles, renumber, moved: new Int32Array(n), open, ...nodes };
}

/**
 * The score at which the best of several independent splits is about as surprising as one split at `score` (Bonferroni, with the normal
 * tail taken as exp(-score^2 / 2)).
 */
function raisedScore(score: number, splits: number): number {
  return score <= 0 ? score : Math.sqrt(score * score + 2 * Math.log(Math.max(1, splits)));
}

function growNode(growing: Growing, { node, depth }: OpenNode): void {
  const { search, options, response } = growing;
  const from = growing.start[node];
  const to = growing.end[node];
  if (to - from < 2 * search.minLeaf || depth >= options.maxDepth) return;
  const present = response.places
    ? quantileClasses(search, response.places, growing.quantiles, from, to)
    : presentClasses(search, response.codes, growing.renumber, from, to);
  if (present < 2) return;
  const split = significantSplit(growing, from, to, present);
  if (split === null) return;
  const column = search.columns[split.feature];
  const middle = partitionRows(search.rows, growing.moved, column, IDENTITY, 0, split.threshold, from, to);
  const left = growing.feature.length;
  growing.feature[node] = split.feature;
  growing.threshold[node] = split.threshold;
  growing.left[node] = left;
  growing.feature.push(-1, -1);
  growing.threshold.push(0, 0);
  growing.left.push(0, 0);
  growing.start.push(from, middle);
  growing.end.push(middle, to);
  growing.open.push({ node: left + 1, depth: depth + 1 }, { node: left, depth: depth + 1 });
}

/** The best split of all features, or else the best one of the focus feature, if it is significant. */
function significantSplit(growing: Growing, from: number, to: number, present: number): Split | null {
  const { search, focus, options } = growing;
  const freedom = effectiveClasses(search.total, present) - 1;
  const split = findSplit(search, from, to, present);
  if (split.feature < 0) return null;
  if (2 * split.gain >= chiSquareAtScore(growing.score, freedom)) return split;
  if (focus === null || options.focus === undefined) return null;
  const other = findSplit(focus, from, to, present);
  if (other.feature < 0 || 2 * other.gain < chiSquareAtScore(options.focus.significance, freedom)) return null;
  return { ...other, feature: options.focus.feature };
}

function finishTree(growing: Growing, ranks: readonly (Uint8Array | null)[]): Tree {
  const inputs = [...new Set(growing.feature.filter((feature) => feature >= 0))].sort((a, b) => a - b);
  const place = new Map(inputs.map((feature, i) => [feature, i]));
  const flat = new Uint8Array(inputs.length * 256);
  inputs.forEach((feature, i) => {
    const own = ranks[feature];
    for (let code = 0; code < 256; code++) flat[i * 256 + code] = own === null ? code : (own[code] ?? 0);
  });
  return {
    inputs: Int32Array.from(inputs),
    ranks: flat,
    feature: Int32Array.from(growing.feature, (feature) => place.get(feature) ?? -1),
    threshold: Uint8Array.from(growing.threshold),
    left: Int32Array.from(growing.left),
    start: Int32Array.from(growing.start),
    end: Int32Array.from(growing.end),
    rows: growing.search.rows.slice(),
  };
}
