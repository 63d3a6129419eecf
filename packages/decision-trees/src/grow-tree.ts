import { chiSquareAtScore } from './chi-square.ts';
import { contingency } from './contingency.ts';
import { effectiveClasses } from './effective-classes.ts';
import { entropyTable } from './entropy-table.ts';
import { badFeature, badResponse } from './errors.ts';
import { findSplit, type SplitSearch } from './find-split.ts';
import { orderCategories } from './order-categories.ts';
import { partitionRows } from './partition-rows.ts';
import { rowNumbers } from './row-numbers.ts';
import type { Features, GrowOptions, Tree } from './tree.ts';

/**
 * Grows a classification tree on binned features: binary splits of largest information gain, kept while the likelihood-ratio
 * chi-square (2 * rows * gain) of a split reaches `significance` as a normal score. Unordered features are put in order once, by
 * {@link orderCategories} against this response. CPU time about rows * features * depth.
 *
 * @param response class of each row, 0 ... classes - 1
 * @param classes at most 65,535
 * @param table `n ln n` up to the number of rows, when the caller grows many trees
 * @throws `decision-trees/bad-feature`, `decision-trees/bad-response`
 */
export function growTree(
  features: Features,
  response: Uint16Array,
  classes: number,
  options: GrowOptions,
  table: Float64Array = entropyTable(response.length),
): Tree {
  checkInput(features, response, classes);
  const ranks = features.columns.map((column, f) =>
    features.ordered[f]
      ? null
      : orderCategories(contingency(column, features.bins[f], response, classes), features.bins[f], classes),
  );
  const columns = features.columns.map((column, f) => applyRanks(column, ranks[f]));
  const growing = startGrowing(columns, features.bins, response, classes, options, table);
  while (growing.open.length > 0) growNode(growing, growing.open.pop()!);
  return finishTree(growing, ranks);
}

function checkInput(features: Features, response: Uint16Array, classes: number): void {
  features.columns.forEach((column, f) => {
    if (column.length !== response.length)
      throw badFeature(f, `has ${column.length} codes for ${response.length} rows`);
    const bins = features.bins[f];
    if (!(bins >= 1 && bins <= 256)) throw badFeature(f, `declares ${bins} bins`);
    for (let i = 0; i < column.length; i++) {
      if (column[i] >= bins) throw badFeature(f, `holds code ${column[i]} in row ${i} and declares ${bins} bins`);
    }
  });
  for (let i = 0; i < response.length; i++) if (response[i] >= classes) throw badResponse(i, response[i], classes);
}

function applyRanks(column: Uint8Array, ranks: Uint8Array | null): Uint8Array {
  if (ranks === null) return column;
  const ranked = new Uint8Array(column.length);
  for (let i = 0; i < column.length; i++) ranked[i] = ranks[column[i]];
  return ranked;
}

interface OpenNode {
  readonly node: number;
  readonly depth: number;
}

interface Growing {
  readonly search: SplitSearch;
  readonly response: Uint16Array;
  readonly options: GrowOptions;
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
const IDENTITY = Uint8Array.from({ length: 256 }, (_, code) => code);

function startGrowing(
  columns: readonly Uint8Array[],
  bins: ArrayLike<number>,
  response: Uint16Array,
  classes: number,
  options: GrowOptions,
  table: Float64Array,
): Growing {
  const n = response.length;
  const mostBins = Array.from(bins).reduce((most, count) => Math.max(most, count), 1);
  const search: SplitSearch = {
    columns,
    bins,
    rows: rowNumbers(n),
    table,
    minLeaf: Math.max(1, options.minLeaf),
    classOf: new Uint16Array(n),
    total: new Int32Array(classes),
    left: new Int32Array(classes),
    right: new Int32Array(classes),
    histogram: new Int32Array(Math.min(DENSE_CELLS, mostBins * classes)),
    binStart: new Int32Array(mostBins + 1),
    sorted: new Uint16Array(n),
  };
  const nodes = { feature: [-1], threshold: [0], left: [0], start: [0], end: [n] };
  const renumber = new Int32Array(classes).fill(-1);
  return { search, response, options, renumber, moved: new Int32Array(n), open: [{ node: 0, depth: 0 }], ...nodes };
}

function growNode(growing: Growing, { node, depth }: OpenNode): void {
  const { search, options } = growing;
  const from = growing.start[node];
  const to = growing.end[node];
  if (to - from < 2 * search.minLeaf || depth >= options.maxDepth) return;
  const present = countClasses(growing, from, to);
  if (present < 2) return;
  const split = findSplit(search, from, to, present);
  const freedom = effectiveClasses(search.total, present) - 1;
  if (split.feature < 0 || 2 * split.gain < chiSquareAtScore(options.significance, freedom)) return;
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

/** Renumbers the classes of a node without gaps and counts them; returns how many occur. */
function countClasses(growing: Growing, from: number, to: number): number {
  const { response, renumber } = growing;
  const { rows, classOf, total } = growing.search;
  let present = 0;
  for (let i = from; i < to; i++) {
    const code = response[rows[i]];
    let k = renumber[code];
    if (k < 0) {
      k = present++;
      renumber[code] = k;
      total[k] = 0;
    }
    classOf[i] = k;
    total[k]++;
  }
  for (let i = from; i < to; i++) renumber[response[rows[i]]] = -1;
  return present;
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
    rows: growing.search.rows,
  };
}
